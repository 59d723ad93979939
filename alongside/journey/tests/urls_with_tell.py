"""The addresses of the house, with a stand-in for the page on which a draft of a view goes on."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import include, path
from django.utils.module_loading import import_string

from alongside.accounts.routes import signed_in


@signed_in
def tell(request: HttpRequest, person_id: UUID, **_rest: Any) -> HttpResponse:
    return TemplateResponse(request, "ui/messages.html")


# By its name: the room that tells stands above this one.
voice = import_string("alongside.voice.urls.urlpatterns")
# First: of two rooms with one name, the first one’s addresses are the ones that are led to.
TELL = [path("standing-in/<uuid:person_id>/", tell, name="tell"), *voice]
urlpatterns = [
    path("", include((TELL, "voice"))),
    path("", include("alongside.config.urls")),
]
