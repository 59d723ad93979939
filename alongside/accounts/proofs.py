"""How somebody proved who they are in this session, and when."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    record_authentication,
)
from django.contrib.auth import login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from alongside.accounts.models import Account
from alongside.lib import clock

BACKEND = "alongside.accounts.backend.AccountBackend"

# Adding a passkey opens the account for good: it takes somebody who has just proved themselves.
FRESH = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Proof:
    how: str = ""
    at: datetime | None = None

    @property
    def is_fresh(self) -> bool:
        return self.at is not None and clock.now() - self.at < FRESH


def read(session: SessionBase) -> Proof:
    """The latest proof of this session: "code", "passkey", or the word given to `sign_in`."""
    records = session.get(AUTHENTICATION_METHODS_SESSION_KEY)
    if not isinstance(records, list) or not records:
        return Proof()
    latest = records[-1]
    how = "passkey" if latest.get("type") == "webauthn" else str(latest.get("method", ""))
    return Proof(how=how, at=datetime.fromtimestamp(float(latest.get("at", 0)), tz=UTC))


def sign_in(request: HttpRequest, account: Account, *, how: str) -> None:
    """Open a session by another way than code or passkey. The demo's page is the only one.

    It can be asked by somebody who is signed in. Nothing of the session before stays, so nobody
    lands as what they had chosen to be in it.
    """
    request.session.flush()
    login(request, account, backend=BACKEND)
    record_authentication(request, account, method=how)
