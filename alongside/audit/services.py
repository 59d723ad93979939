"""What other rooms call: `from alongside.audit import services as audit`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.db import DatabaseError, connection
from django.db.models import Q, QuerySet

from alongside.audit import chain
from alongside.audit.checkpoints import checkpoint
from alongside.audit.models import AccessEvent, ChainHead, ChainOf, Depth, Outcome
from alongside.audit.verification import Fault, Report, verify
from alongside.lib import clock

__all__ = [
    "Actor",
    "AuditUnavailable",
    "Depth",
    "Fault",
    "Look",
    "Outcome",
    "Report",
    "checkpoint",
    "hold",
    "record",
    "verify",
]

FOLDED = timedelta(minutes=15)
NOBODY = UUID(int=0)
_KEY = ("person", "action", "room", "kind", "object", "rule", "reason", "depth", "outcome")

type Key = tuple[UUID | None, str, str, str, UUID | None, str, str, str, str]


class AuditUnavailable(Exception):
    """The event could not be written, so nothing may be shown or changed."""


class Actor(Protocol):
    """Who looks, in ids. `accounts.Viewer` is one."""

    @property
    def account(self) -> UUID | None: ...
    @property
    def post_id(self) -> UUID | None: ...
    @property
    def agency_id(self) -> UUID | None: ...
    @property
    def capacity(self) -> str: ...
    @property
    def request(self) -> UUID: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look or write that was decided. A denied one may name the person asked for, too."""

    person: UUID | None = None
    action: str
    room: str
    kind: str = ""
    object: UUID | None = None
    rule: str
    reason: str = ""
    depth: Depth | None = None
    outcome: Outcome = Outcome.ALLOWED

    @property
    def key(self) -> Key:
        """What two looks have in common when the second is the first going on."""
        depth = self.depth or ""
        about = (self.person, self.action, self.room, self.kind, self.object)
        return (*about, self.rule, self.reason, depth, self.outcome)


def record(*, by: Actor, looks: Sequence[Look], fold: bool = False) -> None:
    """Append an event for each look, in the caller's transaction.

    With `fold`, a look that goes on is one event for at most fifteen minutes. Raises
    AuditUnavailable when an event cannot be written: let it end the transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An access event is written in the transaction of what it is about.")
    at = clock.now()
    try:
        fresh = _unfolded(by, looks, at) if fold and by.account else list(looks)
        if fresh:
            _append(by, fresh, at)
    except DatabaseError as error:
        raise AuditUnavailable from error


def hold(people: Iterable[UUID]) -> None:
    """Lock these people's chains before the rows that a change locks.

    Pages lock the chain first, with the event of the look, and then what they change. A service
    that began at its own row would wait for a page that waits for it.
    """
    if connection.features.has_select_for_update:
        list(_lock(people))


def _unfolded(by: Actor, looks: Sequence[Look], at: datetime) -> list[Look]:
    """The looks, each once, that this account has not begun within the last fifteen minutes."""
    wanted = {look.key: look for look in looks}
    whom = Q(person__in={look.person for look in looks if look.person})
    if any(look.person is None for look in looks):
        whom |= Q(person=None)
    lately = AccessEvent.objects.filter(
        whom, account=by.account, post=by.post_id, at__gt=at - FOLDED, at__lte=at
    ).values_list(*_KEY)
    for key in lately:
        wanted.pop(key, None)
    return list(wanted.values())


def _append(by: Actor, looks: Sequence[Look], at: datetime) -> None:
    owners = [_owner(by, look) for look in looks]
    heads = _locked(dict(owners))
    events = [
        _event(heads[owner], by, look, at) for (owner, _), look in zip(owners, looks, strict=True)
    ]
    AccessEvent.objects.bulk_create(events)
    ChainHead.objects.bulk_create(
        heads.values(),
        update_conflicts=True,
        unique_fields=["chain"],
        update_fields=["seq", "hash", "changed"],
    )


def _owner(by: Actor, look: Look) -> tuple[UUID, ChainOf]:
    """Whose chain: the person's if allowed; else the agency's, so that refusals look alike."""
    if look.person and look.outcome == Outcome.ALLOWED:
        return look.person, ChainOf.PERSON
    if by.agency_id:
        return by.agency_id, ChainOf.AGENCY
    if by.account:
        return by.account, ChainOf.ACCOUNT
    return NOBODY, ChainOf.NOBODY


def _locked(owners: dict[UUID, ChainOf]) -> dict[UUID, ChainHead]:
    """The heads of these chains, locked in the order of their ids; new chains get one."""
    heads = {head.chain: head for head in _lock(owners)}
    missing = sorted(owners.keys() - heads.keys())
    if missing:
        new = [ChainHead(chain=owner, of=owners[owner]) for owner in missing]
        ChainHead.objects.bulk_create(new, ignore_conflicts=True)
        heads |= {head.chain: head for head in _lock(missing)}
    return heads


def _lock(owners: Iterable[UUID]) -> QuerySet[ChainHead]:
    return ChainHead.objects.select_for_update().filter(chain__in=list(owners)).order_by("chain")


def _event(head: ChainHead, by: Actor, look: Look, at: datetime) -> AccessEvent:
    """The next event of a chain, with the head moved onto it."""
    event = AccessEvent(
        chain=head.chain,
        seq=head.seq + 1,
        prev=bytes(head.hash),
        at=at,
        account=by.account,
        post=by.post_id,
        agency=by.agency_id,
        capacity=by.capacity,
        action=look.action,
        room=look.room,
        kind=look.kind,
        object=look.object,
        person=look.person,
        rule=look.rule,
        reason=look.reason,
        depth=look.depth or "",
        request=by.request,
        outcome=look.outcome,
    )
    event.hash = chain.event_hash(vars(event))
    head.seq, head.hash, head.changed = event.seq, event.hash, True
    return event
