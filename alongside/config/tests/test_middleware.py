"""What stands in front of every page: the vault's gate, who is there, and what leaves."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.templatetags.static import static
from django.test import Client
from pytest_django import Settings

from alongside.accounts.models import Account
from alongside.accounts.viewer import Capacity, Viewer, system
from alongside.agencies import services as agencies
from alongside.config.tests import odd_urls
from alongside.duty.tests.factories import make_viewer, make_worker
from alongside.lib import clock
from alongside.vault import master
from alongside.vault import services as vault

pytestmark = pytest.mark.django_db

EVERYWHERE = ("/", "/me/", "/work/", "/sign-in/", "/manifest.webmanifest", "/nothing/here/")


@pytest.fixture
def dawn() -> Client:
    return signed_in(make_viewer("Dawn Hale"))


@pytest.fixture
def odd(settings: Settings) -> None:
    settings.ROOT_URLCONF = odd_urls.__name__


def signed_in(viewer: Viewer) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(Account.objects.get(pk=str(viewer.account)))
    return client


# The vault's gate


@pytest.fixture
def sealed(dawn: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """The house has started with the key of another house."""
    monkeypatch.setenv(master.VARIABLE, base64.b64encode(bytes(range(32))).decode())
    vault.forget()
    yield dawn
    monkeypatch.undo()
    vault.forget()


@pytest.mark.parametrize("address", EVERYWHERE)
@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_with_the_wrong_key_every_page_says_that_it_cannot_be_opened(
    sealed: Client, method: str, address: str
) -> None:
    for client in (sealed, Client()):
        answer = getattr(client, method)(address)
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert b"Dawn" not in answer.content


def test_with_the_wrong_key_health_still_answers_and_is_not_well(sealed: Client) -> None:
    answer = sealed.get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"well": False})


def test_with_the_right_key_again_the_house_opens_by_itself(
    dawn: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as changed:
        changed.setenv(master.VARIABLE, base64.b64encode(bytes(range(32))).decode())
        vault.forget()
        assert dawn.get("/me/").status_code == 503
    vault.forget()
    assert dawn.get("/me/").status_code == 200


# Who is there


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options", "head"])
@pytest.mark.parametrize(
    "address", ["/me/", "/work/", "/passkeys/", "/nothing/here/", "/admin/", "/people/", "/%00/"]
)
def test_signed_out_every_address_leads_to_one_place(method: str, address: str) -> None:
    answer = getattr(Client(), method)(address)
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert "Set-Cookie" not in str(answer.serialize_headers())


FROM_OUR_PAGE = {"Origin": "http://testserver", "Accept": "text/html,*/*"}


@pytest.mark.parametrize("address", ["/people/1/add/note/", "/nothing/here/"])
def test_words_that_come_after_signing_out_are_given_back(address: str) -> None:
    answer = Client().post(address, {"said": "I <b>hid</b> it."}, headers=FROM_OUR_PAGE)
    assert answer.status_code == 403
    assert "I &lt;b&gt;hid&lt;/b&gt; it." in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in str(answer.serialize_headers())


@pytest.mark.parametrize(
    "changed", [{"Origin": "https://else.example"}, {"Accept": "application/json"}]
)
def test_words_from_elsewhere_or_from_a_script_are_not(changed: dict[str, str]) -> None:
    answer = Client().post("/me/", {"said": "I hid it."}, headers=FROM_OUR_PAGE | changed)
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")


def test_a_route_that_declares_nothing_is_closed_to_strangers(odd: None) -> None:
    answer = Client().get("/odd/undeclared/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")


def test_who_somebody_is_is_read_for_each_request() -> None:
    """A post that has ended, or has begun, counts from the very next page."""
    worker = make_worker("Kwame Owusu")
    client = signed_in(worker)
    assert client.get("/work/").wsgi_request.viewer.capacity == Capacity.WORKER  # type: ignore[attr-defined]  # filled by the middleware
    assert worker.post_id is not None
    agencies.end_post(by=system(), post=worker.post_id, at=clock.now())
    answer = client.get("/work/")
    assert answer.status_code == 404
    assert answer.wsgi_request.viewer.capacity == Capacity.PERSON  # type: ignore[attr-defined]  # as above


def test_an_account_that_is_closed_is_signed_out_at_once(dawn: Client) -> None:
    assert dawn.get("/me/").status_code == 200
    Account.objects.update(is_active=False)
    assert dawn.get("/me/")["Location"] == "/sign-in/"


def test_a_session_that_is_over_is_signed_out(dawn: Client) -> None:
    session = dawn.session
    session.set_expiry(timedelta(seconds=-1))
    session.save()
    assert dawn.get("/me/")["Location"] == "/sign-in/"


def test_each_request_has_an_id_of_its_own(dawn: Client) -> None:
    seen = {dawn.get("/me/").wsgi_request.viewer.request for _ in range(3)}  # type: ignore[attr-defined]  # as above
    assert len(seen) == 3


# What leaves

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # "no-referrer" makes browsers send "Origin: null" with our own forms: see settings.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; form-action 'self' https://www.bbc.co.uk; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}
ANSWERS = {
    "/me/": 200,
    "/sign-in/": 302,
    "/nothing/here/": 404,
    "/sign-out/": 405,
    "/odd/fails/": 500,
    "/odd/unrecorded/": 503,
    "/health/": 503,
}


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_carries_the_same_protection(odd: None, dawn: Client, address: str) -> None:
    answer = dawn.get(address)
    assert answer.status_code == ANSWERS[address]
    assert protection(answer) == HEADERS


def test_so_does_the_redirect_of_a_stranger_and_the_sealed_door(
    sealed: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert protection(sealed.get("/me/")) == HEADERS
    vault.forget()
    monkeypatch.undo()
    assert protection(Client().get("/me/")) == HEADERS


def test_so_does_the_refusal_of_a_form_from_elsewhere(dawn: Client) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = dawn.cookies
    answer = client.post("/sign-out/")
    assert answer.status_code == 403
    assert protection(answer) == HEADERS


def test_so_does_the_answer_to_another_houses_name() -> None:
    answer = Client(raise_request_exception=False).get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert protection(answer) == HEADERS


def protection(answer: Any) -> dict[str, str]:
    """The headers that guard every answer; and nobody keeps it."""
    assert "no-store" in answer["Cache-Control"]
    return {name: answer.get(name, "") for name in HEADERS}


def test_styles_may_be_kept_for_good_and_pages_never(dawn: Client) -> None:
    kept = dawn.get(static("ui/alongside.css"))
    assert (kept.status_code, b"".join(kept.streaming_content)[:1] != b"") == (200, True)  # type: ignore[attr-defined]  # a file
    kept.close()
    assert "no-store" not in kept["Cache-Control"]
    assert "immutable" in kept["Cache-Control"]
    assert kept["X-Content-Type-Options"] == "nosniff"
    assert dawn.get("/static/nothing.css")["Cache-Control"] == "no-store"


def test_a_page_may_say_otherwise_itself(odd: None, dawn: Client) -> None:
    assert dawn.get("/odd/keeps/")["Cache-Control"] == "private, max-age=60"


@pytest.mark.parametrize("address", ["/odd/fails/", "/odd/unrecorded/"])
def test_what_failed_shows_nothing_of_what_it_was_about(
    odd: None, dawn: Client, address: str
) -> None:
    answer = dawn.get(address)
    for words in (odd_urls.WORDS, "Robyn", "ValueError", "AuditUnavailable", "Traceback"):
        assert words not in answer.content.decode()
    assert "999" in answer.content.decode()
