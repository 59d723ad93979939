from django.db import migrations

from alongside.audit.triggers import operation
from alongside.people.triggers import VERSIONS


class Migration(migrations.Migration):
    dependencies = [("people", "0002_identity_versions")]

    operations = [operation(VERSIONS)]
