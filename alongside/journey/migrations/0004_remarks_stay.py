from django.db import migrations

from alongside.audit.triggers import operation
from alongside.journey.triggers import REMARKS


class Migration(migrations.Migration):
    dependencies = [("journey", "0003_telling")]

    operations = [operation(REMARKS)]
