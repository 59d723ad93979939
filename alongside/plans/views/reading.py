"""The plan on a page, what it said before, and on paper."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.accounts.routes import signed_in, viewer_of
from alongside.plans import queries
from alongside.plans import versions as past
from alongside.plans.forms import GoalForm, LineForm, ReviewForm, StanceForm, StepForm
from alongside.plans.mine import named_steps
from alongside.plans.paper import on_paper
from alongside.plans.showing import GoalCard, PlanPage
from alongside.plans.sources import may_plan
from alongside.sharing import services as sharing
from alongside.sharing.pages import in_one_look, record_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look

ROOM = "plans"


@require_safe
@record_page(room=ROOM)
def plan(request: HttpRequest, look: Look) -> TemplateResponse:
    return shown(request, look)


def shown(request: HttpRequest, look: Look) -> TemplateResponse:
    """The whole plan with its small forms: after a press of a button, too, where a script asks."""
    page = page_for(look)
    context = {"look": look, "page": page, "may_write": may_plan(look)} | forms_of(page)
    return TemplateResponse(request, "plans/plan.html", context)


@signed_in
@require_safe
@in_one_look
def next_steps(request: HttpRequest) -> TemplateResponse:
    """What I do next, on the plans of everybody whose plan I read."""
    lines = named_steps(by=viewer_of(request))
    return TemplateResponse(request, "plans/next_steps.html", {"lines": lines})


@require_safe
@record_page(room=ROOM)
def versions(request: HttpRequest, look: Look) -> TemplateResponse:
    page_for(look)
    asked = request.GET.get("below", "")
    below = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    history = past.versions(look, below=below)
    return TemplateResponse(request, "plans/versions.html", {"look": look, "history": history})


@require_safe
@record_page(room=ROOM)
def version(request: HttpRequest, look: Look, version_id: UUID) -> TemplateResponse:
    """What the plan said then, to read and not to write."""
    found = past.version(look, version_id)
    if found is None:
        raise refused(look)
    context = {"look": look, "page": found[1], "may_write": False}
    return TemplateResponse(request, "plans/version.html", context)


@require_safe
@record_page(room=ROOM)
def pdf(request: HttpRequest, look: Look) -> HttpResponse:
    """The plan on paper, as it stands at this moment."""
    answer = HttpResponse(on_paper(page_for(look)), content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="plan.pdf"'
    return answer


def page_for(look: Look) -> PlanPage:
    """The plan, or the one 404."""
    page = queries.plan(look)
    if page is None:
        raise refused(look)
    return page


def refused(look: Look) -> sharing.Refused:
    return sharing.Refused(
        by=look.by, action=Action.READ, room=ROOM, rule="not-for-you", object=look.person.pk
    )


def forms_of(page: PlanPage) -> dict[str, object]:
    """One form for each thing that can be added where it stands."""
    return {
        "goals": [(card, step_form(page, card), stance_form(page, card)) for card in page.goals],
        "goal_form": GoalForm(page=page, place="new-goal"),
        "line_form": LineForm(page=page, place="new-line"),
        "review_form": (
            ReviewForm(page=page, place="review", initial={"on": page.review_on})
            if page.may_set_review
            else None
        ),
    }


def step_form(page: PlanPage, card: GoalCard) -> StepForm:
    return StepForm(page=page, place=f"step-of-{card.goal.id}", goal=card.goal.id)


def stance_form(page: PlanPage, card: GoalCard) -> StanceForm:
    place = f"think-of-{card.goal.id}"
    return StanceForm(page=page, place=place, initial=stance_of(card))


def stance_of(card: GoalCard) -> dict[str, str]:
    return {"thinks": card.mine.thinks.value, "why": card.mine.why} if card.mine else {}
