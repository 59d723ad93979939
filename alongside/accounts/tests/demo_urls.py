"""The site with a demo page: config adds the real one, in demo mode only."""

from django.urls import include, path

from alongside.accounts.views import sign_in

demo = [path("", sign_in, name="sign-in")]
urlpatterns = [path("demo/", include((demo, "demo"))), path("", include("alongside.config.urls"))]
