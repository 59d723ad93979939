from django.apps import AppConfig

from alongside.duty import answerers


class SharingConfig(AppConfig):
    name = "alongside.sharing"
    label = "sharing"

    def ready(self) -> None:
        from alongside.sharing.questions import who_may_answer  # models are loaded by now

        answerers.register("sharing", who_may_answer)
