"""The addresses of the house, and some that it must never have or that fail on purpose."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from alongside.accounts.routes import public, signed_in
from alongside.audit.services import AuditUnavailable

WORDS = "Robyn Hale of Northmere"


def undeclared(request: HttpRequest) -> HttpResponse:
    """Says nobody may come in, and nobody may not."""
    return HttpResponse(WORDS)


@public
def fails(request: HttpRequest) -> HttpResponse:
    raise ValueError(WORDS)


@signed_in
def unrecorded(request: HttpRequest) -> HttpResponse:
    """A look whose event could not be written."""
    raise AuditUnavailable(WORDS)


@signed_in
def keeps(request: HttpRequest) -> HttpResponse:
    """Sets what a browser may keep itself."""
    return HttpResponse(WORDS, headers={"Cache-Control": "private, max-age=60"})


urlpatterns = [
    path("odd/undeclared/", undeclared),
    path("odd/fails/", fails),
    path("odd/unrecorded/", unrecorded),
    path("odd/keeps/", keeps),
    path("", include("alongside.config.urls")),
]
