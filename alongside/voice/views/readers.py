"""Who can see what I told: more people or fewer, later too, and without saying why."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from alongside.accounts.operations import UsedOperation
from alongside.journey import receipts, services
from alongside.journey.cards import Card, newest
from alongside.journey.entry_pages import heard_by
from alongside.journey.models import Entry
from alongside.journey.policy import Unfit, may_choose_readers
from alongside.journey.queries import bare_card
from alongside.journey.read_by import read_by
from alongside.journey.services.telling import choices_of_audience
from alongside.sharing.pages import item_page
from alongside.sharing.rules import Action, Audience
from alongside.sharing.services import Look, Refused
from alongside.ui.forms import operation_of
from alongside.vault import services as vault
from alongside.voice.around import around, readers_now
from alongside.voice.reader_forms import ReadersForm
from alongside.voice.viewpoint_forms import AUDIENCES

ROOM = "journey"
USED = _("You have sent this page before, with another answer. To send this one too, press again.")


@require_http_methods(["GET", "HEAD", "POST"])
@item_page(Entry, Action.REVIEW, room=ROOM)
def readers(request: HttpRequest, look: Look, item: Entry) -> HttpResponse:
    """Choose anew. Who has read it already is said first: nobody can take that back."""
    if not may_choose_readers(item, seen=look):
        raise Refused(
            by=look.by, action=Action.REVIEW, room=ROOM, rule="not-for-you", object=item.pk
        )
    card = bare_card(item, look=look)
    form = form_in(request, look, card)
    if request.method == "POST" and form.is_valid():
        answer = choose(request, look, item, form)
        if answer is not None:
            return answer
    context = {
        "look": look,
        "card": card,
        "form": form,
        "read_by": read_by(look, item) if look.is_own else (),
        "heard_by": heard_by(card),
    }
    return TemplateResponse(request, "voice/readers.html", context)


def form_in(request: HttpRequest, look: Look, card: Card) -> ReadersForm:
    offered = choices_of_audience(newest(card.entry).contents, seen=look)
    own = around(look).choices(offered) if look.is_own else None
    return ReadersForm(
        request.POST or None,
        choices=own or [(choice.value, str(AUDIENCES[choice])) for choice in offered],
        now=Audience(card.entry.audience),
    )


def choose(request: HttpRequest, look: Look, item: Entry, form: ReadersForm) -> HttpResponse | None:
    """Choose; None when a service had something against it, which the form shows."""
    try:
        services.choose_readers(
            by=look.by,
            person=look.person.pk,
            entry=item.pk,
            audience=form.chosen,
            operation=operation_of(form),
            digest=vault.mac("voice.readers", str(item.pk), form.canonical()),
        )
    except UsedOperation:
        form.renewed(USED)
        return None
    except Unfit as unfit:
        form.refuse(unfit)
        return None
    messages.success(request, said_of(item, look))
    return HttpResponseRedirect(reverse("journey:entry", args=[item.person_id, item.pk]))


def said_of(item: Entry, look: Look) -> str:
    """That it is saved, and who can read it now."""
    if not look.is_own:
        return receipts.decided(item.pk)
    return f"{_now('Saved.')} {readers_now(item.pk, look=look)}"
