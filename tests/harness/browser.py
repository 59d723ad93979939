"""One Chromium a session, a fresh context a visitor: on a phone, in light or dark, with or without scripts.

def test_robyn_sees_her_record(open_as):
    page = open_as("young-person")
    page.goto("/me/")
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.harness.server import Running

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE = (360, 740)
DESK = (1280, 900)
# Nothing is fetched behind our back, and the sandbox needs rights that a container lacks.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A process for every new visitor is what a test run spends most of its time on.
    "--process-per-site",
    "--renderer-process-limit=1",
    # A microphone that beeps, for whoever is allowed to use it.
    "--use-fake-device-for-media-stream",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The rules that can come out differently on the very same page in other colours.
OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# What a page looks like, and what its scripts do, is the same on both databases, and takes long.
looks = pytest.mark.skipif(
    bool(os.environ.get("ALONGSIDE_DATABASE_URL")), reason="looked at on SQLite alone"
)
type Scheme = Literal["light", "dark"]
type OpenAs = Callable[..., Page]
type Check = Callable[..., None]


def program() -> str:
    named = os.environ.get("ALONGSIDE_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise pytest.UsageError("There is no Chromium. Run: python3 tools/ready.py browser")
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright's loop runs in this thread, and Django takes that for an asynchronous caller.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        yield browser
        browser.close()


class Troubles:
    """What no page of ours may do: fail in a script, or ask for what the policy forbids."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.seen.append(f"{page.url}: {error}"))
        page.on("console", self.listen)

    def listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.seen.append(message.text)


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    watching = Troubles()
    yield watching
    assert not watching.seen, "\n".join(watching.seen)


@pytest.fixture
def open_as(chromium: Browser, server: Running, troubles: Troubles) -> Iterator[OpenAs]:
    """`open_as("parent")`: a page of somebody of the cast, signed in; `open_as()`: a stranger's."""
    contexts: list[BrowserContext] = []

    def open_page(
        slug: str = "",
        *,
        size: tuple[int, int] = PHONE,
        scheme: Scheme = "light",
        javascript: bool = True,
        at: Running | None = None,
        **more: Any,
    ) -> Page:
        url = (at or server).url
        context = chromium.new_context(
            base_url=url,
            viewport={"width": size[0], "height": size[1]},
            has_touch=size == PHONE,
            is_mobile=size == PHONE,
            color_scheme=scheme,
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
            **more,
        )
        contexts.append(context)
        context.on("page", troubles.watch)
        if slug:
            signed_in = context.request.post("/demo/sign-in/", form={"as": slug})
            assert signed_in.ok, f"{slug} could not sign in: {signed_in.status}"
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def accessible() -> Check:
    """Fails with the rules a page breaks (WCAG 2.2 AA, by axe), and where.

    `accessible(page, colours_alone=True)` is for a page that was checked whole in other colours.
    """
    axe = Axe()

    def check(page: Page, *, colours_alone: bool = False) -> None:
        asked = {"runOnly": OF_COLOUR if colours_alone else RULES, "resultTypes": ["violations"]}
        found = axe.run(page, options=asked)
        broken = [
            f"{one['id']} ({one['help']}): " + "; ".join(node["html"] for node in one["nodes"])
            for one in found.response["violations"]
        ]
        assert not broken, f"{page.url}\n" + "\n".join(broken)

    return check
