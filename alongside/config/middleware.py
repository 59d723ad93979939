"""What stands in front of every page: how it is read, the vault's gate, who is there, what leaves."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation

from alongside.accounts.models import Account
from alongside.accounts.routes import RoutePolicy, ViewerRequest, policy_of, to_sign_in
from alongside.accounts.viewer import Viewer, public
from alongside.agencies.viewers import viewer_of
from alongside.audit.services import AuditUnavailable
from alongside.ui.reading import Reading, reading_of
from alongside.ui.views import signed_out
from alongside.vault import services as vault

type Answer = Callable[[HttpRequest], HttpResponse]

HEALTH = "/health/"


class ReadingRequest(HttpRequest):
    """A request that knows how its reader likes to read."""

    reading: Reading


class InTheirLanguage:
    """Fills request.reading from this device's cookie; all that follows speaks that language."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reading = reading_of(request)
        cast(ReadingRequest, request).reading = reading
        with translation.override(reading.django_language):
            return self.get_response(request)


class VaultGate:
    """With a wrong or missing key only the health page answers: nothing can be read or written."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == HEALTH or vault.state().is_open:
            return self.get_response(request)
        return unavailable(request)


class WhoIsThere:
    """Fills request.viewer from the database, and sends everybody signed out to one place.

    Signed out, every path outside the public ones gives the same redirect, existing or not. Only
    words that somebody sends from a page of ours are given back to them.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = viewer_for(request)
        cast(ViewerRequest, request).viewer = viewer
        if not viewer.is_signed_in and not is_public(request.path_info):
            return signed_out(request) or to_sign_in()
        return self.get_response(request)


class Sealing:
    """What every answer carries: nothing is kept by a browser or told to another site."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A look that cannot be recorded shows nothing."""
        return unavailable(request) if isinstance(exception, AuditUnavailable) else None


def viewer_for(request: HttpRequest) -> Viewer:
    account = request.user
    if not isinstance(account, Account) or not account.is_active:
        return public()
    return viewer_of(account, session=request.session)


def is_public(path: str) -> bool:
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    return policy_of(view) == RoutePolicy.PUBLIC


def unavailable(request: HttpRequest) -> HttpResponse:
    response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = "30"
    return response
