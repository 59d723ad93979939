"""Drafts: saved by a button or by the page itself while somebody writes, and thrown away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.journey import receipts, services
from alongside.journey.drafting import typed_in
from alongside.journey.kinds import TOLD, WRITTEN_HERE, Kind
from alongside.journey.models import Draft
from alongside.journey.queries import draft_url
from alongside.lib import ids
from alongside.sharing.pages import item_page, record_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look

ROOM = "journey"


@require_POST
@record_page(Action.TELL, room=ROOM)
def draft_save(request: HttpRequest, look: Look) -> HttpResponse:
    """Keep the form as it stands, valid or not. A script is told so, and where it is.

    Everybody here may tell; who may write this kind of thing the service decides.
    """
    operation = ids.parse(request.POST.get("operation", ""))
    kind = next((kind for kind in Kind if kind == request.POST.get("kind")), None)
    if kind not in (*TOLD, *WRITTEN_HERE) and not request.POST.get("entry"):
        raise Http404  # only a correction can be of what another database brought in
    if operation is None or kind is None:
        raise Http404
    draft = services.save_draft(
        by=look.by,
        person=look.person.pk,
        kind=kind,
        fields=typed_in(request.POST),
        operation=operation,
        entry=ids.parse(request.POST.get("entry", "")),
    )
    said = receipts.draft_saved(draft.happened_at) if draft else _("This is sent already.")
    if "application/json" in request.headers.get("Accept", ""):
        where = {"address": draft_url(draft)} if draft else {}
        return JsonResponse({"said": said} | where)
    messages.success(request, said)
    record = reverse("home:record", args=[look.person.pk])
    return HttpResponseRedirect(draft_url(draft) if draft else record)


@require_POST
@item_page(Draft, Action.CORRECT, room=ROOM)
def draft_discard(request: HttpRequest, look: Look, draft: Draft) -> HttpResponse:
    services.discard_draft(by=look.by, person=look.person.pk, draft=draft.pk)
    messages.success(request, _("Your draft is gone."))
    return HttpResponseRedirect(reverse("home:record", args=[look.person.pk]))
