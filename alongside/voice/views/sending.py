"""What all forms of own words share: files kept with the draft, and words put on the journey."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from alongside.accounts.operations import UsedOperation
from alongside.journey import services
from alongside.journey.drafting import draft_of, typed_in
from alongside.journey.kinds import Kind
from alongside.journey.models import Draft
from alongside.journey.policy import Unfit
from alongside.journey.sending import attach_each
from alongside.journey.voices import View, Viewpoint
from alongside.lib import ids
from alongside.sharing.rules import Audience
from alongside.sharing.services import Look
from alongside.ui.forms import Form, operation_of
from alongside.vault import services as vault
from alongside.voice.tell_forms import TellForm

ROOM = "journey"
USED = _("You have sent this page before, with other words. To send these words too, press again.")


def told(
    look: Look, form: Form, contents: View | Viewpoint, audience: Audience, *, place: str
) -> UUID | None:
    """Put a valid form on the journey; None when a service had something against it.

    Then the form says what. `place` keeps the same words on two pages apart.
    """
    person = look.person.pk
    try:
        outcome = services.tell(
            by=look.by,
            person=person,
            contents=contents,
            audience=audience,
            operation=operation_of(form),
            digest=vault.mac(place, str(person), form.canonical()),
        )
    except UsedOperation:
        form.renewed(USED)
        return None
    except Unfit as unfit:
        form.refuse(unfit)
        return None
    return outcome.id


def received[F: TellForm](
    request: HttpRequest, look: Look, make: Callable[[Draft | None], F]
) -> tuple[F, Draft | None, bool]:
    """What was sent, with its files kept in its draft; and whether it can be put on the journey."""
    refused = kept_files(request, look)
    draft = sent_draft(request, look)
    form = make(draft)
    is_fit = form.is_valid() and not refused
    for sentence in refused:
        form.add_error(None, sentence)
    return form, draft, is_fit


def sent_draft(request: HttpRequest, look: Look) -> Draft | None:
    """The draft of the form that was sent, if it has one."""
    operation = ids.parse(request.POST.get("operation", ""))
    return draft_of(look, operation) if operation else None


def kept_files(request: HttpRequest, look: Look) -> list[str]:
    """Keep what came with the form as attachments of its draft: why some were not taken."""
    operation = ids.parse(request.POST.get("operation", ""))
    if operation is None or not (request.FILES or "switch" in request.POST):
        return []
    saved = services.save_draft(
        by=look.by,
        person=look.person.pk,
        kind=Kind.VIEW,
        fields=typed_in(request.POST),
        operation=operation,
    )
    return attach_each(request, look, operation)[1] if saved and request.FILES else []
