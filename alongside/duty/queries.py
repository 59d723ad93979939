"""Plain reads by id, for the rooms above. Nothing here decides who may look: sharing does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.duty.models import Call, Heartbeat, Promise, Rung, Shift, State

DEAD_AFTER = timedelta(seconds=60)
CLIMB = "climb"
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody who is there to answer now."""

    account: UUID
    post: UUID


def running(at: datetime) -> Q:
    """Shifts that run at this moment: starts <= at < ends, and the post is still held."""
    return Q(starts__lte=at, ends__gt=at) & (Q(post__until__isnull=True) | Q(post__until__gt=at))


def on_duty(team: UUID, at: datetime) -> list[OnDuty]:
    """Who is on duty for a team at this moment, each account once."""
    shifts = Shift.objects.filter(running(at), team=team).order_by("starts", "id")
    posts: dict[UUID, UUID] = {}
    for account, post in shifts.values_list("account_id", "post_id"):
        posts.setdefault(account, post)
    return [OnDuty(account=account, post=post) for account, post in posts.items()]


@dataclass(frozen=True, slots=True)
class Turn:
    """One shift of somebody: running now, or to come."""

    account: UUID
    post: UUID
    starts: datetime
    ends: datetime


def turns(
    accounts: Iterable[UUID], *, teams: Iterable[UUID] | QuerySet[Any] = (), at: datetime
) -> list[Turn]:
    """The shifts of these accounts and of these teams that run now or start within a week.

    Those that start first come first: one query, also where `teams` is one.
    """
    who = Q(account__in=set(accounts)) | Q(team__in=teams)
    held = Q(post__until__isnull=True) | Q(post__until__gt=at)
    rows = Shift.objects.filter(who, held, ends__gt=at, starts__lte=at + WEEK)
    told = rows.order_by("starts", "id").values_list("account_id", "post_id", "starts", "ends")
    return [Turn(*row) for row in told]


def promises_for(room: str, object: UUID) -> list[Promise]:
    """Everything ever promised about one object, the first due first."""
    return list(Promise.objects.filter(room=room, object=object).order_by("due_at", "id"))


def unanswered_for(room: str, object: UUID) -> list[Promise]:
    """What is still owed about one object."""
    return [promise for promise in promises_for(room, object) if promise.state != State.ANSWERED]


def owed_by(account: UUID) -> list[Promise]:
    """What is still owed by the posts of this account, or climbed to it: the first due first."""
    climbed = Call.objects.filter(recipient=account).values("rung__promise")
    own = Q(owner_post__account=account) | Q(id__in=climbed)
    return list(unanswered().filter(own).order_by("due_at", "id"))


def unanswered() -> QuerySet[Promise]:
    return Promise.objects.filter(answered_at__isnull=True)


def rungs(promise: UUID) -> list[Rung]:
    """The ladder of a promise in order, fired rungs and those to come."""
    return list(Rung.objects.filter(promise=promise).order_by("position"))


def calling_nobody() -> list[Rung]:
    """Last rungs that find nobody to call: an alarm that stays until somebody is there."""
    return list(
        Rung.objects.filter(
            nobody_at__isnull=False, fired_at__isnull=True, promise__answered_at__isnull=True
        )
        .select_related("promise")
        .order_by("fires_at", "id")
    )


def forgotten(at: datetime) -> list[UUID]:
    """Promises that the loop has failed: due and not breached, or a rung a minute late.

    Empty as long as the loop runs; a rung that keeps looking for somebody is not forgotten.
    """
    late = at - DEAD_AFTER
    unbreached = Q(due_at__lt=late, breached_at__isnull=True)
    unfired = Rung.objects.filter(fires_at__lt=late, fired_at=None, nobody_at=None)
    missed = Q(id__in=unfired.values("promise"))
    return list(
        unanswered()
        .filter(unbreached | missed)
        .order_by("due_at", "id")
        .values_list("id", flat=True)
    )


def loop_is_alive(at: datetime) -> bool:
    """Whether the loop has climbed in the last 60 seconds. A beat from the future does not count."""
    beat = Heartbeat.objects.filter(name=CLIMB).first()
    return beat is not None and abs(at - beat.at) <= DEAD_AFTER
