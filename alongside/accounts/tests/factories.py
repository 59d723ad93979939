"""Accounts and viewers for tests."""

from uuid import UUID

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
