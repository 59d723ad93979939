"""Beside an entry: I see it differently, this is not right, this is what we did."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.accounts.operations import UsedOperation
from alongside.journey import services
from alongside.journey.entry_pages import entry_page
from alongside.journey.models import Entry, Stance
from alongside.journey.policy import Unfit, stances_of
from alongside.journey.remark_forms import RemarkForm
from alongside.journey.remarks import answer_owed
from alongside.journey.views.adding import USED, digest_of
from alongside.sharing.pages import item_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look, Refused
from alongside.ui.forms import operation_of

ROOM = "journey"


@require_http_methods(["GET", "HEAD", "POST"])
@item_page(Entry, room=ROOM)
def remark(request: HttpRequest, look: Look, item: Entry) -> HttpResponse:
    stances = stances_of(seen=look, entry=item)
    if not stances:
        raise Refused(by=look.by, action=Action.TELL, room=ROOM, rule="not-for-you", object=item.pk)
    form = RemarkForm(request.POST or None, stances=stances)
    if request.method == "POST" and form.is_valid() and write(look, item, form):
        messages.success(request, receipt(form, item))
        return HttpResponseRedirect(reverse("journey:entry", args=[look.person.pk, item.pk]))
    context = {"look": look, "page": entry_page(look, item), "form": form}
    return TemplateResponse(request, "journey/remark.html", context)


def write(look: Look, entry: Entry, form: RemarkForm) -> bool:
    """Write a valid form down; False when a service had something against it, which it shows."""
    try:
        services.remark(
            by=look.by,
            person=look.person.pk,
            entry=entry.pk,
            stance=Stance(form.cleaned_data["stance"]),
            words=form.cleaned_data["words"],
            operation=operation_of(form),
            digest=digest_of(form, look.person.pk, entry.pk),
        )
    except UsedOperation:
        form.renewed(USED)
        return False
    except Unfit as unfit:
        form.refuse(unfit)
        return False
    return True


def receipt(form: RemarkForm, entry: Entry) -> str:
    """What came of it. An answer is said to come only where somebody owes one."""
    if form.cleaned_data["stance"] == Stance.NOT_RIGHT and answer_owed(entry.pk):
        return _("Saved. It stands beside the entry, and you get an answer.")
    return _("Saved. It stands beside the entry for everybody who can read it.")
