"""Looks and writes: each is decided here, and leaves its access event in the same transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from alongside.accounts.viewer import Capacity, Viewer
from alongside.audit import services as audit
from alongside.lib import clock, ids
from alongside.live import services as live
from alongside.people.models import Person
from alongside.sharing import queries
from alongside.sharing.models import Exclusion, ExclusionReason, NamedReader, RecordItem
from alongside.sharing.rules import Action, Item, Standing, Tie, Topic, decide, reaches
from alongside.sharing.standings import standing_of
from alongside.vault import services as vault


@dataclass
class Refused(Exception):
    """Not allowed, or not there: nobody outside can tell which. Becomes the one 404."""

    by: Viewer
    action: str
    room: str
    rule: str
    object: UUID


class OwnRecord(ValueError):
    """Nobody can be kept from their own record."""


class ExcludedAlready(ValueError):
    """This account is kept out already."""


class EndedAlready(ValueError):
    """This exclusion has ended before."""


@dataclass(frozen=True, slots=True)
class Look:
    """A decided, recorded look of one viewer at one person's journey."""

    by: Viewer
    person: Person
    standing: Standing
    rule: str
    because: str

    @property
    def is_own(self) -> bool:
        """Whether this is the viewer's own journey."""
        return Tie.SELF in self.standing.ties

    @property
    def reads_story(self) -> bool:
        """Whether there is anything that this viewer could read: of family, somebody decides it."""
        family_alone = self.standing.ties == {Tie.FAMILY}
        return not family_alone or reaches(self.standing.reach, Topic.STORY)

    def may(self, action: Action, item: Item | None = None) -> bool:
        """Whether a button for this belongs on the page. The service decides again."""
        return decide(self.standing, item, action).allow


def allow(*, by: Viewer, person: UUID, action: Action, room: str) -> Look:
    """Decide about the journey as a whole. Records nothing: what follows must. Raises Refused."""
    found, standing = standing_of(by=by, person=person, at=clock.now())
    decision = decide(standing, None, action)
    if found is None or not decision.allow:
        raise Refused(by=by, action=action, room=room, rule=decision.rule, object=person)
    vault.fetch_keys([person])
    return Look(by, found, standing, decision.rule, decision.because)


def look(
    *,
    by: Viewer,
    person: UUID,
    action: Action = Action.SEE,
    room: str,
    depth: audit.Depth = audit.Depth.OPENED,
) -> Look:
    """Decide, and write the access event of opening a page about a person.

    Repeats within 15 minutes are one event. Call it inside the transaction that reads.
    Raises Refused, and AuditUnavailable when the event cannot be written.
    """
    seen = allow(by=by, person=person, action=action, room=room)
    audit.record(
        by=by,
        looks=[audit.Look(person=person, action=action, room=room, rule=seen.rule, depth=depth)],
        fold=True,
    )
    return seen


def open_item[M: RecordItem](
    model: type[M],
    *,
    by: Viewer,
    person: UUID,
    item: UUID,
    action: Action = Action.READ,
    room: str,
) -> tuple[Look, M]:
    """Decide about one item, load it and write the access event. Raises Refused."""
    seen = allow(by=by, person=person, action=Action.SEE, room=room)
    rows = queries.visible(model, by=by, person=person, standing=seen.standing, action=action)
    found = rows.filter(pk=item).first()
    if found is None:
        raise Refused(by=by, action=action, room=room, rule="not-for-you", object=item)
    decision = decide(seen.standing, found, action)
    event = audit.Look(
        person=person,
        action=action,
        room=room,
        kind=model._meta.label_lower,
        object=item,
        rule=decision.rule,
        depth=audit.Depth.DETAILED,
    )
    audit.record(by=by, looks=[event], fold=True)
    return seen, found


def allow_item(*, by: Viewer, item: RecordItem, action: Action, room: str) -> Look:
    """Decide about one item that a service holds already. Records nothing. Raises Refused."""
    seen = allow(by=by, person=item.person_id, action=Action.SEE, room=room)
    decision = decide(seen.standing, item, action)
    if not decision.allow:
        raise Refused(by=by, action=action, room=room, rule=decision.rule, object=item.pk)
    return Look(by, seen.person, seen.standing, decision.rule, decision.because)


