import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.test import Client

from alongside.accounts import passkeys, proofs
from alongside.accounts.models import Account
from alongside.accounts.tests.factories import a_passkey, an_account
from alongside.lib import clock, ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return an_account("Zebedee Canarywood", "zebedee.canarywood@example.org")


def signed_in(account: Account) -> Client:
    """A browser in which this account has just proved itself."""
    client = Client()
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    request.session = client.session
    proofs.sign_in(request, account, how="demo")
    request.session.save()
    client.cookies["sessionid"] = str(request.session.session_key)
    return client


def test_my_passkeys_are_shown_by_device_and_day(account: Account) -> None:
    a_passkey(account, "tablet")
    page = signed_in(account).get("/passkeys/").content.decode()
    assert "My tablet" in page
    assert "Not used yet." in page


def test_somebody_elses_passkeys_are_not_mine(account: Account) -> None:
    other = an_account()
    theirs = passkeys.passkeys_of(a_passkey(other).user_id)[0]
    client = signed_in(account)
    assert "My phone" not in client.get("/passkeys/").content.decode()
    assert client.post(f"/passkeys/{theirs.id}/remove/").status_code == 404
    assert Authenticator.objects.count() == 1


def test_a_passkey_that_is_not_there_is_not_found(account: Account) -> None:
    assert signed_in(account).get(f"/passkeys/{ids.new()}/remove/").status_code == 404


def test_a_passkey_is_removed_by_its_owner(account: Account) -> None:
    a_passkey(account)
    client, passkey = signed_in(account), passkeys.passkeys_of(account.id)[0]
    path = f"/passkeys/{passkey.id}/remove/"
    assert client.get(path).status_code == 200
    assert Authenticator.objects.count() == 1
    page = client.post(path, follow=True).content.decode()
    assert "The passkey is removed." in page
    assert not Authenticator.objects.exists()


def test_the_address_of_a_passkey_does_not_count_passkeys(account: Account) -> None:
    row = a_passkey(account)
    passkey = passkeys.passkeys_of(account.id)[0]
    assert passkey.id != UUID(int=row.pk)
    assert passkeys.row_of(account.id, passkey.id) == row
    assert passkeys.row_of(an_account().id, passkey.id) is None


@pytest.mark.parametrize("kept", ["Zebedee’s phone", "", "<b>"])
def test_a_passkey_has_no_name_but_its_kind_of_device(account: Account, kept: str) -> None:
    a_passkey(account, kept)
    assert passkeys.passkeys_of(account.id)[0].device == "Something else"


@pytest.mark.parametrize("path", ["/passkeys/add/", "/passkeys/{}/remove/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_session_left_open_cannot_change_passkeys(
    account: Account, path: str, method: str
) -> None:
    a_passkey(account)
    client, passkey = signed_in(account), passkeys.passkeys_of(account.id)[0]
    with clock.hold(clock.now() + proofs.FRESH + timedelta(seconds=1)):
        response = getattr(client, method)(path.format(passkey.id))
    assert response.status_code == 403
    assert "Sign in again first" in response.content.decode()
    assert Authenticator.objects.count() == 1


def test_what_a_device_is_told_names_nobody(account: Account) -> None:
    page = signed_in(account).get("/passkeys/add/").content.decode().lower()
    assert "zebedee" not in page
    assert "sealed.invalid" not in page
    assert '"residentkey": "required"' in page
    assert '"userverification": "required"' in page


def test_asking_to_sign_in_with_a_passkey_tells_a_stranger_nothing(account: Account) -> None:
    a_passkey(account)
    response = Client().get("/sign-in/passkey/", headers={"accept": "application/json"})
    options = response.json()["request_options"]["publicKey"]
    assert options.keys() == {"challenge", "rpId", "allowCredentials", "userVerification"}
    assert options["allowCredentials"] == []
    assert options["userVerification"] == "required"


ANSWER: dict[str, Any] = {
    "clientDataJSON": "e30",
    "authenticatorData": "AA",
    "attestationObject": "AA",
    "signature": "AA",
    "userHandle": "AA",
}
CREDENTIAL = {"id": "AA", "rawId": "AA", "type": "public-key", "response": ANSWER}
HUGE_LENGTH = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD_AAAAAJv__________w"
VALUES: list[Any] = [None, 7, [], "é", "!!", HUGE_LENGTH, "gYGBgYGBgYE", "m___________"]
ODD = [
    *["", "not json", "null", "true", "false", "0", "7", '""', '"text"', "[]", "[7]", "{}"],
    "[" * 5_000,
    "[" * 100_000,
    *['{"response": null}', '{"response": []}', '{"response": {}}', '{"response": 7}'],
    json.dumps(CREDENTIAL),
    json.dumps({name: part for name, part in CREDENTIAL.items() if name != "rawId"}),
    json.dumps(CREDENTIAL | {"rawId": 7}),
    json.dumps(CREDENTIAL | {"clientExtensionResults": 7}),
    *[
        json.dumps(CREDENTIAL | {"response": ANSWER | {part: odd}})
        for part in ANSWER
        for odd in VALUES
    ],
]


@pytest.mark.parametrize("posted", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("asked_first", [True, False])
def test_whatever_is_posted_as_a_passkey_the_answer_is_the_sign_in_page(
    posted: str, *, asked_first: bool
) -> None:
    client = Client()
    if asked_first:
        client.get("/sign-in/passkey/", headers={"accept": "application/json"})
    response = client.post("/sign-in/passkey/", {"credential": posted})
    assert (response.status_code, response.headers["Location"]) == (302, "/sign-in/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("posted", ODD, ids=range(len(ODD)))
def test_whatever_is_posted_as_a_new_passkey_nothing_is_added(
    account: Account, posted: str
) -> None:
    client = signed_in(account)
    client.get("/passkeys/add/")
    response = client.post("/passkeys/add/", {"name": "phone", "credential": posted})
    assert response.status_code == 200
    assert not Authenticator.objects.exists()


def test_the_latest_proof_of_a_session_counts(account: Account) -> None:
    session: Any = signed_in(account).session
    assert proofs.read(session).how == "demo"
    records = session[AUTHENTICATION_METHODS_SESSION_KEY]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        *records,
        {"method": "mfa", "type": "webauthn", "at": 1_700_000_000.5},
    ]
    proof = proofs.read(session)
    assert (proof.how, proof.is_fresh) == ("passkey", False)
