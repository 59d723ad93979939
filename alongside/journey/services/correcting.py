"""Corrections: a new version beside the old one, and a choice where two people changed the same."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.accounts.operations import Outcome, once
from alongside.accounts.viewer import Viewer
from alongside.journey.kinds import Recorded
from alongside.journey.models import Entry, EntryVersion
from alongside.journey.policy import Unfit
from alongside.journey.services.drafts import clear_draft
from alongside.journey.services.owing import answer_corrections
from alongside.journey.services.recording import check_moment
from alongside.journey.services.writing import ROOM, announce, locked, sealed_version
from alongside.journey.versions import heads
from alongside.journey.voices import View
from alongside.lib import clock
from alongside.sharing import services as sharing
from alongside.sharing.rules import Action


@transaction.atomic
def correct_entry(
    *,
    by: Viewer,
    person: UUID,
    entry: UUID,
    contents: Recorded,
    happened_at: datetime,
    based_on: UUID,
    operation: UUID,
    digest: bytes,
) -> Outcome:
    """Write a new version of an entry beside the one that the author had in front of them.

    If somebody else changed that one in the meantime, both are kept and the entry says so.
    Raises Refused, Unfit and UsedOperation. The outcome holds the id of the version.
    """
    found = locked(entry, person=person, by=by, action=Action.CORRECT)
    seen = sharing.allow_item(by=by, item=found, action=Action.CORRECT, room=ROOM)

    def correct(new_id: UUID) -> UUID:
        at = clock.now()
        check_moment(happened_at, at=at)
        line = list(found.versions.order_by("number"))
        base = one_of(line, based_on)
        said = with_what_was_enclosed(contents, base.contents)
        if type(contents) is not type(base.contents):
            raise TypeError("A correction says the same kind of thing as what it corrects.")
        if said == base.contents and happened_at == base.happened_at:
            raise Unfit("", _("You have not changed anything yet."))
        version = sealed_version(
            found,
            contents=said,
            happened_at=happened_at,
            at=at,
            by=by,
            id=new_id,
            number=found.number + 1,
            based_on=base.pk,
        )
        add_versions(found, line, [version])
        clear_draft(by=by, operation=operation)
        if by.is_worker:
            answer_corrections(found.pk, by=by)
        record_correction(seen, found)
        return version.pk

    return once(by=by, operation=operation, kind="journey.correct", digest=digest, effect=correct)


@transaction.atomic
def choose_version(
    *,
    by: Viewer,
    person: UUID,
    entry: UUID,
    chosen: UUID,
    against: Iterable[UUID],
    operation: UUID,
    digest: bytes,
) -> Outcome:
    """Say which of the versions that two people made holds from now on.

    `against` are the others that were on the page: a version that came in since is not decided
    against unread. Nothing is lost: the choice is a new version, and all others stay beside it.
    Raises Refused, Unfit and UsedOperation.
    """
    found = locked(entry, person=person, by=by, action=Action.CORRECT)
    seen = sharing.allow_item(by=by, item=found, action=Action.CORRECT, room=ROOM)

    def choose(new_id: UUID) -> UUID:
        line = list(found.versions.order_by("number"))
        open_ones = {version.pk for version in heads(line)}
        losing = [version for version in set(against) - {chosen} if version in open_ones]
        if chosen not in open_ones or not losing:
            raise Unfit("chosen", _("Somebody has chosen already. Look at the entry again."))
        kept = one_of(line, chosen)
        base, made = kept.pk, list[EntryVersion]()
        for number, lost in enumerate(sorted(losing), start=found.number + 1):
            version = sealed_version(
                found,
                contents=kept.contents,
                happened_at=kept.happened_at,
                at=clock.now(),
                by=by,
                id=new_id if not made else None,
                number=number,
                based_on=base,
                settles=lost,
            )
            made.append(version)
            base = version.pk
        add_versions(found, line, made)
        record_correction(seen, found)
        return new_id

    return once(by=by, operation=operation, kind="journey.choose", digest=digest, effect=choose)


def with_what_was_enclosed(contents: Recorded, before: Recorded) -> Recorded:
    """Other words for a view keep what came with it, and how it was told."""
    if isinstance(contents, View) and isinstance(before, View):
        return replace(
            contents, enclosed=before.enclosed, together=before.together, unsafe=before.unsafe
        )
    return contents


def one_of(line: Iterable[EntryVersion], version: UUID) -> EntryVersion:
    for row in line:
        if row.pk == version:
            return row
    raise Unfit("", _("This entry has changed. Look at it again before you correct it."))


def add_versions(entry: Entry, line: list[EntryVersion], made: list[EntryVersion]) -> None:
    """Save new versions, and let the entry show the newest one."""
    EntryVersion.objects.bulk_create(made)
    newest = made[-1]
    entry.latest, entry.number = newest, newest.number
    entry.happened_at = newest.happened_at
    entry.contested = len(heads([*line, *made])) > 1
    entry.save(update_fields=["latest", "number", "happened_at", "contested"])


def record_correction(seen: sharing.Look, entry: Entry) -> None:
    sharing.written(
        seen, action=Action.CORRECT, room=ROOM, kind=Entry._meta.label_lower, object=entry.pk
    )
    announce(entry)
