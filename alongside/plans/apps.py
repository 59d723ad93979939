from django.apps import AppConfig

from alongside.audit.triggers import register
from alongside.plans.triggers import VERSIONS


class PlansConfig(AppConfig):
    name = "alongside.plans"
    label = "plans"

    def ready(self) -> None:
        register(VERSIONS)
