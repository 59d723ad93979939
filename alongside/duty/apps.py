"""The room in Django's registry."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "alongside.duty"
    label = "duty"
