"""Entries that another database tells us of: in bulk, with their source and as-at date.

They start at the agency's own audience, and stay there until a worker decides (`release`,
`change_audience`). Only the system itself imports; exchange remembers what it has loaded, so
that the same file twice changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from alongside.accounts.viewer import Viewer
from alongside.audit import services as audit
from alongside.journey.kinds import Kind, PathwayEvent
from alongside.journey.models import Entry, EntryVersion
from alongside.journey.services.writing import ROOM, announce_all, sealed_version
from alongside.journey.versions import heads
from alongside.lib import clock, ids
from alongside.sharing import services as sharing
from alongside.sharing.rules import Action, Audience
from alongside.vault import services as vault

IN_ONE_GO = 500


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing that another database says happened to a person whom we know."""

    person: UUID
    kind: Kind
    contents: PathwayEvent
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """What a newer file says about an entry that an earlier one brought in."""

    entry: UUID
    contents: PathwayEvent
    happened_at: datetime


@transaction.atomic
def import_entries(
    *,
    by: Viewer,
    agency: UUID,
    arrivals: Sequence[Arrival],
    source: str,
    as_at: date | None,
) -> list[UUID]:
    """Bring in many entries of many people. Returns their ids in the order given.

    Each starts at the audience of `agency`. `source` names the database in words that a person
    can read ("the children in need census"); `as_at` is the day it speaks of.
    Raises Refused unless `by` is the system.
    """
    vault.fetch_keys({arrival.person for arrival in arrivals})
    at = clock.now()
    entries = [
        Entry(
            id=ids.new(),
            person_id=arrival.person,
            agency=agency,
            audience=Audience.AGENCY,
            happened_at=arrival.happened_at,
            created_at=at,
            sealed=b"",
            kind=arrival.kind,
            imported=True,
            source=source,
            source_as_at=as_at,
        )
        for arrival in arrivals
    ]
    versions = [
        sealed_version(entry, contents=arrival.contents, happened_at=arrival.happened_at, at=at)
        for entry, arrival in zip(entries, arrivals, strict=True)
    ]
    for entry, version in zip(entries, versions, strict=True):
        entry.latest_id = version.pk
    Entry.objects.bulk_create(entries, batch_size=IN_ONE_GO)
    EntryVersion.objects.bulk_create(versions, batch_size=IN_ONE_GO)
    _record(entries, by=by, action=Action.ADD)
    return [entry.pk for entry in entries]


@transaction.atomic
def import_versions(
    *, by: Viewer, changes: Sequence[Change], source: str, as_at: date | None
) -> None:
    """Write what a newer file says as a version beside the old one.

    Where a worker has corrected the entry in the meantime, both stay and a person chooses.
    An entry that had gone from the other database is there again. Raises Refused unless `by` is
    the system.
    """
    entries = _locked({change.entry for change in changes})
    vault.fetch_keys({entry.person_id for entry in entries.values()})
    lines = _versions_of(entries)
    at = clock.now()
    versions = []
    for change in changes:
        entry, line = entries[change.entry], lines[change.entry]
        version = sealed_version(
            entry,
            contents=change.contents,
            happened_at=change.happened_at,
            at=at,
            number=entry.number + 1,
            based_on=_last_brought_in(line),
        )
        line.append(version)
        versions.append(version)
        entry.number, entry.latest_id = version.number, version.pk
        entry.contested = len(heads(line)) > 1
        entry.happened_at = change.happened_at
        entry.source, entry.source_as_at, entry.gone_at = source, as_at, None
    EntryVersion.objects.bulk_create(versions, batch_size=IN_ONE_GO)
    _save(
        entries, "number", "latest", "contested", "happened_at", "source", "source_as_at", "gone_at"
    )
    _record(entries.values(), by=by, action=Action.CORRECT)


@transaction.atomic
def mark_gone(*, by: Viewer, entries: Iterable[UUID], as_at: date | None) -> None:
    """Mark that a newer file no longer has these. They stay on the journey, and say so."""
    _mark(by=by, entries=entries, gone_at=clock.now(), as_at=as_at)


@transaction.atomic
def mark_back(*, by: Viewer, entries: Iterable[UUID], as_at: date | None) -> None:
    """Mark that a newer file has these again, unchanged."""
    _mark(by=by, entries=entries, gone_at=None, as_at=as_at)


def _mark(
    *, by: Viewer, entries: Iterable[UUID], gone_at: datetime | None, as_at: date | None
) -> None:
    found = _locked(set(entries))
    for entry in found.values():
        entry.gone_at, entry.source_as_at = gone_at, as_at
    _save(found, "gone_at", "source_as_at")
    _record(found.values(), by=by, action=Action.CORRECT)


def _locked(wanted: set[UUID]) -> dict[UUID, Entry]:
    brought_in = Entry.objects.filter(pk__in=wanted, imported=True)
    audit.hold(set(brought_in.values_list("person", flat=True)))
    rows = brought_in.select_for_update().order_by("pk")
    found = {entry.pk: entry for entry in rows}
    if missing := wanted - found.keys():
        raise LookupError(f"{len(missing)} entries were not brought in by any file.")
    return found


def _versions_of(entries: Mapping[UUID, Entry]) -> dict[UUID, list[EntryVersion]]:
    lines: dict[UUID, list[EntryVersion]] = {entry: [] for entry in entries}
    for version in EntryVersion.objects.filter(entry__in=lines).defer("sealed").order_by("number"):
        lines[version.entry_id].append(version)
    return lines


def _last_brought_in(line: Sequence[EntryVersion]) -> UUID:
    return next(version.pk for version in reversed(line) if version.author is None)


def _save(entries: Mapping[UUID, Entry], *fields: str) -> None:
    Entry.objects.bulk_update(entries.values(), fields, batch_size=IN_ONE_GO)


def _record(entries: Iterable[Entry], *, by: Viewer, action: Action) -> None:
    changed = list(entries)
    sharing.imported(
        by=by,
        events=[
            audit.Look(
                person=entry.person_id,
                action=action,
                room=ROOM,
                kind=Entry._meta.label_lower,
                object=entry.pk,
                rule="imported",
            )
            for entry in changed
        ],
    )
    announce_all(changed)
