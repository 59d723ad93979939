"""Together with a worker: the worker writes, and the person chooses at the end who may see it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts.operations import UsedOperation
from alongside.journey import services
from alongside.journey.attachments import attachments_of
from alongside.journey.cards import known_as
from alongside.journey.drafting import draft_in, draft_of, filled_with
from alongside.journey.kinds import Kind
from alongside.journey.models import Draft
from alongside.journey.policy import Unfit
from alongside.journey.services.telling import choices_of_audience
from alongside.journey.voices import Together, View
from alongside.lib import ids
from alongside.sharing.pages import record_page, slow_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look
from alongside.ui.forms import operation_of
from alongside.vault import services as vault
from alongside.voice.around import around, receipt
from alongside.voice.listing import told
from alongside.voice.together_forms import TogetherForm
from alongside.voice.viewpoints import viewpoints
from alongside.voice.views.tell import ROOM, USED, kept_files, with_draft


@require_safe
@record_page(room=ROOM)
def views(request: HttpRequest, look: Look) -> TemplateResponse:
    """What the person told, as far as this viewer may read it, and how everybody sees it."""
    context = {
        "look": look,
        "name": known_as(look),
        "sides": viewpoints(look),
        "cards": told(look),
        "may_write": look.may(Action.ADD),
        "may_say": look.may(Action.TELL) and not look.is_own,
    }
    return TemplateResponse(request, "voice/views.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@slow_page(Action.ADD, room=ROOM)
def together(request: HttpRequest, look: Look) -> HttpResponse:
    """Write down what the person says, and hand the page over for the last question."""
    if request.method != "POST":
        draft = draft_in(request, look=look, kind=Kind.VIEW)
        return page(request, look, form_in(request, look, draft), draft)
    refused = kept_files(request, look)
    operation = ids.parse(request.POST.get("operation", ""))
    draft = draft_of(look, operation) if operation else None
    form = form_in(request, look, draft)
    if form.is_valid() and not refused:
        answer = keep(request, look, form)
        if answer is not None:
            return answer
    for sentence in refused:
        form.add_error(None, sentence)
    return page(request, look, form, draft)


def form_in(request: HttpRequest, look: Look, draft: Draft | None) -> TogetherForm:
    offered = choices_of_audience(View(together=Together()), seen=look)
    held = attachments_of(look, [draft.pk]) if draft else {}
    return TogetherForm(
        name=known_as(look) or _("the person"),
        choices=around(look).choices(offered),
        has_attached=bool(held),
        **filled_with(request, draft),
    )


def page(
    request: HttpRequest, look: Look, form: TogetherForm, draft: Draft | None
) -> TemplateResponse:
    context = with_draft(look, form, draft) | {
        "look": look,
        "name": known_as(look) or _("the person"),
        "mode": "words",
    }
    return TemplateResponse(request, "voice/together.html", context)


def keep(request: HttpRequest, look: Look, form: TogetherForm) -> HttpResponse | None:
    """Keep a valid form; None when a service had something against it, which the form shows."""
    person = look.person.pk
    try:
        outcome = services.tell(
            by=look.by,
            person=person,
            contents=form.view,
            audience=form.chosen_audience,
            operation=operation_of(form),
            digest=vault.mac("voice.together", str(person), form.canonical()),
        )
    except UsedOperation:
        form.renewed(USED)
        return None
    except Unfit as unfit:
        form.refuse(unfit)
        return None
    if outcome.id is None:
        raise LookupError("A view that was told has its id.")
    messages.success(request, receipt(outcome.id, look=look))
    # Whoever wrote it down may not be among those who can read it.
    return HttpResponseRedirect(reverse("voice:views", args=[person]))
