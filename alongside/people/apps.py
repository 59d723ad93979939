"""The room in Django's registry."""

from django.apps import AppConfig

from alongside.audit.triggers import register
from alongside.people.triggers import VERSIONS


class PeopleConfig(AppConfig):
    name = "alongside.people"
    label = "people"

    def ready(self) -> None:
        register(VERSIONS)
