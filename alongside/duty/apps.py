from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "alongside.duty"
    label = "duty"
