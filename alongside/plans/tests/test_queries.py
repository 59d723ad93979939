"""What other rooms ask of plans: what became of what was said, and what is mine to do next."""

from datetime import timedelta

import pytest

from alongside.circles.tests.factories import join, make_circle
from alongside.journey.tests.browsing import page
from alongside.journey.tests.conftest import Browse
from alongside.journey.tests.factories import Journey, account, look_of
from alongside.lib import clock, ids
from alongside.plans import services
from alongside.plans.contents import Ending, State
from alongside.plans.queries import from_view, from_views, next_steps, plan
from alongside.plans.services import Asked, ToDo
from alongside.plans.tests.factories import (
    add_goal,
    add_step,
    asked,
    in_days,
    move,
    tell,
)
from alongside.sharing import services as sharing
from alongside.sharing.rules import Audience

pytestmark = pytest.mark.django_db


def test_what_became_of_what_was_said_is_told_as_it_stands_now(journey: Journey) -> None:
    view, other = tell(journey), tell(journey, "something else")
    goal = add_goal(journey, said=view.pk)
    step = add_step(journey, goal=goal, said=view.pk)
    add_step(journey, goal=goal)
    move(journey, step, State.DONE)
    become = from_view(look_of(journey.own, journey), view.pk)
    assert [card.goal.id for card in become.goals] == [goal]
    assert [(card.step.id, card.is_done) for card in become.steps] == [(step, True)]
    assert not from_view(look_of(journey.own, journey), other.pk)
    assert set(from_views(look_of(journey.own, journey), [view.pk, other.pk])) == {view.pk}


def test_what_became_of_it_stays_when_the_goal_ends(journey: Journey) -> None:
    view = tell(journey)
    goal = add_goal(journey, said=view.pk)
    step = add_step(journey, goal=goal, said=view.pk)
    services.end_goal(
        by=journey.own, asked=asked(journey), goal=goal, ending=Ending.REACHED, why=""
    )
    become = from_view(look_of(journey.own, journey), view.pk)
    assert (become.goals[0].ending, become.steps[0].step.id) == ("We got there", step)


def test_where_there_is_no_plan_nothing_became_of_it(journey: Journey) -> None:
    assert not from_view(look_of(journey.own, journey), ids.new())
    empty = plan(look_of(journey.own, journey))
    assert empty is not None
    assert empty.is_empty


def test_my_next_steps_are_the_soonest_first_and_no_others(journey: Journey) -> None:
    me = account(journey.school)
    later = add_step(journey, who=me, what="Later", day=in_days(9))
    sooner = add_step(journey, who=me, what="Sooner", day=in_days(1))
    some_day = add_step(journey, who=me, what="Some day")
    done = add_step(journey, who=me)
    move(journey, done, State.DONE)
    ended = add_goal(journey)
    add_step(journey, who=me, goal=ended)
    services.end_goal(
        by=journey.own, asked=asked(journey), goal=ended, ending=Ending.STOPPED, why=""
    )
    add_step(journey, who=account(journey.parent))
    assert [step.id for step in next_steps(by=journey.school)] == [sooner, later, some_day]


def test_a_day_that_has_passed_is_late(journey: Journey) -> None:
    add_step(journey, who=account(journey.own), day=in_days(1))
    with clock.hold(clock.now() + timedelta(days=3)):
        assert [step.is_late for step in next_steps(by=journey.own)] == [True]


def test_whoever_may_not_read_the_plan_any_more_has_no_steps_on_it(journey: Journey) -> None:
    add_step(journey, who=account(journey.school))
    sharing.exclude(
        by=journey.key_worker,
        person=journey.person.pk,
        account=account(journey.school),
        reason="Made up.",
    )
    assert next_steps(by=journey.school) == []


def test_the_page_names_whose_plan_it_is_and_shows_it_nowhere_else(
    journey: Journey, browse: Browse
) -> None:
    circle = make_circle("Amir", "Shah", key_worker=journey.key_worker)
    join(circle.person, journey.school)
    to_do = ToDo("Ring the bus office", who=account(journey.school))
    services.add_step(
        by=journey.key_worker, asked=Asked(circle.person.pk, ids.new(), b"x" * 32), to_do=to_do
    )
    add_step(journey, who=account(journey.school))
    shown = page(browse(journey.school), "/next-steps/")
    assert "Amir Shah" in shown
    assert "Robyn Hale" in shown
    assert "No step on a plan waits for you." in page(browse(journey.outsider), "/next-steps/")


def test_what_only_some_may_read_is_no_thread_for_the_others(journey: Journey) -> None:
    view = tell(journey, audience=Audience.KEY_WORKER)
    add_goal(journey, by=journey.own, said=view.pk)
    for viewer, knows in ((journey.own, True), (journey.key_worker, True), (journey.parent, False)):
        found = plan(look_of(viewer, journey))
        assert found is not None
        assert bool(found.goals[0].said) == knows
