"""The made-up area as tests across rooms use it: at a held time, with everybody's hands to act.

with northmere() as area:
    area.client("key-worker").get(f"/people/{area.person}/")
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.test import Client

from alongside.accounts.models import Account
from alongside.accounts.proofs import BACKEND
from alongside.accounts.viewer import Viewer
from alongside.config.demo import area as demo
from alongside.config.demo.cast import CAST
from alongside.lib import clock

# A Wednesday, 11 in the morning and 10 at night in London. Long ago, so that no session that is
# opened while time is held is over already.
DAY = datetime(2025, 6, 4, 10, tzinfo=UTC)
NIGHT = DAY + timedelta(hours=11)
SLUGS = tuple(member.slug for member in CAST)


@dataclass
class Northmere:
    """Robyn's circle and everybody around it."""

    area: demo.DemoArea
    clients: dict[str, Client] = field(default_factory=dict)

    @property
    def person(self) -> UUID:
        return self.area.person

    def account(self, slug: str) -> UUID:
        return self.area.accounts[slug]

    def viewer(self, slug: str) -> Viewer:
        """One of the cast as the services know them, at this moment."""
        return demo.viewer_for(self.area, slug)

    def client(self, slug: str) -> Client:
        """A browser in which one of the cast is signed in; "" is nobody's."""
        if slug not in self.clients:
            self.clients[slug] = signed_in(self.area.accounts[slug]) if slug else Client()
        return self.clients[slug]

    def sign_in_everybody(self) -> None:
        """Call it before anything that is undone: a session that never happened opens nothing."""
        for slug in ("", *self.area.accounts):
            self.client(slug)


def signed_in(account: UUID, *, enforce_csrf: bool = False) -> Client:
    client = Client(enforce_csrf_checks=enforce_csrf)
    client.force_login(Account.objects.get(pk=account), backend=BACKEND)
    return client


@contextmanager
def northmere(at: datetime = DAY) -> Iterator[Northmere]:
    """The area, made at this moment; time stands still while it lasts."""
    with clock.hold(at):
        yield Northmere(demo.make())


@contextmanager
def for_a_module(blocker: Any) -> Iterator[None]:
    """A database that all tests of a module find as the first one did, if they undo what they do."""
    with blocker.unblock(), undone():
        yield


@contextmanager
def undone() -> Iterator[None]:
    """What happens in here has never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
