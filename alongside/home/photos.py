"""Photos beside names: who may see one is decided by the circle that both are in."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.accounts.about import PHOTO, read_photo
from alongside.circles import queries as circles
from alongside.journey.parts import Label
from alongside.lib import clock
from alongside.lib.media.refusal import Reason
from alongside.sharing.services import Look
from alongside.ui.private_files import HEADERS

BROKEN = _("We could not open this photo. Choose another one.")
REFUSALS: Mapping[Reason, Label] = dict.fromkeys(Reason, BROKEN) | {
    Reason.TOO_BIG: _("This photo is too big. It can have up to 10 MB."),
    Reason.TOO_MANY_PIXELS: _("This photo has too many dots. Make it smaller, and send it again."),
    Reason.NOT_A_PICTURE: _("This is not a picture that we can open. Choose another one."),
}


def photo_of_member(look: Look, membership: UUID) -> bytes | None:
    """The photo of somebody who is at work in this circle now. A look at the circle was allowed."""
    current = circles.members(look.person.pk, clock.now())
    found = next((one for one in current if one.pk == membership and one.post_id), None)
    return read_photo(found.account_id) if found else None


def photo_of(account: UUID | None) -> bytes | None:
    """Somebody's own."""
    return read_photo(account) if account else None


def as_picture(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=PHOTO, headers=HEADERS)
