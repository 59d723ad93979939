"""Shifts, and promises: made, seen, answered. Callers have decided already and audit themselves.

A promise goes OPEN -> SEEN -> ANSWERED. Seen is not answered: the next rung opens it again.
Breached is recorded beside. Nothing expires and nothing is deleted.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.accounts.viewer import Viewer
from alongside.agencies.models import Post
from alongside.duty.climbing import climb
from alongside.duty.ladders import LADDERS
from alongside.duty.models import Kind, Promise, Rung, Shift, Sighting, State
from alongside.lib import clock, ids

__all__ = [
    "AnsweredAlready",
    "BadShift",
    "SeenByNobody",
    "add_shift",
    "answer",
    "climb",
    "end_shift",
    "make",
    "seen",
]


class BadShift(ValueError):
    """A shift ends after it starts."""


class AnsweredAlready(ValueError):
    """The promise has been answered; that is its end."""


class SeenByNobody(ValueError):
    """Only somebody with an account can see a promise."""


@transaction.atomic
def add_shift(
    *, by: Viewer, post: UUID, starts: datetime, ends: datetime, team: UUID | None = None
) -> Shift:
    """Put the holder of a post on duty, for the post's own team or for another one.

    Shifts may overlap. Raises BadShift, Post.DoesNotExist.
    """
    if ends <= starts:
        raise BadShift
    held = Post.objects.get(id=post)
    return Shift.objects.create(
        team_id=team or held.team_id,
        account_id=held.account_id,
        post=held,
        starts=starts,
        ends=ends,
    )


@transaction.atomic
def end_shift(*, by: Viewer, shift: UUID) -> Shift:
    """End a shift now, or call it off when it has not begun. One that is over stays as it was.

    Raises Shift.DoesNotExist.
    """
    found = Shift.objects.select_for_update().get(id=shift)
    now = clock.now()
    if found.ends > now:
        found.ends = max(now, found.starts)
        found.save(update_fields=["ends"])
    return found


@transaction.atomic
def make(
    *,
    by: Viewer,
    kind: Kind,
    room: str,
    object: UUID,
    person: UUID,
    owner_post: UUID,
    due_at: datetime,
    new_id: UUID | None = None,
) -> Promise:
    """Make a promise with its whole ladder, in the caller's transaction.

    The owner is a post: if somebody else takes it over, nobody is called in vain. A rung whose
    time has passed already fires at once. Raises Post.DoesNotExist.
    """
    owner = Post.objects.get(id=owner_post)
    promise = Promise.objects.create(
        id=new_id or ids.new(),
        kind=kind,
        room=room,
        object=object,
        person=person,
        owner_post=owner,
        team_id=owner.team_id,
        made_at=clock.now(),
        due_at=due_at,
    )
    Rung.objects.bulk_create(ladder_of(promise))
    return promise


@transaction.atomic
def seen(*, by: Viewer, promise: UUID) -> Promise:
    """Somebody opened what the promise is about. It stays owed: the next rung opens it again.

    Seen twice is seen once. Raises AnsweredAlready, SeenByNobody, Promise.DoesNotExist.
    """
    if by.account is None:
        raise SeenByNobody
    found = lock_unanswered(promise)
    if found.state == State.OPEN:
        found.state = State.SEEN
        found.save(update_fields=["state"])
        Sighting.objects.create(promise=found, account_id=by.account)
    return found


@transaction.atomic
def answer(*, by: Viewer, promise: UUID) -> Promise:
    """Keep the promise, in time or late: late is recorded as a breach. No rung fires any more.

    Raises AnsweredAlready, Promise.DoesNotExist.
    """
    found = lock_unanswered(promise)
    now = clock.now()
    if now > found.due_at and found.breached_at is None:
        found.breached_at = now
    found.state = State.ANSWERED
    found.answered_at = now
    found.answered_by_id = by.account
    found.save(update_fields=["state", "answered_at", "answered_by", "breached_at"])
    return found


def lock_unanswered(promise: UUID) -> Promise:
    found = Promise.objects.select_for_update(no_key=True).get(id=promise)
    if found.state == State.ANSWERED:
        raise AnsweredAlready
    return found


def ladder_of(promise: Promise) -> list[Rung]:
    """All rungs of a new promise, not saved yet."""
    return [
        Rung(
            promise=promise,
            position=position,
            whom=step.whom,
            fires_at=max(promise.made_at, promise.due_at + step.after_due),
        )
        for position, step in enumerate(LADDERS[Kind(promise.kind)].steps)
    ]
