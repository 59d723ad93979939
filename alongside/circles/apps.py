"""The room in Django's registry."""

from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "alongside.circles"
    label = "circles"
