"""Drafts: saved whatever they hold, seen by nobody but their author, gone once they are sent.

A draft has the id of what it will become, so saving it again and again is one draft, and one
that arrives late, after its form was sent, is dropped.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from alongside.accounts.viewer import Viewer
from alongside.audit import services as audit
from alongside.journey.kinds import TOLD, Kind
from alongside.journey.models import Draft, Entry, EntryVersion, Scribble
from alongside.journey.services.attached_files import erase_of
from alongside.journey.services.writing import ROOM, locked
from alongside.lib import clock
from alongside.sharing import services as sharing
from alongside.sharing.rules import Action, Audience
from alongside.vault import services as vault


@transaction.atomic
def save_draft(
    *,
    by: Viewer,
    person: UUID,
    kind: Kind,
    fields: Mapping[str, Sequence[str]],
    operation: UUID,
    entry: UUID | None = None,
) -> Draft | None:
    """Keep a form as it stands, valid or not. None when the form has been sent already.

    `entry` is the one that the draft corrects. Raises Refused unless the author may add (or
    correct) here.
    """
    audit.hold([person])  # a form that is being sent at this moment is sent first
    seen = _allowed(by=by, person=person, kind=kind, entry=entry)
    id = draft_id(by=by, operation=operation)
    if Entry.objects.filter(pk=id).exists() or EntryVersion.objects.filter(pk=id).exists():
        return None
    at = clock.now()
    draft = Draft(
        id=id,
        person=seen.person,
        author=by.account,
        agency=by.agency_id,
        audience=Audience.ONLY_ME,
        happened_at=at,
        created_at=at,
        kind=kind,
        entry_id=entry,
    )
    draft.put(Scribble(operation, {name: tuple(typed) for name, typed in fields.items()}))
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["person", "kind", "entry", "sealed", "happened_at"],
    )
    draft_written(seen, draft.pk)
    return draft


@transaction.atomic
def discard_draft(*, by: Viewer, person: UUID, draft: UUID) -> None:
    """Throw one's own draft away, with all that is attached to it. Raises Refused for others'."""
    found = Draft.objects.filter(pk=draft, person=person, author=by.account).first()
    if found is None:
        raise sharing.Refused(by=by, action=Action.ADD, room=ROOM, rule="not-for-you", object=draft)
    seen = sharing.allow_item(by=by, item=found, action=Action.CORRECT, room=ROOM)
    if not Entry.objects.filter(pk=draft).exists():
        erase_of(draft)  # of an entry that was sent, nothing is ever thrown away
    found.delete()
    draft_written(seen, draft)


def clear_draft(*, by: Viewer, operation: UUID) -> None:
    """Part of sending a form: what was a draft of it is no longer one."""
    Draft.objects.filter(pk=draft_id(by=by, operation=operation), author=by.account).delete()


def draft_id(*, by: Viewer, operation: UUID) -> UUID:
    if by.account is None:
        raise ValueError("Only somebody signed in has drafts.")
    return vault.derived_id(by.account, operation)


def _allowed(*, by: Viewer, person: UUID, kind: Kind, entry: UUID | None) -> sharing.Look:
    if entry is None:
        action = Action.TELL if kind in TOLD else Action.ADD
        return sharing.allow(by=by, person=person, action=action, room=ROOM)
    found = locked(entry, person=person, by=by, action=Action.CORRECT)
    return sharing.allow_item(by=by, item=found, action=Action.CORRECT, room=ROOM)


def draft_written(seen: sharing.Look, draft: UUID) -> None:
    """Drafts save many times in a quarter of an hour: one event."""
    sharing.written(
        seen,
        action=Action.ADD,
        room=ROOM,
        kind=Draft._meta.label_lower,
        object=draft,
        fold=True,
    )
