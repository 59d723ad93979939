import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from alongside.accounts.models import Account
from alongside.accounts.tests.factories import (
    an_account,
    everything_stored,
    the_code,
    wait_for,
)
from tests.answers import as_bytes

pytestmark = pytest.mark.django_db

ADDRESS, UNKNOWN = "Zebedee.Canarywood@example.org", "nobody.knows@example.org"
NAME = "Zebedee Canarywood"


@pytest.fixture
def account() -> Account:
    return an_account(NAME, ADDRESS)


def ask(client: Client, address: str, path: str = "/sign-in/") -> Any:
    return client.post(path, {"email": address}, follow=True)


def answer(client: Client, code: str) -> Any:
    return client.post("/sign-in/code/", {"code": code, "action": "verify"})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def as_shown(response: Any) -> str:
    """The page without what differs on every page: the CSRF token."""
    return re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1…", response.content.decode())


def test_a_code_sent_to_my_address_signs_me_in(client: Client, account: Account) -> None:
    ask(client, ADDRESS)
    response = answer(client, the_code())
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(account.id)
    assert mail.outbox[0].to == [ADDRESS]


@pytest.mark.parametrize("typed", ["{}", " {} ", "{0:.3}{1}"])
def test_a_code_may_be_typed_with_and_without_its_lines(
    client: Client, account: Account, typed: str
) -> None:
    ask(client, ADDRESS)
    code = the_code()
    answer(client, typed.format(code, code[3:].replace("-", " ")))
    assert is_in(client)


def test_an_unknown_address_gets_the_same_pages_and_no_message(account: Account) -> None:
    known, unknown = Client(), Client()
    pages = [(ask(known, ADDRESS), ask(unknown, UNKNOWN))]
    the_code()
    pages += [
        (answer(known, "000-000-000"), answer(unknown, "000-000-000")),
        (known.get("/sign-in/code/"), unknown.get("/sign-in/code/")),
    ]
    for mine, theirs in pages:
        assert as_bytes(mine) == as_bytes(theirs)
    assert [message.to for message in mail.outbox] == [[ADDRESS]]


def test_a_closed_account_gets_the_same_page_and_no_message(account: Account) -> None:
    closed, unknown = Client(), Client()
    Account.objects.filter(id=account.id).update(is_active=False)
    assert as_shown(ask(closed, ADDRESS)) == as_shown(ask(unknown, UNKNOWN))
    assert mail.outbox == []


def test_a_session_ends_with_its_account(client: Client, account: Account) -> None:
    ask(client, ADDRESS)
    answer(client, the_code())
    Account.objects.filter(id=account.id).update(is_active=False)
    assert client.get("/passkeys/").headers["Location"] == "/sign-in/"


def test_a_wrong_code_says_so_and_the_third_one_ends_the_try(
    client: Client, account: Account
) -> None:
    ask(client, ADDRESS)
    code = the_code()
    for _ in range(2):
        response = answer(client, "000-000-000")
        assert response.status_code == 200
        assert "That is not the code" in response.content.decode()
    assert answer(client, "000-000-000").headers["Location"] == "/sign-in/"
    answer(client, code)
    assert not is_in(client)


def test_a_code_works_only_where_it_was_asked_for(client: Client, account: Account) -> None:
    ask(client, ADDRESS)
    elsewhere = Client()
    ask(elsewhere, UNKNOWN)
    answer(elsewhere, the_code())
    assert not is_in(elsewhere)


def test_a_code_works_once(client: Client, account: Account) -> None:
    ask(client, ADDRESS)
    code = the_code()
    answer(client, code)
    client.post("/sign-out/")
    ask(client, ADDRESS)
    the_code(sent=2)
    answer(client, code)
    assert not is_in(client)


def test_an_old_code_does_not_work(client: Client, account: Account, settings: Any) -> None:
    ask(client, ADDRESS)
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 0
    assert answer(client, the_code()).headers["Location"] == "/sign-in/"
    assert not is_in(client)


def test_a_new_code_can_be_asked_for_and_replaces_the_first(
    client: Client, account: Account
) -> None:
    ask(client, ADDRESS)
    first = the_code()
    client.post("/sign-in/code/", {"action": "resend"})
    second = the_code(sent=2)
    answer(client, first)
    assert not is_in(client)
    answer(client, second)
    assert is_in(client)


def test_i_can_go_back_and_type_another_address(client: Client, account: Account) -> None:
    ask(client, UNKNOWN)
    assert client.get("/sign-in/").status_code == 200
    ask(client, ADDRESS)
    answer(client, the_code())
    assert is_in(client)


