from django.db import migrations

from alongside.audit.triggers import operation
from alongside.journey.triggers import VERSIONS


class Migration(migrations.Migration):
    dependencies = [("journey", "0001_initial")]

    operations = [operation(VERSIONS)]
