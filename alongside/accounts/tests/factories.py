"""Accounts and viewers for tests, and what came of them."""

import re
import time
from collections.abc import Callable
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection

from alongside.accounts import services
from alongside.accounts.models import Account
from alongside.accounts.viewer import Capacity, PostHeld, Viewer, system
from alongside.lib import clock, ids


def an_account(name: str = "Robyn Hale", email: str | None = None) -> Account:
    return services.create_account(by=system(), name=name, email=email)


def as_person(account: UUID) -> Viewer:
    return _viewer(account, Capacity.PERSON, None)


def as_worker(account: UUID) -> Viewer:
    post = PostHeld(id=ids.new(), agency=ids.new(), team=ids.new(), role="Social worker")
    return _viewer(account, Capacity.WORKER, post)


def _viewer(account: UUID, capacity: Capacity, post: PostHeld | None) -> Viewer:
    return Viewer(
        account=account,
        capacity=capacity,
        post=post,
        proof="code",
        proved_at=clock.now(),
        request=ids.new(),
    )


def a_passkey(account: Account, device: str = "phone") -> Authenticator:
    """A row as the library keeps it, without the key: enough to list and to remove."""
    row: Authenticator = Authenticator.objects.create(
        user=account, type=Authenticator.Type.WEBAUTHN, data={"name": device, "credential": {}}
    )
    return row


def the_code(*, sent: int = 1) -> str:
    """The code in the last of this many messages; they leave in the background, so wait."""
    wait_for(lambda: len(mail.outbox) >= sent)
    code = re.search(r"\d{3}-\d{3}-\d{3}", str(mail.outbox[sent - 1].body))
    if code is None:
        raise AssertionError("The message has no code.")
    return code.group()


def wait_for(happened: Callable[[], bool]) -> None:
    """For what other threads do."""
    until = time.monotonic() + 10
    while not happened():
        if time.monotonic() > until:
            raise TimeoutError("It did not happen.")
        time.sleep(0.01)


def everything_stored() -> bytes:
    """Every value of every table, one after the other."""
    with connection.cursor() as cursor:
        values = []
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # names of tables
            values += [value for row in cursor.fetchall() for value in row]
    return b"\n".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for value in values
    )
