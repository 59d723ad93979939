"""Who of the cast may do what with a plan."""

from collections.abc import Callable
from uuid import UUID

import pytest

from alongside.accounts.viewer import Viewer
from alongside.circles.models import Membership, Reach
from alongside.journey.tests.factories import Journey, account, look_of
from alongside.plans import services
from alongside.plans.contents import Ending, State, Thinks
from alongside.plans.queries import plan
from alongside.plans.services import ToDo
from alongside.plans.tests.factories import (
    add_goal,
    add_line,
    add_step,
    asked,
    in_days,
    move,
    say,
)
from alongside.sharing.services import Refused

pytestmark = pytest.mark.django_db

WRITERS = {"own", "parent", "key_worker", "colleague", "night", "school", "newcomer"}
WORKERS = WRITERS - {"own", "parent"}

type Deed = Callable[[Journey, Viewer, UUID, UUID, UUID], object]

# A goal in the person's own words that the school wrote down, a step, and a line of the school.
DEEDS: dict[str, tuple[Deed, set[str]]] = {
    "add a goal": (lambda j, by, _g, _s, _l: add_goal(j, by=by), WRITERS),
    "add a step": (lambda j, by, _g, _s, _l: add_step(j, by=by), WRITERS),
    "change a step": (
        lambda j, by, _g, s, _l: services.change_step(
            by=by, asked=asked(j), step=s, to_do=ToDo(f"By {by.account}")
        ),
        WRITERS,
    ),
    "do a step": (lambda j, by, _g, s, _l: move(j, s, State.DONE, by=by), WRITERS),
    "say what they think": (lambda j, by, g, _s, _l: say(j, g, Thinks.AGREE, by=by), WRITERS),
    "add to the next talk": (lambda j, by, _g, _s, _l: add_line(j, by=by), WRITERS),
    "have talked about it": (
        lambda j, by, _g, _s, ln: services.talk_about(by=by, asked=asked(j), line=ln, is_done=True),
        WRITERS,
    ),
    "change the words of a goal": (
        lambda j, by, g, _s, _l: services.change_goal(
            by=by, asked=asked(j), goal=g, words=f"By {by.account}", is_own=True
        ),
        {"own", "school"},
    ),
    "change the words of a line": (
        lambda j, by, _g, _s, ln: services.change_line(
            by=by, asked=asked(j), line=ln, words=f"By {by.account}"
        ),
        {"school"},
    ),
    "go on with a goal": (
        lambda j, by, g, _s, _l: services.reopen_goal(by=by, asked=asked(j), goal=g),
        WORKERS | {"own"},
    ),
    "name the day to look again": (
        lambda j, by, _g, _s, _l: services.set_review(by=by, asked=asked(j), on=in_days(9)),
        WORKERS,
    ),
}


def allowed(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except Refused:
        return False
    return True


@pytest.mark.parametrize("deed", DEEDS)
def test_who_may_do_what(journey: Journey, deed: str) -> None:
    act, expected = DEEDS[deed]
    goal = add_goal(journey, by=journey.school)
    step, line = add_step(journey), add_line(journey, by=journey.school)
    found = {
        name
        for name, by in journey.everybody.items()
        if allowed(lambda by=by: act(journey, by, goal, step, line))  # type: ignore[misc]  # bound now
    }
    assert found == expected


def test_who_may_end_a_goal(journey: Journey) -> None:
    found = set()
    for name, by in journey.everybody.items():
        goal = add_goal(journey, by=journey.own)

        def end(by: Viewer = by, goal: UUID = goal) -> None:
            services.end_goal(by=by, asked=asked(journey), goal=goal, ending=Ending.STOPPED, why="")

        if allowed(end):
            found.add(name)
    assert found == WORKERS | {"own"}


@pytest.mark.parametrize(("reach", "may"), [("nothing", False), ("plan", True), ("shared", True)])
def test_family_reads_and_writes_it_once_two_people_have_said_so(
    journey: Journey,
    reach: str,
    may: bool,  # noqa: FBT001 - a cell of the table
) -> None:
    add_goal(journey)
    place = Membership.objects.filter(person=journey.person, account=account(journey.parent))
    place.update(reach=Reach(reach))
    assert (plan(look_of(journey.parent, journey)) is not None) == may
    assert allowed(lambda: add_step(journey, by=journey.parent)) == may
