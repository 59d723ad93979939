"""The loop's one step: notice what is breached, and fire every rung whose time has come.

Any number of loops may climb at once, and any of them may die anywhere: a rung is claimed by
compare-and-set with a lease, and fired in one transaction that holds only while the claim does.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from alongside.agencies import queries as agencies
from alongside.duty.answerers import able
from alongside.duty.ladders import LADDERS
from alongside.duty.models import Call, Heartbeat, Kind, Promise, Rung, State, Whom
from alongside.duty.queries import CLIMB, on_duty, unanswered
from alongside.lib import clock
from alongside.notices import services as notices
from alongside.notices.channels import channel

LEASE = timedelta(seconds=30)
# A last rung that finds nobody looks again after this long, for ever.
LOOK_AGAIN = timedelta(minutes=5)

log = logging.getLogger("alongside.duty")


@dataclass(frozen=True, slots=True)
class Fired:
    """One rung that fired, whom it called (nobody: the rota was empty), and how late it was."""

    rung: UUID
    promise: UUID
    called: tuple[UUID, ...]
    late_by: timedelta


@dataclass(frozen=True, slots=True)
class Climbed:
    """What one step of the loop did, and the time it went by."""

    at: datetime
    fired: tuple[Fired, ...]
    breached: tuple[UUID, ...]


def climb(now: datetime | None = None) -> Climbed:
    """Fire every rung that is due, those that fell due while nobody climbed included.

    The system's own step, so it takes no actor. `now` is the wall clock; a rung is due by the
    latest time ever seen, so that a clock that steps back delays nothing, and the rota is read
    by the wall clock, since that is what the people on it live by.
    """
    now = now or clock.now()
    at = beat(now)
    breached = record_breaches(at)
    fired: list[Fired] = []
    while (rung := claim(at=at, now=now)) is not None:
        if (done := fire(rung, at=at, now=now)) is not None:
            fired.append(done)
    return Climbed(at=at, fired=tuple(fired), breached=breached)


@transaction.atomic
def beat(now: datetime) -> datetime:
    """Leave a sign of life. Returns the latest time that any loop has ever seen."""
    heart, _ = Heartbeat.objects.select_for_update().get_or_create(
        name=CLIMB, defaults={"at": now, "high_water": now}
    )
    if now < heart.high_water:
        log.warning("the clock has stepped back by %s", heart.high_water - now)
    heart.at = now
    heart.high_water = max(heart.high_water, now)
    heart.save(update_fields=["at", "high_water"])
    return heart.high_water


@transaction.atomic
def record_breaches(at: datetime) -> tuple[UUID, ...]:
    """Write beside each promise that it was not answered in time. It stays owed."""
    late = unanswered().filter(due_at__lt=at, breached_at__isnull=True)
    found = tuple(late.select_for_update(no_key=True).order_by("id").values_list("id", flat=True))
    Promise.objects.filter(id__in=found).update(breached_at=at)
    return found


def claim(*, at: datetime, now: datetime) -> Rung | None:
    """The first due rung that nobody else has claimed, claimed for us. None when there is none.

    Leases live by the wall clock. One that ends further off than any lease is given comes from
    before the clock stepped back, and holds nobody up.
    """
    free = (
        Q(lease_until__isnull=True)
        | Q(lease_until__lte=now)
        | Q(lease_until__gt=now + max(LEASE, LOOK_AGAIN))
    )
    due = Rung.objects.filter(
        free, fires_at__lte=at, fired_at__isnull=True, promise__answered_at__isnull=True
    ).order_by("fires_at", "promise", "position")
    while (rung := due.first()) is not None:
        unchanged = Rung.objects.filter(id=rung.id, fired_at=None, lease_until=rung.lease_until)
        rung.lease_until = now + LEASE
        if unchanged.update(lease_until=rung.lease_until):
            return rung
    return None


@transaction.atomic
def fire(rung: Rung, *, at: datetime, now: datetime) -> Fired | None:
    """Call whom the rung names now. None when it was answered, or the claim has been lost."""
    promise = Promise.objects.select_for_update(no_key=True).get(id=rung.promise_id)
    ours = Rung.objects.filter(id=rung.id, fired_at=None, lease_until=rung.lease_until)
    # Locked, so that nobody can claim it anew while we call.
    if promise.state == State.ANSWERED or ours.select_for_update(no_key=True).first() is None:
        return None
    reopen(promise)
    is_last = LADDERS[Kind(promise.kind)].is_last(rung.position)
    recipients = resolve(promise, Whom(rung.whom), now, is_last=is_last)
    late_by = max(at - rung.fires_at, timedelta(0))
    if not recipients:
        look_further(promise, rung, at=at, now=now)
    if recipients or not is_last:
        ours.update(fired_at=at, late_by=late_by)
    for recipient in recipients:
        call(promise, rung, recipient, at=at)
    if recipients and is_last:
        come_back(promise, rung, at=at)
    return Fired(rung=rung.id, promise=promise.id, called=recipients, late_by=late_by)


def reopen(promise: Promise) -> None:
    """Seen is not answered."""
    if promise.state == State.SEEN:
        promise.state = State.OPEN
        promise.save(update_fields=["state"])


def resolve(promise: Promise, whom: Whom, now: datetime, *, is_last: bool) -> tuple[UUID, ...]:
    """Those behind a rung who could answer right now, so that nobody is called in vain.

    The last rung calls everybody who could, when it finds none of its own.
    """
    found, can = behind(promise, whom, now), able(promise.room, promise.object)
    if can is not None:
        found = found & can or (can if is_last else frozenset())
    return tuple(sorted(found))


def behind(promise: Promise, whom: Whom, now: datetime) -> frozenset[UUID]:
    """The accounts behind a rung, by the posts and the rota of this moment."""
    posts = agencies.active(now)
    match whom:
        case Whom.OWNER:
            found = [post.account_id for post in posts.filter(id=promise.owner_post_id)]
        case Whom.ON_DUTY:
            found = [one.account for one in on_duty(promise.team_id, now)]
        case Whom.LEAD:
            found = [post.account_id for post in agencies.leads(promise.team_id, now)]
        case _:
            assert_never(whom)
    return frozenset(found)


def call(promise: Promise, rung: Rung, recipient: UUID, *, at: datetime) -> None:
    """Call one recipient, once. The notice leaves on commit; its key keeps it from going twice."""
    way = channel().name
    Call.objects.create(rung=rung, recipient_id=recipient, channel=way, at=at)
    notices.send(
        notice=LADDERS[Kind(promise.kind)].step(rung.position).notice,
        to=recipient,
        key=f"duty:{rung.id}:{recipient}:{way}",
    )


def look_further(promise: Promise, rung: Rung, *, at: datetime, now: datetime) -> None:
    """Nobody is there: say so, and fire the next rung at once. The last one keeps looking."""
    log.warning("rota gap: promise %s, rung %s calls nobody", promise.id, rung.position)
    mine = Rung.objects.filter(id=rung.id)
    if LADDERS[Kind(promise.kind)].is_last(rung.position):
        mine.update(nobody_at=at, lease_until=now + LOOK_AGAIN)
        return
    mine.update(nobody_at=at)
    Rung.objects.filter(
        promise=promise, position=rung.position + 1, fired_at=None, fires_at__gt=at
    ).update(fires_at=at)


def come_back(promise: Promise, rung: Rung, *, at: datetime) -> None:
    """The last step has been taken and is not the end: it comes back until somebody answers."""
    Rung.objects.create(
        promise=promise,
        position=rung.position + 1,
        whom=rung.whom,
        fires_at=at + LADDERS[Kind(promise.kind)].again,
    )
