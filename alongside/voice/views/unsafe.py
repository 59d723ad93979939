"""One tap: who to ring, at once, and word to the workers of the circle."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.accounts.operations import UsedOperation
from alongside.accounts.routes import signed_in, viewer_of
from alongside.accounts.viewer import Viewer
from alongside.journey import services
from alongside.journey.models import Entry
from alongside.journey.voices import View
from alongside.lib import ids
from alongside.sharing import queries
from alongside.sharing.pages import in_one_look
from alongside.sharing.queries import workers_who_may
from alongside.sharing.rules import Action, Audience
from alongside.sharing.services import allow
from alongside.vault import services as vault
from alongside.voice.around import just_told, receipt

ROOM = "journey"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@in_one_look
def unsafe(request: HttpRequest) -> HttpResponse:
    """Who to ring, for everybody. Sent, it also tells the workers, for whoever has a record here.

    Pressed again on the same page it is the same: the operation is the page's.
    """
    by = viewer_of(request)
    person = queries.own(by=by)
    operation = ids.parse(request.POST.get("operation", "")) if request.method == "POST" else None
    entry = say(by=by, person=person, operation=operation) if person and operation else None
    is_heard = entry is not None and bool(workers_who_may(entry, Action.READ))
    said = what_came_of_it(entry, by=by, is_heard=is_heard) if entry else ""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"said": said or _("Nothing was sent. Please ring or text somebody.")})
    context = {"said": said, "is_heard": is_heard, "is_own": person is not None}
    return TemplateResponse(request, "voice/unsafe.html", context)


def say(*, by: Viewer, person: UUID, operation: UUID) -> Entry:
    """Tell the workers of the circle. An id that meant something else before stops nothing."""
    try:
        return tell_workers(by=by, person=person, operation=operation)
    except UsedOperation:
        return tell_workers(by=by, person=person, operation=ids.new())


def tell_workers(*, by: Viewer, person: UUID, operation: UUID) -> Entry:
    outcome = services.tell(
        by=by,
        person=person,
        contents=View(unsafe=True),
        audience=Audience.WORKERS,
        operation=operation,
        digest=vault.mac("voice.unsafe", str(person)),
    )
    if outcome.id is None:
        raise LookupError("A view that was told has its id.")
    return just_told(outcome.id)


def what_came_of_it(entry: Entry, *, by: Viewer, is_heard: bool) -> str:
    """Who can read it now; and where that is nobody, that no help is on its way."""
    if not is_heard:
        return _("Nobody can read it yet. Please ring or text somebody.")
    look = allow(by=by, person=entry.person_id, action=Action.TELL, room=ROOM)
    return receipt(entry.pk, look=look)
