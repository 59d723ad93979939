from django.db import migrations

from alongside.audit.triggers import AppendOnly, operation


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        operation(
            AppendOnly("audit_accessevent", keys=(("id",), ("chain", "seq"))),
            AppendOnly("audit_checkpoint", keys=(("id",), ("number",))),
        )
    ]
