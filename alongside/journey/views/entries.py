"""One entry: all that it says and ever said, a correction, and a choice between two."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts.operations import UsedOperation
from alongside.journey import receipts, services
from alongside.journey.asking import about
from alongside.journey.correction_forms import ChoosingForm, correction_form
from alongside.journey.drafting import draft_in, filled_with
from alongside.journey.entry_forms import EntryForm
from alongside.journey.entry_pages import EntryPage, entry_page
from alongside.journey.kinds import Kind
from alongside.journey.models import Entry
from alongside.journey.policy import Unfit
from alongside.journey.remarks import answer_owed
from alongside.journey.told_forms import ToldForm
from alongside.journey.views.adding import USED, digest_of
from alongside.journey.views.reads import read_back_of
from alongside.sharing.pages import item_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look
from alongside.ui.forms import operation_of

ROOM = "journey"


@require_safe
@item_page(Entry, room=ROOM)
def entry(request: HttpRequest, look: Look, item: Entry) -> TemplateResponse:
    context = {"look": look, "page": entry_page(look, item), "owed": answer_owed(item.pk)}
    return TemplateResponse(request, "journey/entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@item_page(Entry, Action.CORRECT, room=ROOM)
def correct(request: HttpRequest, look: Look, item: Entry) -> HttpResponse:
    page = entry_page(look, item)
    draft = draft_in(request, look=look, kind=Kind(item.kind), entry=item.pk)
    form = correction_form(page, whom=about(look), **filled_with(request, draft))
    if request.method == "POST" and form.is_valid():
        answer = save_correction(request, look, page, form)
        if answer is not None:
            return answer
    context = {"look": look, "page": page, "form": form, "draft": draft}
    context |= read_back_of(look, Kind(item.kind), form, page.card.entry)
    return TemplateResponse(request, "journey/correct.html", context)


def save_correction(
    request: HttpRequest, look: Look, page: EntryPage, form: EntryForm | ToldForm
) -> HttpResponse | None:
    """Save a valid correction; None when a service had something against it."""
    entry = page.card.entry
    try:
        services.correct_entry(
            by=look.by,
            person=look.person.pk,
            entry=entry.pk,
            contents=form.contents,
            happened_at=form.cleaned_data["happened_at"],
            based_on=form.cleaned_data["based_on"],
            operation=operation_of(form),
            digest=digest_of(form, entry.pk),
        )
    except UsedOperation:
        form.renewed(USED)
        return None
    except Unfit as unfit:
        form.refuse(unfit)
        return None
    messages.success(request, receipts.saved(entry.pk))
    return to_entry(entry)


@require_http_methods(["GET", "HEAD", "POST"])
@item_page(Entry, Action.CORRECT, room=ROOM)
def choose(request: HttpRequest, look: Look, item: Entry) -> HttpResponse:
    """Two people changed this: which one holds from now on?"""
    page = entry_page(look, item)
    form = ChoosingForm(request.POST or None, page=page)
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_version(
                by=look.by,
                person=look.person.pk,
                entry=item.pk,
                chosen=form.winner,
                against=form.others,
                operation=operation_of(form),
                digest=digest_of(form, item.pk),
            )
        except UsedOperation:
            form.renewed(USED)
        except Unfit as unfit:
            form.add_error("chosen", str(unfit.sentence))
        else:
            messages.success(request, receipts.saved(item.pk))
            return to_entry(item)
    context = {"look": look, "page": page, "form": form}
    return TemplateResponse(request, "journey/choose.html", context)


def to_entry(entry: Entry) -> HttpResponse:
    return HttpResponseRedirect(reverse("journey:entry", args=[entry.person_id, entry.pk]))
