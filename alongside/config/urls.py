from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("alongside.home.urls")),
    path("", include("alongside.plans.urls")),
    path("", include("alongside.voice.urls")),
    path("", include("alongside.private_space.urls")),
    path("", include("alongside.sharing.urls")),
    path("", include("alongside.journey.urls")),
    path("", include("alongside.accounts.urls")),
    path("", include("alongside.accounts.allauth_urls")),
]

if settings.DEMO:
    urlpatterns += [path("demo/", include("alongside.config.demo.urls"))]
