"""Together with a worker: the worker writes, and the person chooses at the end who may see it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alongside.journey.attachments import attachments_of
from alongside.journey.cards import known_as
from alongside.journey.drafting import draft_in, filled_with
from alongside.journey.kinds import Kind
from alongside.journey.models import Draft
from alongside.journey.services.telling import choices_of_audience
from alongside.journey.voices import Together, View
from alongside.sharing.pages import record_page, slow_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look
from alongside.voice.around import around, receipt
from alongside.voice.listing import newest_views
from alongside.voice.together_forms import TogetherForm
from alongside.voice.viewpoints import viewpoints
from alongside.voice.views.sending import ROOM, received, told
from alongside.voice.views.tell import with_draft


@require_safe
@record_page(room=ROOM)
def views(request: HttpRequest, look: Look) -> TemplateResponse:
    """What the person told, as far as this viewer may read it, and how everybody sees it."""
    context = {
        "look": look,
        "name": known_as(look),
        "sides": viewpoints(look),
        "cards": newest_views(look),
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
    form, draft, is_fit = received(request, look, lambda held: form_in(request, look, held))
    if is_fit:
        entry = told(look, form, form.view, form.chosen_audience, place="voice.together")
        if entry is not None:
            messages.success(request, receipt(entry, look=look))
            # Whoever wrote it down may not be among those who can read it.
            return HttpResponseRedirect(reverse("voice:views", args=[look.person.pk]))
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
