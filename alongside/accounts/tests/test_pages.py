import re
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from alongside.accounts import allauth_urls, urls
from alongside.accounts.mail import ConsoleCodes
from alongside.accounts.routes import policy_of
from alongside.accounts.tests.factories import an_account, the_code


@pytest.mark.parametrize("route", [*urls.urlpatterns, *allauth_urls.urlpatterns], ids=str)
def test_every_route_declares_its_policy(route: URLPattern) -> None:
    assert policy_of(route.callback) in {"public", "signed-in"}


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_reset_password",
        "account_change_password",
        "account_set_password",
        "account_email",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_generate_recovery_codes",
        "mfa_signup_webauthn",
    ],
)
def test_what_signing_in_does_not_need_does_not_exist(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/passkeys/", "/passkeys/add/", "/sign-out/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_signed_out_everything_else_leads_to_the_sign_in_page(path: str, method: str) -> None:
    response = getattr(Client(), method)(path)
    assert (response.status_code, response.headers["Location"]) == (302, "/sign-in/")


@pytest.mark.django_db
def test_pages_hold_no_script_or_style_of_their_own() -> None:
    client = Client()
    an_account("Robyn", "robyn@example.org")
    pages = [client.get("/sign-in/"), client.post("/sign-in/", {"email": "robyn@example.org"})]
    pages.append(client.get("/sign-in/code/"))
    client.post("/sign-in/code/", {"code": the_code()})
    pages += [client.get("/passkeys/"), client.get("/passkeys/add/")]
    assert [page.status_code for page in pages] == [200, 302, 200, 200, 200]
    for page in pages:
        shown = page.content.decode()
        for script in re.findall(r"<script[^>]*>", shown):
            assert " src=" in script or 'type="application/json"' in script
        assert not re.search(r"<style|\sstyle=|\son\w+=", shown)
        assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_the_demos_mailbox_shows_the_message_and_no_address(
    capsys: pytest.CaptureFixture[str],
) -> None:
    message = EmailMessage("Your sign-in code", "Your sign-in code is 123-456-789", to=["z@x.org"])
    assert ConsoleCodes(alias="default").send_messages([message]) == 1
    shown = capsys.readouterr()
    assert "123-456-789" in shown.out
    assert "z@x.org" not in shown.out + shown.err


@pytest.mark.django_db
def test_too_many_tries_at_one_address_of_the_network_are_told_in_words(settings: Any) -> None:
    settings.MFA_RATE_LIMITS = {"webauthn_login": "1/m/ip"}
    client = Client()
    client.post("/sign-in/passkey/", {"credential": ""})
    response = client.post("/sign-in/passkey/", {"credential": ""})
    assert response.status_code == 429
    assert "Wait a few minutes" in response.content.decode()
