"""Drawings, photos and voice notes: made anew, sealed, and decided by what they belong to.

Whoever may read the entry may see what is attached to it; before it is sent, only who writes it.
"""

from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.accounts.operations import Outcome, once
from alongside.accounts.viewer import Viewer
from alongside.audit import services as audit
from alongside.journey.attachments import AT_MOST, TOO_MANY, refusal
from alongside.journey.kinds import Kind
from alongside.journey.models import Attachment, Draft, Entry, Kept, Sort
from alongside.journey.policy import Unfit, may_tell_view
from alongside.journey.services.attached_files import erase
from alongside.journey.services.drafts import draft_id, draft_written
from alongside.journey.services.writing import ROOM
from alongside.lib import clock
from alongside.lib.media.pictures import clean_picture
from alongside.lib.media.refusal import Refused as NotTaken
from alongside.lib.media.sounds import clean_sound
from alongside.sharing import services as sharing
from alongside.sharing.rules import Action
from alongside.vault import services as vault

LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What we made of what was sent."""

    content: bytes
    mime: str
    seconds: int = 0


def attach(
    *,
    by: Viewer,
    person: UUID,
    form: UUID,
    sort: Sort,
    content: bytes,
    words: str = "",
    operation: UUID,
) -> Outcome:
    """Add something to the view that is being written, whose form has the operation id `form`.

    The draft must have been saved. What is kept was encoded by us and holds no metadata; `words`
    say what it shows, for whoever cannot see or hear it. Making it anew takes a while, so call
    this outside of a transaction: it opens its own. Raises Refused, UsedOperation, and Unfit with
    a sentence for what is not taken.
    """
    with transaction.atomic():
        writing(by=by, person=person, form=form)
    cleaned = clean(sort, content)
    digest = vault.mac("journey.attach", str(form), sort, words, sha256(content).hexdigest())
    file = vault.keep_file(cleaned.content, owner=person)
    try:
        with transaction.atomic():
            audit.hold([person])
            seen, draft = writing(by=by, person=person, form=form)
            kept = Kept(
                file=file,
                mime=cleaned.mime,
                words=words[:LONGEST_WORDS].strip(),
                seconds=cleaned.seconds,
            )
            outcome = once(
                by=by,
                operation=operation,
                kind="journey.attach",
                digest=digest,
                effect=partial(add_row, seen=seen, draft=draft, sort=sort, kept=kept),
            )
    except BaseException:
        vault.erase_file(file)
        raise
    if outcome.replayed:
        vault.erase_file(file)
    return outcome


def writing(*, by: Viewer, person: UUID, form: UUID) -> tuple[sharing.Look, Draft]:
    """The view that this viewer is writing. Raises Refused, and Unfit once it has been sent."""
    seen = sharing.allow(by=by, person=person, action=Action.TELL, room=ROOM)
    of = draft_id(by=by, operation=form)
    if Entry.objects.filter(pk=of).exists():
        raise Unfit("", _("This is sent already."))
    draft = Draft.objects.filter(pk=of, person=person, author=by.account, kind=Kind.VIEW).first()
    if draft is None or not may_tell_view(seen=seen):
        raise sharing.Refused(by=by, action=Action.TELL, room=ROOM, rule="not-for-you", object=of)
    return seen, draft


def clean(sort: Sort, content: bytes) -> Cleaned:
    try:
        if sort is Sort.VOICE:
            sound = clean_sound(content)
            return Cleaned(sound.content, sound.mime, sound.seconds)
        picture = clean_picture(content, is_drawing=sort is Sort.DRAWING)
        return Cleaned(picture.content, picture.mime)
    except NotTaken as refused:
        raise Unfit(sort.value, refusal(refused.reason, sort)) from None


def add_row(new_id: UUID, *, seen: sharing.Look, draft: Draft, sort: Sort, kept: Kept) -> UUID:
    if Attachment.objects.filter(of=draft.pk).count() >= AT_MOST:
        raise Unfit(sort.value, TOO_MANY)
    row = Attachment(
        id=new_id,
        person=seen.person,
        of=draft.pk,
        author=seen.by.account,
        sort=sort,
        created_at=clock.now(),
    )
    row.put(kept)
    row.save(force_insert=True)
    draft_written(seen, draft.pk)
    return row.pk


@transaction.atomic
def remove_attachment(*, by: Viewer, person: UUID, attachment: UUID) -> Draft:
    """Take something out of a view that has not been sent. Raises Refused for all else."""
    seen, row, draft = in_draft(by=by, person=person, attachment=attachment)
    erase([row])
    draft_written(seen, draft.pk)
    return draft


def in_draft(
    *, by: Viewer, person: UUID, attachment: UUID
) -> tuple[sharing.Look, Attachment, Draft]:
    audit.hold([person])
    row = Attachment.objects.filter(pk=attachment, person=person).first()
    draft = Draft.objects.filter(pk=row.of, author=by.account).first() if row else None
    if row is None or draft is None or Entry.objects.filter(pk=draft.pk).exists():
        raise sharing.Refused(
            by=by, action=Action.CORRECT, room=ROOM, rule="not-for-you", object=attachment
        )
    seen = sharing.allow_item(by=by, item=draft, action=Action.CORRECT, room=ROOM)
    return seen, row, draft


def open_attachment(*, by: Viewer, person: UUID, part: UUID) -> tuple[sharing.Look, Attachment]:
    """Decide by the entry (or the draft) that it belongs to, and record the look at that one.

    Call it inside the transaction that reads. Raises Refused.
    """
    row = Attachment.objects.filter(pk=part, person=person).first()
    if row is None:
        # Nothing there and nothing for you are one and the same from outside.
        sharing.allow(by=by, person=person, action=Action.SEE, room=ROOM)
        raise sharing.Refused(by=by, action=Action.READ, room=ROOM, rule="not-for-you", object=part)
    is_sent = Entry.objects.filter(pk=row.of).exists()
    seen, _item = sharing.open_item(
        Entry if is_sent else Draft, by=by, person=person, item=row.of, room=ROOM
    )
    return seen, row
