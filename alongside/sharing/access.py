"""What family, carers and advocates may see: proposed by one, confirmed by another, frozen by any.

Nothing is automatic: not being family, not parental responsibility, not an earlier decision. More
than before takes two people, of whom one at least is a worker; so nobody who holds the person's
phone, and nobody who holds one worker's, can let anybody in alone. Less takes effect at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from alongside.accounts.names import names
from alongside.accounts.operations import Outcome, once
from alongside.accounts.viewer import Viewer
from alongside.audit import services as audit
from alongside.circles import services as circles
from alongside.circles.models import Membership, Role
from alongside.circles.models import Reach as CircleReach
from alongside.lib import clock, ids
from alongside.sharing.models import AccessDecision, AccessWords, Understanding
from alongside.sharing.rules import Action, Reach
from alongside.sharing.services import Look, Refused, allow, written

ROOM = "sharing"
KIND = AccessDecision._meta.label_lower
MUCH = (Reach.NOTHING, Reach.PLAN, Reach.SHARED)


class NotOpen(ValueError):
    """There is no such proposal, or somebody has answered it already."""


class SameHand(ValueError):
    """Whoever proposed it, or whom it is about, cannot confirm it."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision or proposal as its page shows it."""

    id: UUID
    reach: Reach
    is_freeze: bool
    words: AccessWords
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    withdrawn_at: datetime | None
    may_confirm: bool
    is_own: bool

    @property
    def understanding(self) -> str:
        """What the person says about it, in words."""
        said = self.words.understanding
        return str(Understanding(said).label) if said else ""

    @property
    def is_open(self) -> bool:
        return self.confirmed_at is None and self.withdrawn_at is None


def member(look: Look, membership: UUID) -> Membership:
    """A member of this circle who is no worker. Raises Refused."""
    found = Membership.objects.filter(pk=membership, person=look.person.pk, until=None).first()
    if found is None or found.role == Role.WORKER:
        raise Refused(
            by=look.by, action=Action.READ_ACCESS, room=ROOM, rule="absent", object=membership
        )
    return found


def decisions(look: Look, membership: UUID) -> Sequence[Decided]:
    """Everything that was decided or proposed about one member, the newest first."""
    rows = list(
        AccessDecision.objects.filter(person=look.person.pk, membership=membership).order_by(
            "-proposed_at", "-id"
        )
    )
    called = names({who for row in rows for who in (row.proposed_by, row.confirmed_by) if who})
    return [
        Decided(
            id=row.pk,
            reach=Reach(row.reach),
            is_freeze=row.is_freeze,
            words=row.words,
            proposed_by=called.get(row.proposed_by, ""),
            proposed_at=row.proposed_at,
            confirmed_by=called.get(row.confirmed_by, "") if row.confirmed_by else "",
            confirmed_at=row.confirmed_at,
            withdrawn_at=row.withdrawn_at,
            may_confirm=look.may(Action.CONFIRM_ACCESS) and another_hand(row, by=look.by),
            is_own=row.proposed_by == look.by.account,
        )
        for row in rows
    ]


def open_proposals(look: Look) -> set[UUID]:
    """The members of this circle about whom something is proposed and not answered."""
    rows = AccessDecision.objects.filter(
        person=look.person.pk, confirmed_at=None, withdrawn_at=None
    )
    return set(rows.values_list("membership", flat=True))


@transaction.atomic
def propose(
    *,
    by: Viewer,
    person: UUID,
    membership: UUID,
    reach: Reach,
    words: AccessWords,
    operation: UUID,
    digest: bytes,
) -> Outcome:
    """Say how much a member should see. Less than now is done at once; more waits for another.

    Whoever is frozen sees less than nothing (not even that there is a record), so all is more.

    A proposal that was open gives way to this one. Raises Refused and UsedOperation.
    """
    audit.hold([person])
    seen = allow(by=by, person=person, action=Action.PROPOSE_ACCESS, room=ROOM)
    found, mine = member(seen, membership), account_of(by)

    def put(new_id: UUID) -> UUID:
        now = clock.now()
        more = found.frozen_at is not None or MUCH.index(reach) > MUCH.index(reach_now(found))
        open_rows(membership).update(withdrawn_at=now)
        row = AccessDecision(
            id=new_id,
            person=seen.person,
            membership=membership,
            account=found.account_id,
            reach=reach,
            takes_two=more,
            proposed_by=mine,
            proposed_at=now,
            confirmed_by=None if more else mine,
            confirmed_at=None if more else now,
        )
        row.put(words)
        row.save(force_insert=True)
        written(seen, action=Action.PROPOSE_ACCESS, room=ROOM, kind=KIND, object=row.pk)
        if not more:
            circles.set_reach(by=by, membership=membership, reach=CircleReach(reach.value))
        return row.pk

    return once(by=by, operation=operation, kind="sharing.access", digest=digest, effect=put)


