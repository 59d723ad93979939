"""Who is asking: the frozen actor that every query and service takes as `by`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from alongside.lib import ids


class Capacity(StrEnum):
    """What somebody is here as. It opens nothing by itself: standing does, in sharing."""

    PERSON = "person"
    WORKER = "worker"
    GUEST = "guest"
    PUBLIC = "public"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class PostHeld:
    """The post a worker holds at the moment of asking."""

    id: UUID
    agency: UUID
    team: UUID
    role: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """Plain ids, read from the database for this one request and never kept longer.

    `proof` says how the account proved itself ("code", "passkey", "demo", or "" for
    nobody) and `proved_at` when. `request` ties together all events of one request.
    """

    account: UUID | None
    capacity: Capacity
    post: PostHeld | None
    proof: str
    proved_at: datetime | None
    request: UUID

    @property
    def is_signed_in(self) -> bool:
        return self.account is not None

    @property
    def is_worker(self) -> bool:
        return self.is_signed_in and self.capacity is Capacity.WORKER

    @property
    def post_id(self) -> UUID | None:
        return self.post.id if self.post else None

    @property
    def agency_id(self) -> UUID | None:
        return self.post.agency if self.post else None

    @property
    def team_id(self) -> UUID | None:
        return self.post.team if self.post else None


def system(request: UUID | None = None) -> Viewer:
    """The house itself: loops, loaders and commands. Nobody signs in as this."""
    return _nobody(Capacity.SYSTEM, request)


def public(request: UUID | None = None) -> Viewer:
    """Somebody who has not signed in."""
    return _nobody(Capacity.PUBLIC, request)


def _nobody(capacity: Capacity, request: UUID | None) -> Viewer:
    return Viewer(
        account=None,
        capacity=capacity,
        post=None,
        proof="",
        proved_at=None,
        request=request or ids.new(),
    )
