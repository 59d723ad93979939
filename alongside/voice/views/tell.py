"""The person tells, at any hour: in words, in pictures, or both, and chooses who can see it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from alongside.journey.attachments import attachments_of
from alongside.journey.drafting import draft_in, filled_with
from alongside.journey.kinds import Kind
from alongside.journey.models import Draft
from alongside.journey.policy import OWN_WORDS
from alongside.journey.queries import draft_url, drafts
from alongside.sharing.pages import own_page, slow_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look, Refused
from alongside.voice.around import around, receipt
from alongside.voice.tell_forms import TellForm
from alongside.voice.views.sending import ROOM, kept_files, received, sent_draft, told

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
    if "switch" in request.POST:
        kept_files(request, look)
        return switched(request, look)
    form, draft, is_fit = received(request, look, lambda held: form_in(request, look, held))
    if is_fit:
        entry = told(look, form, form.view, form.chosen_audience, place="voice.tell")
        if entry is not None:
            messages.success(request, receipt(entry, look=look))
            return HttpResponseRedirect(reverse("journey:entry", args=[look.person.pk, entry]))
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


def switched(request: HttpRequest, look: Look) -> HttpResponse:
    """Another way of telling: the words go along, in the draft."""
    draft = sent_draft(request, look)
    mode = request.POST["switch"] if request.POST["switch"] in MODES else MODES[0]
    if draft is None:
        return HttpResponseRedirect(f"{reverse('voice:tell-mine')}?mode={mode}")
    return HttpResponseRedirect(f"{draft_url(draft)}&mode={mode}")
