"""The person tells, at any hour: in words, in pictures, or both, and chooses who can see it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts.operations import UsedOperation
from alongside.journey import services
from alongside.journey.attachments import attachments_of
from alongside.journey.drafting import draft_in, draft_of, filled_with, typed_in
from alongside.journey.kinds import Kind
from alongside.journey.models import Draft
from alongside.journey.policy import OWN_WORDS, Unfit
from alongside.journey.queries import draft_url, drafts
from alongside.journey.sending import attach_each
from alongside.lib import ids
from alongside.sharing.pages import own_page, slow_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look, Refused
from alongside.ui.forms import operation_of
from alongside.vault import services as vault
from alongside.voice.around import around, receipt
from alongside.voice.tell_forms import TellForm

ROOM = "journey"
USED = _("You have sent this page before, with other words. To send these words too, press again.")
MODES = ("words", "pictures")


@require_safe
@own_page(Action.TELL, room=ROOM)
def tell_mine(request: HttpRequest, look: Look) -> TemplateResponse:
    """The same page at an address that names nobody."""
    return page(request, look, form_in(request, look, None), None)


@require_safe
@own_page(Action.TELL, room=ROOM)
def begun(request: HttpRequest, look: Look) -> TemplateResponse:
    """What is not sent yet: a region of the person's first page."""
    context = {"begun": drafts(by=look.by, person=look.person.pk)}
    return TemplateResponse(request, "voice/begun.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@slow_page(Action.TELL, room=ROOM)
def tell(request: HttpRequest, look: Look) -> HttpResponse:
    """Write, go on with a draft, change the way of telling, or send."""
    if not look.is_own:
        raise Refused(
            by=look.by, action=Action.TELL, room=ROOM, rule="not-for-you", object=look.person.pk
        )
    if request.method != "POST":
        draft = draft_in(request, look=look, kind=Kind.VIEW)
        return page(request, look, form_in(request, look, draft), draft)
    refused = kept_files(request, look)
    if "switch" in request.POST:
        return switched(request, look)
    operation = ids.parse(request.POST.get("operation", ""))
    draft = draft_of(look, operation) if operation else None
    form = form_in(request, look, draft)
    if form.is_valid() and not refused:
        answer = send(request, look, form)
        if answer is not None:
            return answer
    for sentence in refused:
        form.add_error(None, sentence)
    return page(request, look, form, draft)


def form_in(request: HttpRequest, look: Look, draft: Draft | None) -> TellForm:
    held = attachments_of(look, [draft.pk]) if draft else {}
    return TellForm(
        choices=around(look).choices(OWN_WORDS),
        has_attached=bool(held),
        **filled_with(request, draft),
    )


def page(request: HttpRequest, look: Look, form: TellForm, draft: Draft | None) -> TemplateResponse:
    context = with_draft(look, form, draft) | {
        "look": look,
        "mode": mode_of(request, draft),
        "begun": [] if draft else drafts(by=look.by, person=look.person.pk),
    }
    return TemplateResponse(request, "voice/tell.html", context)


def with_draft(look: Look, form: TellForm, draft: Draft | None) -> dict[str, object]:
    """The form with what its draft holds already: one drawing, one photo, one voice note shown."""
    attached = attachments_of(look, [draft.pk]).get(draft.pk, ()) if draft else ()
    typed = form.data if form.is_bound else {}
    return {
        "form": form,
        "draft": draft,
        "kept": {one.sort.value: one for one in attached},
        "typed": {sort: typed.get(f"{sort}_words", "") for sort in ("drawing", "photo", "voice")},
    }


def mode_of(request: HttpRequest, draft: Draft | None) -> str:
    """As it was asked for; else as the draft was begun."""
    begun = draft.contents.fields.get("mode", ()) if draft else ()
    asked = (request.POST.get("mode"), request.GET.get("mode"), *begun)
    return next((mode for mode in asked if mode in MODES), MODES[0])


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


def switched(request: HttpRequest, look: Look) -> HttpResponse:
    """Another way of telling: the words go along, in the draft."""
    operation = ids.parse(request.POST.get("operation", ""))
    draft = draft_of(look, operation) if operation else None
    mode = request.POST["switch"] if request.POST["switch"] in MODES else MODES[0]
    if draft is None:
        return HttpResponseRedirect(f"{reverse('voice:tell-mine')}?mode={mode}")
    return HttpResponseRedirect(f"{draft_url(draft)}&mode={mode}")


def send(request: HttpRequest, look: Look, form: TellForm) -> HttpResponse | None:
    """Send a valid form; None when a service had something against it, which the form shows."""
    person = look.person.pk
    try:
        outcome = services.tell(
            by=look.by,
            person=person,
            contents=form.view,
            audience=form.chosen_audience,
            operation=operation_of(form),
            digest=vault.mac("voice.tell", str(person), form.canonical()),
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
    return HttpResponseRedirect(reverse("journey:entry", args=[person, outcome.id]))
