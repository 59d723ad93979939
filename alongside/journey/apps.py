from django.apps import AppConfig

from alongside.audit.triggers import register
from alongside.journey.triggers import VERSIONS


class JourneyConfig(AppConfig):
    name = "alongside.journey"
    label = "journey"

    def ready(self) -> None:
        register(VERSIONS)
