"""What must hold before the house opens its doors. Each finding stops the boot with a sentence."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from alongside.accounts.routes import policy_of

DEMO_ROOM = "alongside.config.demo"
LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}


def routes(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """Every route of a URLconf, however deep."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        else:
            yield pattern


@register()
def every_route_declares_its_policy(
    app_configs: Iterable[AppConfig] | None, **_: Any
) -> list[CheckMessage]:
    return [
        Error(
            f"The route {route.pattern} declares no policy, so nobody knows who may come in.",
            hint="Put accounts.routes.public, signed_in or worker, or a decorator of "
            "sharing.pages, on the view.",
            id="alongside.E001",
        )
        for route in routes(get_resolver().url_patterns)
        if policy_of(route.callback) is None
    ]


@register()
def demo_stays_in_demo(app_configs: Iterable[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Outside demo mode no demo route exists; in demo mode only this machine can reach it."""
    if settings.DEMO:
        strangers = set(settings.ALLOWED_HOSTS) - LOOPBACK
        return [demo_reachable(strangers)] if strangers else []
    return [
        Error(
            f"The route {route.pattern} lets anybody sign in as anybody, and this is no demo.",
            hint="Remove it from the URLconf.",
            id="alongside.E002",
        )
        for route in routes(get_resolver().url_patterns)
        if route.callback.__module__.startswith(DEMO_ROOM)
    ]


def demo_reachable(hosts: set[str]) -> CheckMessage:
    return Error(
        f"Demo mode must stay on this machine, but it would answer to {', '.join(sorted(hosts))}.",
        hint="Leave ALONGSIDE_HOSTS out in demo mode.",
        id="alongside.E003",
    )
