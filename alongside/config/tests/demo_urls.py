"""The addresses of a demo, whatever the settings say."""

from django.urls import include, path

urlpatterns = [
    path("", include("alongside.config.urls")),
    path("demo/", include("alongside.config.demo.urls")),
]
