"""A form with a drawing pad, a recorder and a photo in it, on the real server's own ground.

The page around them is ours, served under the same address and the same content policy; what
they send goes to the server itself.
"""

import re
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.csp import build_policy
from playwright.sync_api import Page, Route

from alongside.lib import ids
from alongside.ui.tests.browsing import record_of_robyn

HERE = "/made-for-a-test/"
SENT = "/made-for-a-test/sent/"
STORED = """async () => [
    Object.entries(localStorage), Object.entries(sessionStorage).filter(([name]) => name !== "alongside-place"),
    await indexedDB.databases(), await caches.keys(),
]"""
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass
class Form:
    """The page with the form. `sent`: the bodies that its last button sent."""

    page: Page
    person: UUID
    sent: list[bytes] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        self.sent.append(route.request.post_data_buffer or b"")
        route.fulfill(body="<title>Sent</title>", content_type="text/html")


def open_form(page: Page, *parts: str) -> Form:
    """Somebody's form with these parts of it ("pad", "recorder", "photo")."""
    record = record_of_robyn(page)
    person = UUID(record.split("/")[2])
    token = TOKEN.search(page.content())
    assert token is not None
    form = Form(page, person)
    page.route(f"**{SENT}", form.answer)
    html = drawn(person, token[1], parts)
    policy = {"Content-Security-Policy": build_policy(dict[str, Any](settings.SECURE_CSP))}
    page.route(
        f"**{HERE}",
        lambda route: route.fulfill(body=html, content_type="text/html", headers=policy),
    )
    page.goto(HERE)
    return form


def drawn(person: UUID, token: str, parts: tuple[str, ...]) -> str:
    look = SimpleNamespace(person=SimpleNamespace(pk=person))
    held = "".join(render_to_string(f"voice/{part}.html", {"look": look}) for part in parts)
    scripts = "".join(
        f'<script src="/static/voice/{part}.js" type="module"></script>' for part in parts
    )
    styles = "".join(
        f'<link rel="stylesheet" href="/static/{sheet}">'
        for sheet in (
            "vendor/govuk/govuk-frontend.min.css",
            "ui/tokens.css",
            "ui/alongside.css",
            "voice/pad.css",
        )
    )
    return (
        '<!DOCTYPE html><html lang="en" class="govuk-template"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>A form</title>{styles}{scripts}</head><body class='al-page al-page--narrow'>"
        f'<main class="al-main"><div class="al-wrap"><h1>A form</h1><form method="post" action="{SENT}">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        f'<input type="hidden" name="operation" value="{ids.new()}">{held}'
        '<button class="govuk-button">Send</button></form></div></main></body></html>'
    )


def kept_in_storage(page: Page) -> list[object]:
    """What this page left in any storage of the browser, apart from how far it heard the news."""
    found: list[list[object]] = page.evaluate(STORED)
    return [thing for things in found for thing in things]
