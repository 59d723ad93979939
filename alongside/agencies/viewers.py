"""Turns a signed-in account into a Viewer, with the post it holds at this moment."""

from django.contrib.sessions.backends.base import SessionBase

from alongside.accounts import proofs
from alongside.accounts.models import Account
from alongside.accounts.viewer import Capacity, Viewer
from alongside.agencies import queries
from alongside.lib import clock, ids


def viewer_of(account: Account, *, session: SessionBase) -> Viewer:
    """Read from the database for each request: a post that has ended is gone at once."""
    post = queries.post_held(account.id, clock.now())
    proof = proofs.read(session)
    return Viewer(
        account=account.id,
        capacity=Capacity.WORKER if post else Capacity.PERSON,
        post=post,
        proof=proof.how,
        proved_at=proof.at,
        request=ids.new(),
    )
