"""Signing in as people do it: in a real browser, with a code and with a passkey."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Page,
    sync_playwright,
)

from alongside.accounts.tests.factories import an_account, the_code
from tests.harness.browser import looks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "zebedee.canarywood@example.org"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright's loop runs in this thread, and Django takes that for an asynchronous caller.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The address of a server on this machine, as in the demo: no https."""
    settings.SESSION_COOKIE_SECURE = False
    settings.CSRF_COOKIE_SECURE = False
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    # This server hands out files under their plain names.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    return str(live_server.url)


def open_context(chromium: Browser, site: str, **options: Any) -> BrowserContext:
    context = chromium.new_context(base_url=site, viewport={"width": 360, "height": 740}, **options)
    context.set_default_timeout(10_000)
    return context


@pytest.fixture
def problems() -> list[str]:
    return []


def complain(problems: list[str], said: ConsoleMessage) -> None:
    if said.type in {"error", "warning"}:
        problems.append(said.text)


@pytest.fixture
def page(chromium: Browser, site: str, problems: list[str]) -> Iterator[Page]:
    """A phone-sized page; whatever its console complains about is kept in `problems`."""
    context = open_context(chromium, site)
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: complain(problems, said))
    yield page
    context.close()


def a_device(page: Page) -> tuple[CDPSession, str]:
    """Give the browser a device that keeps passkeys and is unlocked by its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return session, made["authenticatorId"]


def sign_in_by_code(page: Page, *, sent: int = 1) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("The code we sent").fill(the_code(sent=sent))
    page.get_by_role("button", name="Sign in", exact=True).click()
    wait_until_in(page)


def wait_until_in(page: Page) -> None:
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def add_passkey(page: Page) -> None:
    page.goto("/passkeys/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("My tablet").check()
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/passkeys/")
    assert page.get_by_text("Your passkey is added.").is_visible()


def lose_session(page: Page) -> None:
    """As when the session has ended. An open page would notice, and load itself again meanwhile."""
    page.goto("about:blank")
    page.context.clear_cookies()


def is_in(page: Page) -> bool:
    page.goto("/passkeys/")
    return page.get_by_role("heading", name="My passkeys").is_visible()


def test_i_sign_in_with_a_code(page: Page) -> None:
    an_account(email=ADDRESS)
    assert not is_in(page)
    sign_in_by_code(page)
    assert is_in(page)


def test_i_sign_in_with_a_code_when_javascript_is_off(chromium: Browser, site: str) -> None:
    an_account(email=ADDRESS)
    context = open_context(chromium, site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/")
    assert page.get_by_text("Passkeys need JavaScript").is_visible()
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    sign_in_by_code(page)
    assert is_in(page)
    context.close()


def test_i_add_a_passkey_and_sign_in_with_it(page: Page, problems: list[str]) -> None:
    account = an_account(email=ADDRESS)
    device, authenticator = a_device(page)
    sign_in_by_code(page)
    add_passkey(page)
    assert page.get_by_role("link", name="Remove My tablet").is_visible()
    kept = device.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert [credential["isResidentCredential"] for credential in kept] == [True]
    assert Authenticator.objects.get().user_id == account.id

    lose_session(page)
    assert not is_in(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    wait_until_in(page)
    assert is_in(page)
    assert "Last used on" in page.inner_text("main")
    assert not [said for said in problems if "404" not in said]


def test_a_code_still_signs_me_in_when_i_have_a_passkey(page: Page) -> None:
    an_account(email=ADDRESS)
    a_device(page)
    sign_in_by_code(page)
    add_passkey(page)
    lose_session(page)
    sign_in_by_code(page, sent=2)
    assert is_in(page)


def test_a_removed_passkey_signs_nobody_in_and_the_page_says_what_to_do(page: Page) -> None:
    an_account(email=ADDRESS)
    a_device(page)
    sign_in_by_code(page)
    add_passkey(page)
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove it").click()
    page.get_by_text("The passkey is removed.").wait_for()
    page.wait_for_load_state()
    lose_session(page)
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That passkey did not work. Try again, or ask for a code.").wait_for()
    assert not is_in(page)


def test_a_device_that_is_not_unlocked_signs_nobody_in_and_the_page_says_so(page: Page) -> None:
    an_account(email=ADDRESS)
    device, authenticator = a_device(page)
    sign_in_by_code(page)
    add_passkey(page)
    lose_session(page)
    locked = {"authenticatorId": authenticator, "isUserVerified": False}
    device.send("WebAuthn.setUserVerified", locked)
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That did not work. Try again, or use a code.").wait_for()
    assert not is_in(page)


def faults(page: Page) -> list[str]:
    """What WCAG 2.2 AA forbids on this page, and whether it is wider than a phone."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, options={"runOnly": tags}).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [fault["id"] for fault in found] + (["wider than the screen"] if wide else [])


@looks
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_the_pages_of_signing_in(
    chromium: Browser, site: str, scheme: str
) -> None:
    an_account(email=ADDRESS)
    context = open_context(chromium, site, color_scheme=scheme)
    page, found = context.new_page(), {}
    page.goto("/sign-in/")
    found["sign in"] = faults(page)
    page.get_by_role("button", name="Send me a code").click()
    found["sign in, refused"] = faults(page)
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.get_by_role("button", name="Send me a code").click()
    found["code"] = faults(page)
    page.get_by_label("The code we sent").fill("000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    found["code, refused"] = faults(page)
    page.get_by_label("The code we sent").fill(the_code())
    page.get_by_role("button", name="Sign in", exact=True).click()
    wait_until_in(page)
    a_device(page)
    page.goto("/passkeys/add/")
    found["add"] = faults(page)
    add_passkey(page)
    found["passkeys"] = faults(page)
    page.get_by_role("link", name="Remove").click()
    found["remove"] = faults(page)
    context.close()
    assert not {name: faults for name, faults in found.items() if faults}
