"""Who has looked, why somebody can see this, and who is kept out."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts.operations import UsedOperation
from alongside.sharing import exclusions as kept
from alongside.sharing import questions as about
from alongside.sharing.access_log import PAGE, Seen, access_log
from alongside.sharing.forms import (
    AnswerForm,
    AskForm,
    EndExclusionForm,
    ExclusionForm,
    LinesForm,
)
from alongside.sharing.models import AccessQuestion
from alongside.sharing.pages import item_page, record_page
from alongside.sharing.rules import Action
from alongside.sharing.services import EndedAlready, ExcludedAlready, Look, Refused
from alongside.ui.forms import operation_of


@require_safe
@record_page(Action.READ_LOG, room="sharing")
def access_log_page(request: HttpRequest, look: Look) -> TemplateResponse:
    form = LinesForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = access_log(look, lines=asked.get("lines") or PAGE, before=asked.get("before", ""))
    questions = about.questions_about(look, [line.event for line in page.lines])
    lines = [(line, questions.get(line.event, [])) for line in page.lines]
    context = {"look": look, "page": page, "days": by_day(lines)}
    return TemplateResponse(request, "sharing/access_log.html", context)


def by_day[Rest](lines: Iterable[tuple[Seen, Rest]]) -> list[tuple[date, list[tuple[Seen, Rest]]]]:
    """The lines of each day, the newest first."""
    return [(day, list(of_day)) for day, of_day in groupby(lines, key=lambda line: line[0].day)]


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(Action.READ_LOG, room="sharing")
def ask(request: HttpRequest, look: Look) -> HttpResponse:
    """Ask about one line of the log; the address says which."""
    ref = request.GET.get("look", "")
    event = about.asked_event(look, ref)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            about.ask(
                by=look.by,
                person=look.person.pk,
                ref=ref,
                words=form.cleaned_data["words"],
                operation=operation_of(form),
                digest=form.digest(look.person.pk, ref),
            )
        except UsedOperation:
            form.renewed(_("You have asked with this page before. To ask this too, send it."))
        else:
            messages.success(request, _("Sent. You find the answer on this page."))
            return HttpResponseRedirect(reverse("sharing:access-log", args=[look.person.pk]))
    context = {"look": look, "form": form, "line": about.line_of(look, event)}
    return TemplateResponse(request, "sharing/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@item_page(AccessQuestion, room="sharing")
def question(request: HttpRequest, look: Look, item: AccessQuestion) -> HttpResponse:
    """What somebody asked about a look, for whoever has to answer it."""
    may_answer = about.may_answer(look, item)
    form = AnswerForm(request.POST or None) if may_answer else None
    if request.method == "POST" and form is None:
        raise Refused(
            by=look.by, action=Action.READ, room="sharing", rule="not-for-you", object=item.pk
        )
    if request.method == "POST" and form and form.is_valid() and answer(look, item, form):
        messages.success(request, _("Sent. The person can read it now."))
        return HttpResponseRedirect(request.path)
    card = about.card_of(item)
    context = {
        "look": look,
        "question": card,
        "line": about.line_asked(look, item),
        "form": None if card.answered_at else form,
        "name": known_as(look),
    }
    return TemplateResponse(request, "sharing/question.html", context)


def answer(look: Look, item: AccessQuestion, form: AnswerForm) -> bool:
    """Whether it is answered. If not, the form says why."""
    try:
        about.answer(
            by=look.by,
            person=look.person.pk,
            question=item.pk,
            words=form.cleaned_data["words"],
            operation=operation_of(form),
            digest=form.digest(look.person.pk, item.pk),
        )
    except UsedOperation:
        form.renewed(_("You have sent this before. To send these words, send them again."))
    except about.Answered:
        form.add_error(None, _("Somebody has answered this already."))
    return form.is_valid()


def known_as(look: Look) -> str:
    return look.person.identity.goes_by


@require_safe
@record_page(room="sharing")
def why(request: HttpRequest, look: Look) -> TemplateResponse:
    return TemplateResponse(request, "sharing/why.html", {"look": look})


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(Action.SET_EXCLUSION, room="circles")
def exclusions(request: HttpRequest, look: Look) -> HttpResponse:
    """Who must not see this record, and somebody more. In the log it is a look at the circle."""
    form = ExclusionForm(request.POST or None, look=look)
    if request.method == "POST" and form.is_valid() and keep_out(look, form):
        messages.success(request, _("They see nothing of this record from now on."))
        return back(look)
    context = {"look": look, "form": form, "kept_out": kept.kept_out(look)}
    return TemplateResponse(request, "sharing/exclusions.html", context)


def keep_out(look: Look, form: ExclusionForm) -> bool:
    """Whether it is done. If not, the form says why."""
    try:
        kept.keep_out(
            look=look,
            account=form.whom,
            reason=form.cleaned_data["reason"],
            operation=operation_of(form),
            digest=form.digest(look.person.pk),
        )
    except UsedOperation:
        form.renewed(
            _("You have kept somebody out with this page before. To do it again, send it.")
        )
    except ExcludedAlready:
        form.add_error("account", _("They are kept out already."))
    return form.is_valid()


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(Action.SET_EXCLUSION, room="circles")
def end_exclusion(request: HttpRequest, look: Look, exclusion_id: UUID) -> HttpResponse:
    """Somebody may see this record again."""
    form = EndExclusionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and end(look, exclusion_id, form):
        messages.success(request, _("This has ended. They can see the record again."))
        return back(look)
    found = kept.to_end(look, exclusion_id, or_ended=request.method == "POST")
    context = {"look": look, "form": form, "kept": found}
    return TemplateResponse(request, "sharing/end_exclusion.html", context)


def end(look: Look, exclusion: UUID, form: EndExclusionForm) -> bool:
    """Whether it has ended, now or before. If not, the form says why."""
    try:
        kept.end(
            look=look,
            exclusion=exclusion,
            reason=form.cleaned_data["reason"],
            operation=operation_of(form),
            digest=form.digest(look.person.pk, exclusion),
        )
    except UsedOperation:
        form.renewed(_("You have used this page before. To end this one, send it."))
    except EndedAlready:
        return True
    return form.is_valid()


def back(look: Look) -> HttpResponse:
    return HttpResponseRedirect(reverse("sharing:exclusions", args=[look.person.pk]))
