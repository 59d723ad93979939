from django.apps import AppConfig


class PrivateSpaceConfig(AppConfig):
    name = "alongside.private_space"
    label = "private_space"