def test_asking_too_often_says_the_same_for_every_address(account: Account) -> None:
    known, unknown = Client(), Client()
    for _ in range(3):
        ask(known, ADDRESS)
        ask(unknown, UNKNOWN)
    mine, theirs = ask(known, ADDRESS), ask(unknown, UNKNOWN)
    assert "too many tries" in mine.content.decode()
    assert as_shown(mine).replace(ADDRESS, "…") == as_shown(theirs).replace(UNKNOWN, "…")
    the_code(sent=3)
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("typed", ["", "not an address"])
def test_what_is_no_address_is_said_and_nothing_is_sent(client: Client, typed: str) -> None:
    response = ask(client, typed)
    assert response.redirect_chain == []
    assert "e-mail address" in response.content.decode()


def test_nothing_in_the_address_decides_where_i_land(client: Client, account: Account) -> None:
    ask(client, ADDRESS, "/sign-in/?next=/passkeys/")
    response = client.post(
        "/sign-in/code/?next=/passkeys/", {"code": the_code(), "next": "/passkeys/"}
    )
    assert response.headers["Location"] == "/"


def test_a_sign_in_leaves_no_readable_name_or_address_in_any_table(
    client: Client, account: Account
) -> None:
    ask(client, ADDRESS)
    while_waiting = everything_stored() + decoded_sessions()
    answer(client, the_code())
    afterwards = everything_stored() + decoded_sessions()
    for stored in (while_waiting.lower(), afterwards.lower()):
        assert b"zebedee" not in stored
        assert b"canarywood" not in stored
        assert b"@sealed.invalid" in stored  # the session does hold the token


def decoded_sessions() -> bytes:
    return repr([session.get_decoded() for session in Session.objects.all()]).encode()


def test_a_sign_in_leaves_no_address_in_the_log(
    client: Client, account: Account, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        ask(client, ADDRESS)
        answer(client, the_code())
    assert "canarywood" not in caplog.text.lower()


def test_the_message_names_nobody(client: Client, account: Account) -> None:
    ask(client, ADDRESS)
    the_code()
    message = mail.outbox[0]
    assert message.subject == "Your sign-in code"
    assert "zebedee" not in str(message.body).lower()


def test_a_mail_server_that_fails_changes_no_page_and_logs_no_address(
    account: Account, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    known, unknown = Client(), Client()
    backend = "alongside.accounts.tests.broken_mail.Broken"
    settings.MAILERS = {"default": {"BACKEND": backend}}
    assert as_shown(ask(known, ADDRESS)) == as_shown(ask(unknown, UNKNOWN))
    wait_for(lambda: "ConnectionRefusedError" in caplog.text)
    assert "canarywood" not in caplog.text.lower()


def test_signing_in_changes_the_session_key(client: Client, account: Account) -> None:
    ask(client, ADDRESS)
    before = client.session.session_key
    answer(client, the_code())
    assert client.session.session_key != before


def test_signing_out_ends_the_session_for_good(client: Client, account: Account) -> None:
    client.force_login(account)
    cookie = client.cookies["sessionid"].value
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    client.cookies["sessionid"] = cookie
    assert not is_in(client)


def test_signing_out_takes_more_than_a_link(client: Client, account: Account) -> None:
    client.force_login(account)
    assert client.get("/sign-out/").status_code == 405
    assert is_in(client)


def test_leaving_ends_the_session_and_opens_a_page_about_something_else(
    client: Client, account: Account, settings: Any
) -> None:
    client.force_login(account)
    assert client.get("/leave/").status_code == 405
    assert client.post("/leave/").headers["Location"] == settings.ELSEWHERE
    assert not is_in(client)


def test_leaving_works_from_a_page_whose_form_is_too_old(account: Account) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(account)
    client.post("/leave/")
    assert not is_in(client)


def test_somebody_signed_in_is_sent_home_from_the_sign_in_page(
    client: Client, account: Account
) -> None:
    client.force_login(account)
    assert client.get("/sign-in/").headers["Location"] == "/"


def test_another_site_cannot_ask_for_a_code(account: Account) -> None:
    response = Client(enforce_csrf_checks=True).post("/sign-in/", {"email": ADDRESS})
    assert response.status_code == 403
    assert mail.outbox == []


def test_the_demo_is_offered_only_where_it_exists(client: Client, settings: Any) -> None:
    offer = "Choose somebody from the demo"
    assert offer not in client.get("/sign-in/").content.decode()
    settings.ROOT_URLCONF = "alongside.accounts.tests.demo_urls"
    assert offer in client.get("/sign-in/").content.decode()
