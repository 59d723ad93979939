from django.apps import AppConfig

from alongside.audit.triggers import register
from alongside.duty import answerers
from alongside.journey.triggers import REMARKS, VERSIONS


class JourneyConfig(AppConfig):
    name = "alongside.journey"
    label = "journey"

    def ready(self) -> None:
        from alongside.journey.policy import (  # models are loaded by now
            who_may_answer,
            who_may_look_again,
        )

        register(VERSIONS)
        register(REMARKS)
        answerers.register("journey", who_may_look_again)
        answerers.register("journey.remarks", who_may_answer)
