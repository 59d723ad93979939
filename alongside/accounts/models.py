from django.contrib.auth.models import AbstractUser
from django.db import models

from alongside.lib import ids


class Account(AbstractUser):
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
