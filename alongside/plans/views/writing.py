"""Writing the plan: each form saves one thing and goes back to the plan, where it stands now."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from alongside.accounts.operations import UsedOperation
from alongside.journey.policy import Unfit
from alongside.lib import ids
from alongside.plans import services
from alongside.plans.contents import Ending, Thinks
from alongside.plans.forms import (
    EndForm,
    GoalForm,
    LineForm,
    PlanForm,
    ReviewForm,
    StanceForm,
    StepForm,
)
from alongside.plans.services import Asked
from alongside.plans.showing import GoalCard, LineCard, PlanPage, StepCard
from alongside.plans.sources import Source, source
from alongside.plans.views.reading import ROOM, page_for, refused, stance_of
from alongside.sharing.pages import record_page
from alongside.sharing.services import Look
from alongside.ui.forms import operation_of
from alongside.vault import services as vault

USED = _(
    "You have saved this form before, with other words. To save these words too, send it again."
)
SAVED = _("Saved. Everyone in the circle can see it now.")


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(room=ROOM)
def goal_add(request: HttpRequest, look: Look) -> HttpResponse:
    page, said = page_for(look), said_in(request, look)
    form = GoalForm(request.POST or None, page=page, initial=prefilled(said, "words", OWN_GOAL))
    return answered(
        request,
        look,
        form,
        lambda asked: services.add_goal(
            by=look.by,
            asked=asked,
            words=form.cleaned_data["words"],
            is_own=form.is_own,
            said=form.came_from,
        ),
        title=_("Add a goal"),
        said=said,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(room=ROOM)
def goal_change(request: HttpRequest, look: Look, goal_id: UUID) -> HttpResponse:
    page = page_for(look)
    card = goal_of(page, goal_id, look)
    if not card.may_change:
        raise refused(look)
    form = GoalForm(request.POST or None, page=page, initial=GoalForm.filled_with(card.goal))
    return answered(
        request,
        look,
        form,
        lambda asked: services.change_goal(
            by=look.by,
            asked=asked,
            goal=goal_id,
            words=form.cleaned_data["words"],
            is_own=form.is_own,
        ),
        title=_("Change the words of a goal"),
        about=goal_id,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(room=ROOM)
def goal_end(request: HttpRequest, look: Look, goal_id: UUID) -> HttpResponse:
    page = page_for(look)
    card = goal_of(page, goal_id, look)
    if not card.may_end:
        raise refused(look)
    form = EndForm(request.POST or None, page=page)
    return answered(
        request,
        look,
        form,
        lambda asked: services.end_goal(
            by=look.by,
            asked=asked,
            goal=goal_id,
            ending=Ending(form.cleaned_data["ending"]),
            why=form.cleaned_data["why"],
        ),
        title=_("End a goal"),
        about=goal_id,
        card=card,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(room=ROOM)
def stance(request: HttpRequest, look: Look, goal_id: UUID) -> HttpResponse:
    page = page_for(look)
    card = goal_of(page, goal_id, look)
    form = StanceForm(request.POST or None, page=page, initial=stance_of(card))
    return answered(
        request,
        look,
        form,
        lambda asked: services.say_stance(
            by=look.by,
            asked=asked,
            goal=goal_id,
            thinks=Thinks(form.cleaned_data["thinks"]),
            why=form.cleaned_data["why"],
        ),
        title=_("Say what you think"),
        about=goal_id,
        card=card,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(room=ROOM)
def step_add(request: HttpRequest, look: Look) -> HttpResponse:
    page, said = page_for(look), said_in(request, look)
    goal = ids.parse(request.GET.get("goal", ""))
    form = StepForm(request.POST or None, page=page, goal=goal, initial=prefilled(said, "what"))
    return answered(
        request,
        look,
        form,
        lambda asked: services.add_step(
            by=look.by, asked=asked, to_do=form.to_do, said=form.came_from
        ),
        title=_("Add a step"),
        said=said,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(room=ROOM)
def step_change(request: HttpRequest, look: Look, step_id: UUID) -> HttpResponse:
    page = page_for(look)
    card = step_of(page, step_id, look)
    who = card.who.described if card.who else ""
    initial = StepForm.filled_with(card.step, who_name=who)
    form = StepForm(request.POST or None, page=page, goal=card.step.goal, initial=initial)
    return answered(
        request,
        look,
        form,
        lambda asked: services.change_step(by=look.by, asked=asked, step=step_id, to_do=form.to_do),
        title=_("Change a step"),
        about=step_id,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(room=ROOM)
def review(request: HttpRequest, look: Look) -> HttpResponse:
    page = page_for(look)
    if not page.may_set_review:
        raise refused(look)
    form = ReviewForm(request.POST or None, page=page, initial={"on": page.review_on})
    return answered(
        request,
        look,
        form,
        lambda asked: services.set_review(by=look.by, asked=asked, on=form.cleaned_data["on"]),
        title=_("When we look again"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(room=ROOM)
def line_add(request: HttpRequest, look: Look) -> HttpResponse:
    page, said = page_for(look), said_in(request, look)
    form = LineForm(request.POST or None, page=page, initial=prefilled(said, "words"))
    return answered(
        request,
        look,
        form,
        lambda asked: services.add_line(
            by=look.by, asked=asked, words=form.cleaned_data["words"], said=form.came_from
        ),
        title=_("Something to talk about"),
        said=said,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(room=ROOM)
def line_change(request: HttpRequest, look: Look, line_id: UUID) -> HttpResponse:
    page = page_for(look)
    card = line_of(page, line_id, look)
    if not card.may_change:
        raise refused(look)
    form = LineForm(request.POST or None, page=page, initial={"words": card.line.words})
    return answered(
        request,
        look,
        form,
        lambda asked: services.change_line(
            by=look.by, asked=asked, line=line_id, words=form.cleaned_data["words"]
        ),
        title=_("Something to talk about"),
        about=line_id,
    )


def answered(
    request: HttpRequest,
    look: Look,
    form: PlanForm,
    save: Callable[[Asked], object],
    *,
    title: Promise,
    about: UUID | None = None,
    said: Source | None = None,
    card: GoalCard | None = None,
) -> HttpResponse:
    """The form, or what came of it. Words that cannot be saved are shown again with the reason."""
    if request.method == "POST" and form.is_valid():
        try:
            save(asked_with(form, look, about or request.path))
        except UsedOperation:
            form.renewed(USED)
        except Unfit as unfit:
            form.refuse(unfit)
        else:
            messages.success(request, SAVED)
            return to_plan(look)
    context = {"look": look, "form": form, "title": title, "said": said, "card": card}
    return TemplateResponse(request, "plans/form.html", context)


def asked_with(form: PlanForm, look: Look, about: object) -> Asked:
    digest = vault.mac("plans.form", str(look.person.pk), str(about), form.canonical())
    return Asked(look.person.pk, operation_of(form), digest)


def to_plan(look: Look) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("plans:plan", args=[look.person.pk]))


OWN_GOAL = {"whose": "own"}


def said_in(request: HttpRequest, look: Look) -> Source | None:
    """What these words come from, when the page was opened from there."""
    asked = request.POST.get("said") or request.GET.get("said")
    if not asked:
        return None
    entry = ids.parse(asked)
    found = source(look, entry) if entry else None
    if found is None:
        raise refused(look)
    return found


def prefilled(
    said: Source | None, field: str, also: dict[str, str] | None = None
) -> dict[str, object]:
    return {field: said.words, "said": said.entry} | (also or {}) if said else {}


def goal_of(page: PlanPage, id: UUID, look: Look) -> GoalCard:
    card = page.goal(id)
    if card is None:
        raise refused(look)
    return card


def step_of(page: PlanPage, id: UUID, look: Look) -> StepCard:
    card = page.step(id)
    if card is None:
        raise refused(look)
    return card


def line_of(page: PlanPage, id: UUID, look: Look) -> LineCard:
    card = page.line(id)
    if card is None:
        raise refused(look)
    return card
