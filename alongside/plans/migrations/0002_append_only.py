from django.db import migrations

from alongside.audit.triggers import operation
from alongside.plans.triggers import VERSIONS


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [operation(VERSIONS)]
