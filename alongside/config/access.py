"""The web server's own log: which route, how it went, how long, and whose ids. Never any words.

A path can be typed by anybody and a query can hold a search, so neither is written: the route's
pattern and the ids in it say what is needed to follow a fault.
"""

import logging
import time
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from alongside.accounts.routes import is_unlogged
from alongside.accounts.viewer import Viewer

log = logging.getLogger("alongside.access")


class AccessLog:
    """One line an answer, but for files that every page shares and pages that leave no trace."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        viewer = getattr(request, "viewer", None)
        match = request.resolver_match
        if match is not None and is_unlogged(match.func):
            return response
        if viewer is not None or response.status_code >= 400:
            log.info(line(request, response, viewer, time.perf_counter() - began))
        return response


def line(
    request: HttpRequest, response: HttpResponse, viewer: Viewer | None, seconds: float
) -> str:
    match = request.resolver_match
    words = {
        "method": request.method if request.method in {"GET", "POST", "HEAD"} else "other",
        "route": f"/{match.route}" if match else "none",
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
    }
    if match:
        words |= {name: kept for name, kept in match.kwargs.items() if isinstance(kept, UUID)}
    if viewer is not None:
        words |= {"account": viewer.account, "request": viewer.request}
    return " ".join(f"{name}={value}" for name, value in words.items() if value is not None)