def written(
    seen: Look, *, action: Action, room: str, kind: str, object: UUID, fold: bool = False
) -> None:
    """Write the access event of a change, in the transaction of the change.

    `fold` is for drafts, which save many times in a quarter of an hour.
    """
    event = audit.Look(
        person=seen.person.pk,
        action=action,
        room=room,
        kind=kind,
        object=object,
        rule=seen.rule,
    )
    audit.record(by=seen.by, looks=[event], fold=fold)


def listed(*, by: Viewer, people: Iterable[UUID], room: str) -> None:
    """Write that these people's names were seen in a list, in the transaction that reads them."""
    seen = list(dict.fromkeys(people))
    events = [
        audit.Look(
            person=person, action=Action.SEE, room=room, rule="listed", depth=audit.Depth.LISTED
        )
        for person in seen
    ]
    vault.fetch_keys(seen)
    audit.record(by=by, looks=events, fold=True)


def imported(*, by: Viewer, events: Iterable[audit.Look]) -> None:
    """Write what a machine brought in. Only the system itself may: a viewer is Refused."""
    if by.capacity != Capacity.SYSTEM:
        raise Refused(
            by=by, action="import", room="exchange", rule="system-only", object=by.request
        )
    audit.record(by=by, looks=list(events))


@transaction.atomic
def refused(refusal: Refused) -> None:
    """Write a refusal to the chain of the viewer's agency: the same for denied and for absent."""
    event = audit.Look(
        person=None,
        action=refusal.action,
        room=refusal.room,
        object=refusal.object,
        rule="refused",
        depth=audit.Depth.OPENED,
        outcome=audit.Outcome.DENIED,
    )
    audit.record(by=refusal.by, looks=[event])


@transaction.atomic
def exclude(
    *, by: Viewer, person: UUID, account: UUID, reason: str, new_id: UUID | None = None
) -> Exclusion:
    """From now on this account sees nothing of this person, whatever else ties them.

    Raises Refused unless `by` looks after the circle, OwnRecord for the person's own account, and
    ExcludedAlready.
    """
    audit.hold([person])
    seen = allow(by=by, person=person, action=Action.SET_EXCLUSION, room="sharing")
    if seen.person.account_id == account:
        raise OwnRecord
    if queries.exclusions_of(person).filter(account=account).exists():
        raise ExcludedAlready
    row = Exclusion(id=new_id or ids.new(), person=seen.person, account=account, since=clock.now())
    row.set_by = by.account
    row.put(ExclusionReason(reason=reason))
    row.save(force_insert=True)
    exclusion_changed(seen, row)
    return row


@transaction.atomic
def end_exclusion(*, by: Viewer, person: UUID, exclusion: UUID, reason: str) -> Exclusion:
    """From now on whatever ties this account to the person counts again.

    Raises Refused unless `by` looks after the circle, and EndedAlready.
    """
    audit.hold([person])
    seen = allow(by=by, person=person, action=Action.SET_EXCLUSION, room="sharing")
    row = queries.exclusion(exclusion, person=person)
    if row is None:
        action, rule = Action.SET_EXCLUSION, "absent"
        raise Refused(by=by, action=action, room="sharing", rule=rule, object=exclusion)
    if row.until is not None:
        raise EndedAlready
    row.until, row.ended_by = clock.now(), by.account
    row.put(replace(row.contents, ended=reason))
    row.save(update_fields=["until", "ended_by", "sealed"])
    exclusion_changed(seen, row)
    return row


def exclusion_changed(seen: Look, row: Exclusion) -> None:
    kind = Exclusion._meta.label_lower
    written(seen, action=Action.SET_EXCLUSION, room="sharing", kind=kind, object=row.pk)
    live.publish(person=row.person_id, region="circle", kind=kind, object=row.pk)


def name_readers(*, item: RecordItem, accounts: Iterable[UUID]) -> None:
    """Set who may read an item whose audience is named members. Part of the item's own write."""
    NamedReader.objects.filter(item=item.pk).delete()
    NamedReader.objects.bulk_create(
        NamedReader(id=ids.new(), item=item.pk, account=account) for account in set(accounts)
    )
