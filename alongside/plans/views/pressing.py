"""Buttons beside a step, a goal that ended, and a line of the next talk."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from alongside.accounts.operations import UsedOperation
from alongside.journey.policy import Unfit
from alongside.lib import ids
from alongside.plans import services
from alongside.plans.contents import State
from alongside.plans.services import Asked
from alongside.plans.views.reading import ROOM, page_for, refused, shown
from alongside.plans.views.writing import goal_of, line_of, step_of, to_plan
from alongside.sharing.pages import record_page
from alongside.sharing.services import Look
from alongside.vault import services as vault


@require_POST
@record_page(room=ROOM)
def step_move(request: HttpRequest, look: Look, step_id: UUID) -> HttpResponse:
    """Where a step stands, as the button says. Without a word it is done."""
    step_of(page_for(look), step_id, look)
    wanted = request.POST.get("state", State.DONE)
    to = State(wanted) if wanted in set(State) else State.DONE
    return pressed(
        request,
        look,
        lambda asked: services.move_step(by=look.by, asked=asked, step=step_id, to=to),
        about=f"{step_id} {to}",
    )


@require_POST
@record_page(room=ROOM)
def goal_reopen(request: HttpRequest, look: Look, goal_id: UUID) -> HttpResponse:
    if not goal_of(page_for(look), goal_id, look).may_end:
        raise refused(look)
    return pressed(
        request,
        look,
        lambda asked: services.reopen_goal(by=look.by, asked=asked, goal=goal_id),
        about=str(goal_id),
    )


@require_POST
@record_page(room=ROOM)
def line_talked(request: HttpRequest, look: Look, line_id: UUID) -> HttpResponse:
    """We talked about it; or, where the button says so, not yet."""
    line_of(page_for(look), line_id, look)
    is_done = request.POST.get("talked") != "no"
    return pressed(
        request,
        look,
        lambda asked: services.talk_about(by=look.by, asked=asked, line=line_id, is_done=is_done),
        about=f"{line_id} {is_done}",
    )


def pressed(
    request: HttpRequest, look: Look, press: Callable[[Asked], object], *, about: str
) -> HttpResponse:
    """Do it once. A script gets the plan as it stands now; a browser without one goes back to it."""
    operation = ids.parse(request.POST.get("operation", "")) or ids.new()
    digest = vault.mac("plans.press", str(look.person.pk), about)
    try:
        press(Asked(look.person.pk, operation, digest))
    except UsedOperation:
        pass  # two buttons of one form, pressed fast: the first stands
    except Unfit as unfit:
        messages.error(request, str(unfit.sentence))
    return shown(request, look) if "HX-Request" in request.headers else to_plan(look)