@transaction.atomic
def confirm(*, by: Viewer, person: UUID, decision: UUID) -> None:
    """Let it be so. The same again changes nothing.

    Raises Refused, NotOpen (it was withdrawn, or the member has left) and SameHand.
    """
    audit.hold([person])
    seen = allow(by=by, person=person, action=Action.CONFIRM_ACCESS, room=ROOM)
    row = one(seen, decision)
    if row.confirmed_by == by.account:
        return
    if row.confirmed_at is not None or row.withdrawn_at is not None:
        raise NotOpen
    if not another_hand(row, by=by):
        raise SameHand
    if not Membership.objects.filter(pk=row.membership, until=None).exists():
        raise NotOpen
    row.confirmed_by, row.confirmed_at = by.account, clock.now()
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    written(seen, action=Action.CONFIRM_ACCESS, room=ROOM, kind=KIND, object=row.pk)
    circles.set_reach(by=by, membership=row.membership, reach=CircleReach(row.reach))


@transaction.atomic
def withdraw(*, by: Viewer, person: UUID, decision: UUID) -> None:
    """Say no to a proposal, one's own or somebody else's. Raises Refused and NotOpen."""
    audit.hold([person])
    seen = allow(by=by, person=person, action=Action.CONFIRM_ACCESS, room=ROOM)
    row = one(seen, decision)
    if row.confirmed_at is not None:
        raise NotOpen
    if row.withdrawn_at is None:
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        written(seen, action=Action.CONFIRM_ACCESS, room=ROOM, kind=KIND, object=row.pk)


@transaction.atomic
def freeze(*, by: Viewer, person: UUID, membership: UUID) -> None:
    """One tap, by any worker of the circle: from this moment the member sees nothing at all.

    To them it is as if the record was not there. It ends with a new decision of two people.
    The same again changes nothing. Raises Refused.
    """
    audit.hold([person])
    seen = allow(by=by, person=person, action=Action.FREEZE, room=ROOM)
    found, mine = member(seen, membership), account_of(by)
    if found.frozen_at is not None:
        return
    now = clock.now()
    open_rows(membership).update(withdrawn_at=now)
    row = AccessDecision(
        id=ids.new(),
        person=seen.person,
        membership=membership,
        account=found.account_id,
        reach=Reach.NOTHING,
        is_freeze=True,
        takes_two=False,
        proposed_by=mine,
        proposed_at=now,
        confirmed_by=mine,
        confirmed_at=now,
    )
    row.put(AccessWords())
    row.save(force_insert=True)
    written(seen, action=Action.FREEZE, room=ROOM, kind=KIND, object=row.pk)
    circles.freeze(by=by, membership=membership)


def reach_now(found: Membership) -> Reach:
    """How much a member sees at this moment."""
    return Reach.NOTHING if found.frozen_at else Reach(found.reach)


def account_of(by: Viewer) -> UUID:
    if by.account is None:
        raise ValueError("Only somebody signed in is tied to anybody.")
    return by.account


def another_hand(row: AccessDecision, *, by: Viewer) -> bool:
    return by.account is not None and by.account not in {row.proposed_by, row.account}


def open_rows(membership: UUID) -> QuerySet[AccessDecision]:
    return AccessDecision.objects.filter(
        membership=membership, confirmed_at=None, withdrawn_at=None
    )


def one(seen: Look, decision: UUID) -> AccessDecision:
    row = AccessDecision.objects.filter(pk=decision, person=seen.person.pk).first()
    if row is None:
        raise Refused(
            by=seen.by, action=Action.CONFIRM_ACCESS, room=ROOM, rule="absent", object=decision
        )
    return row
