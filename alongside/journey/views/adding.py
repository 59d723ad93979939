"""Adding to a journey: choose what it is, write it, save it or keep it as a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts.operations import UsedOperation
from alongside.journey import receipts, services
from alongside.journey.asking import about
from alongside.journey.drafting import draft_in, filled_with
from alongside.journey.entry_forms import FORMS, EntryForm
from alongside.journey.kinds import ICONS, LABELS, WRITTEN_HERE, Kind
from alongside.journey.policy import Unfit
from alongside.journey.queries import drafts
from alongside.journey.views.reads import read_back_of
from alongside.sharing.pages import record_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look
from alongside.ui.forms import Form, operation_of
from alongside.vault import services as vault

ROOM = "journey"
USED = _(
    "You have saved this form before, with other words. To save these words too, send it again."
)


@require_safe
@record_page(Action.ADD, room=ROOM)
def add(request: HttpRequest, look: Look) -> TemplateResponse:
    """What do you want to add?"""
    kinds = [
        (reverse(f"journey:{k}-add", args=[look.person.pk]), LABELS[k], ICONS[k])
        for k in WRITTEN_HERE
    ]
    begun = drafts(by=look.by, person=look.person.pk)
    context = {"look": look, "kinds": kinds, "drafts": begun}
    return TemplateResponse(request, "journey/add.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(Action.ADD, room=ROOM)
def entry_add(request: HttpRequest, look: Look, kind: Kind) -> HttpResponse:
    draft = draft_in(request, look=look, kind=kind)
    form = FORMS[kind](whom=about(look), **filled_with(request, draft))
    if request.method == "POST" and form.is_valid():
        answer = save(request, look, kind, form)
        if answer is not None:
            return answer
    context = {"look": look, "form": form, "kind": kind, "draft": draft}
    context |= read_back_of(look, kind, form)
    return TemplateResponse(request, "journey/entry_add.html", context)


def save(request: HttpRequest, look: Look, kind: Kind, form: EntryForm) -> HttpResponse | None:
    """Save a valid form; None when a service had something against it, which the form shows."""
    openness = form.openness
    try:
        outcome = services.add_entry(
            by=look.by,
            person=look.person.pk,
            kind=kind,
            contents=form.contents,
            happened_at=form.cleaned_data["happened_at"],
            audience=openness.audience,
            withheld_reason=openness.reason,
            withheld_until=openness.until,
            named=openness.named,
            operation=operation_of(form),
            digest=digest_of(form, look.person.pk, kind),
        )
    except UsedOperation:
        form.renewed(USED)
        return None
    except Unfit as unfit:
        form.refuse(unfit)
        return None
    messages.success(request, receipts.added(outcome))
    return HttpResponseRedirect(reverse("home:record", args=[look.person.pk]))


def digest_of(form: Form, *about: object) -> bytes:
    """What was sent, and about what: the same again is the same write."""
    return vault.mac("journey.form", *(str(part) for part in about), form.canonical())
