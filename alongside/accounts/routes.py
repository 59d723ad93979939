"""What a route declares about who may come in. A route that declares nothing stops the boot.

`public`, `signed_in` and `worker` both say it (for the boot check and the middleware, through
`policy_of`) and enforce it, so that a forgotten middleware opens nothing.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect

from alongside.accounts.viewer import Viewer
from alongside.accounts.viewer import public as nobody

SIGN_IN = "/sign-in/"

type View = Callable[..., HttpResponseBase]


class ViewerRequest(HttpRequest):
    """A request whose viewer the middleware in config has filled."""

    viewer: Viewer


class RoutePolicy(StrEnum):
    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    WORKER = "worker"


def policy_of(view: Callable[..., Any]) -> str | None:
    """The policy a view declares: one of RoutePolicy, another room's own word, or None.

    Sharing's decorators set the same attribute (`route_policy`), so this answers for all.
    """
    policy = getattr(view, "route_policy", None)
    return policy if isinstance(policy, str) else None


def viewer_of(request: HttpRequest) -> Viewer:
    """The request's viewer; nobody at all when no middleware has filled it."""
    viewer = getattr(request, "viewer", None)
    return viewer if isinstance(viewer, Viewer) else nobody()


def to_sign_in() -> HttpResponseRedirect:
    """The one answer to everybody who is signed out: nothing about what was asked for."""
    return HttpResponseRedirect(SIGN_IN)


def public(view: View) -> View:
    """Anybody may come in."""
    return _declare(view, RoutePolicy.PUBLIC)


def signed_in(view: View) -> View:
    """Anybody with an account may come in; what they see is for the view to decide."""

    @wraps(view)
    def ask(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not viewer_of(request).is_signed_in:
            return to_sign_in()
        return view(request, *args, **kwargs)

    return _declare(ask, RoutePolicy.SIGNED_IN)


def worker(view: View) -> View:
    """Only workers; for everybody else with an account the page does not exist."""

    @wraps(view)
    def ask(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        viewer = viewer_of(request)
        if not viewer.is_signed_in:
            return to_sign_in()
        if not viewer.is_worker:
            raise Http404
        return view(request, *args, **kwargs)

    return _declare(ask, RoutePolicy.WORKER)


def unlogged(view: View) -> View:
    """No line of the log tells that somebody was here. For a page that leaves no trace at all."""
    view.is_unlogged = True  # type: ignore[attr-defined]  # functions carry attributes
    return view


def is_unlogged(view: Callable[..., Any]) -> bool:
    return bool(getattr(view, "is_unlogged", False))


def _declare(view: View, policy: RoutePolicy) -> View:
    view.route_policy = policy  # type: ignore[attr-defined]  # functions carry attributes
    return view
