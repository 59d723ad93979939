from django.apps import AppConfig

from alongside.audit.triggers import register
from alongside.duty import answerers
from alongside.journey.triggers import REMARKS, VERSIONS


class JourneyConfig(AppConfig):
    name = "alongside.journey"
    label = "journey"

    def ready(self) -> None:
        from alongside.journey.policy import who_may_look_again  # models are loaded by now

        register(VERSIONS)
        register(REMARKS)
        answerers.register("journey", who_may_look_again)
