"""Turns a signed-in account into a Viewer: in the post it holds at this moment, or as themselves.

An account is one or the other at a time, never both. Whoever holds a post is here in it, unless
they chose in this session to be here as themselves.
"""

from collections.abc import Mapping
from dataclasses import replace

from django.contrib.sessions.backends.base import SessionBase

from alongside.accounts import proofs
from alongside.accounts.models import Account
from alongside.accounts.viewer import Capacity, Viewer
from alongside.agencies import queries
from alongside.lib import clock, ids

HERE_AS = "here_as"


def viewer_of(account: Account, *, session: SessionBase) -> Viewer:
    """Read from the database for each request: a post that has ended is gone at once."""
    post = None if is_as_self(session) else queries.post_held(account.id, clock.now())
    proof = proofs.read(session)
    return Viewer(
        account=account.id,
        capacity=Capacity.WORKER if post else Capacity.PERSON,
        post=post,
        proof=proof.how,
        proved_at=proof.at,
        request=ids.new(),
    )


def is_as_self(session: SessionBase | Mapping[str, object]) -> bool:
    """Whether somebody chose, in this session, to be here as themselves and not in their post."""
    return session.get(HERE_AS) == Capacity.PERSON.value


def come_as(capacity: Capacity, *, by: Viewer, session: SessionBase) -> bool:
    """Be here as this from the next request on. Says whether it changed anything.

    Without a post there is nothing to choose. The session gets a new key, so whatever stands on the
    old one ends with it, a stream for example.
    """
    if capacity is Capacity.PERSON and by.is_worker:
        session[HERE_AS] = Capacity.PERSON.value
    elif capacity is Capacity.WORKER and is_as_self(session):
        del session[HERE_AS]
    else:
        return False
    session.cycle_key()
    return True


def as_self(viewer: Viewer) -> Viewer:
    """The same account without its post: to ask what it would find here as themselves."""
    return replace(viewer, capacity=Capacity.PERSON, post=None)
