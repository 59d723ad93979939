"""Drawings, photos and voice notes of a view: what may be sent, and how a page shows them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from alongside.journey.attached import Attached, enclosed
from alongside.journey.models import Attachment, Sort
from alongside.journey.parts import Label
from alongside.lib.media.refusal import Reason
from alongside.sharing.services import Look

AT_MOST = 10  # attachments of one view

# Said before anything is chosen. The numbers are those of lib.media.
LIMITS: dict[Sort, Label] = {
    Sort.DRAWING: _("A drawing of up to 10 MB."),
    Sort.PHOTO: _("A photo of up to 10 MB. We take out where and when it was taken."),
    Sort.VOICE: _("A voice note of up to 10 minutes."),
}
TOO_BIG: dict[Sort, Label] = {
    Sort.DRAWING: _("This drawing is too big. It can have up to 10 MB."),
    Sort.PHOTO: _("This photo is too big. It can have up to 10 MB."),
    Sort.VOICE: _("This voice note is too big. It can have up to 15 MB."),
}
REFUSALS: dict[Reason, Label] = {
    Reason.TOO_MANY_PIXELS: _(
        "This picture has too many dots. Make it smaller, or take it again with a smaller size."
    ),
    Reason.TOO_LONG: _("This voice note is too long. It can be up to 10 minutes."),
    Reason.NOT_A_PICTURE: _("This is not a picture that we can open. Choose another one."),
    Reason.NOT_A_SOUND: _("This is not a voice note that we can open. Choose another one."),
    Reason.BROKEN: _("We could not open this. Part of it is missing. Choose another one."),
    Reason.NOT_READABLE: _("We could not open this. Choose another one."),
}
TOO_MANY = _("You have added 10 things already. Take one out before you add another.")


def attachments_of(look: Look, of: Iterable[UUID]) -> Mapping[UUID, tuple[Attached, ...]]:
    """What is attached to each of these drafts (or entries) of this person, in order. One query.

    A card of an entry has its attachments at hand, and needs no query.

    The caller has decided already that the viewer may read them.
    """
    wanted = set(of)
    if not wanted:
        return {}
    found: dict[UUID, list[Attached]] = defaultdict(list)
    rows = Attachment.objects.filter(person=look.person.pk, of__in=wanted)
    for row in rows.order_by("created_at", "id"):
        found[row.of].append(Attached(row.person_id, enclosed(row)))
    return {of: tuple(several) for of, several in found.items()}


def refusal(reason: Reason, sort: Sort) -> Label:
    """Why this is not taken, and what to do, in one sentence or two."""
    return TOO_BIG[sort] if reason is Reason.TOO_BIG else REFUSALS[reason]
