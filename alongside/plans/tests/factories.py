"""Plans for tests: written through the services, so that they are real.

journey = make_journey()
goal = add_goal(journey, by=journey.own)
step = add_step(journey, by=journey.school, goal=goal)
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from alongside.accounts.viewer import Viewer
from alongside.journey import services as telling
from alongside.journey.models import Entry
from alongside.journey.tests.factories import Journey
from alongside.journey.voices import View
from alongside.lib import clock, ids
from alongside.plans import services
from alongside.plans.contents import Goal, Line, PlanContents, State, Step, Thinks
from alongside.plans.models import Plan, PlanVersion, version_contents
from alongside.plans.services import Asked, ToDo
from alongside.sharing.rules import Audience
from alongside.vault import services as vault

SLEEP = "I want to sleep in my own room and not be scared."


def asked(journey: Journey, operation: UUID | None = None, words: str = "") -> Asked:
    return Asked(journey.person.pk, operation or ids.new(), vault.mac("form", words))


def add_goal(
    journey: Journey,
    *,
    by: Viewer | None = None,
    words: str = SLEEP,
    is_own: bool = True,
    said: UUID | None = None,
) -> UUID:
    made = services.add_goal(
        by=by or journey.own, asked=asked(journey), words=words, is_own=is_own, said=said
    )
    return the(made.id)


def add_step(
    journey: Journey,
    *,
    by: Viewer | None = None,
    what: str = "A lock on the window that works",
    said: UUID | None = None,
    day: date | None = None,
    **more: Any,
) -> UUID:
    made = services.add_step(
        by=by or journey.key_worker,
        asked=asked(journey),
        to_do=ToDo(what, by=day, **more),
        said=said,
    )
    return the(made.id)


def add_line(
    journey: Journey, *, by: Viewer | None = None, words: str = "Fridays at Nan’s"
) -> UUID:
    return the(services.add_line(by=by or journey.own, asked=asked(journey), words=words).id)


def move(journey: Journey, step: UUID, to: State, *, by: Viewer | None = None) -> None:
    services.move_step(by=by or journey.school, asked=asked(journey), step=step, to=to)


def say(
    journey: Journey, goal: UUID, thinks: Thinks, *, by: Viewer | None = None, why: str = ""
) -> None:
    services.say_stance(
        by=by or journey.parent, asked=asked(journey), goal=goal, thinks=thinks, why=why
    )


def tell(
    journey: Journey, words: str = "i cannot sleep", *, audience: Audience = Audience.CIRCLE
) -> Entry:
    """A view of the person."""
    return tell_view(journey, View(words=words), audience=audience)


def tell_view(journey: Journey, view: View, *, audience: Audience = Audience.CIRCLE) -> Entry:
    operation = ids.new()
    made = telling.tell(
        by=journey.own,
        person=journey.person.pk,
        contents=view,
        audience=audience,
        operation=operation,
        digest=vault.mac("form", str(operation)),
    )
    return Entry.objects.get(pk=str(made.id))


def plan_of(journey: Journey) -> Plan:
    return Plan.objects.select_related("latest").get(person=journey.person)


def now(journey: Journey) -> PlanContents:
    """What the plan says now."""
    return plan_of(journey).contents_now


def goal_of(journey: Journey, goal: UUID) -> Goal:
    found = now(journey).goal(goal)
    assert found is not None
    return found


def step_of(journey: Journey, step: UUID) -> Step:
    found = now(journey).step(step)
    assert found is not None
    return found


def line_of(journey: Journey, line: UUID) -> Line:
    found = now(journey).line(line)
    assert found is not None
    return found


def versions_of(journey: Journey) -> list[PlanContents]:
    rows = PlanVersion.objects.filter(person=journey.person).order_by("number")
    return [version_contents(row) for row in rows]


def in_days(days: int) -> date:
    return (clock.now() + timedelta(days=days)).date()


def the(id: UUID | None) -> UUID:
    assert id is not None
    return id
