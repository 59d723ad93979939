from django.apps import AppConfig
from django.core import checks


class AuditConfig(AppConfig):
    name = "alongside.audit"
    label = "audit"

    def ready(self) -> None:
        from alongside.audit.checks import append_only

        checks.register(append_only, checks.Tags.database)
