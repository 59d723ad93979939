"""Ten people write at once, and random changes by several: nothing of anybody is ever lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.accounts.viewer import Viewer
from alongside.journey.policy import Unfit
from alongside.journey.tests.factories import Journey, account, make_journey
from alongside.plans import services
from alongside.plans.contents import Ending, State, Thinks
from alongside.plans.models import PlanVersion
from alongside.plans.tests.factories import (
    add_goal,
    add_line,
    add_step,
    asked,
    in_days,
    move,
    now,
    plan_of,
    say,
    versions_of,
)
from alongside.vault import services as vault
from tests.harness.proving import count, figure
from tests.northmere import undone

TIMES = 10
WRITERS = ("own", "parent", "key_worker", "colleague", "school", "night")


@pytest.mark.django_db(transaction=True)
def test_ten_who_write_at_once_are_ten_versions_and_nothing_is_lost() -> None:
    journey = make_journey()
    at_once(journey, lambda by, n: add_step(journey, by=by, what=f"Step {n}"))
    assert {step.what for step in now(journey).steps} == {f"Step {n}" for n in range(TIMES)}
    assert numbers(journey) == list(range(1, TIMES + 1))
    goal = add_goal(journey)
    at_once(journey, lambda by, n: add_line(journey, by=by, words=f"Line {n}"))
    at_once(journey, lambda by, _n: say(journey, goal, Thinks.AGREE, by=by))
    plan = now(journey)
    assert len(plan.agenda) == TIMES
    assert {one.hand.account for one in plan.goals[0].stances} == {
        account(journey.everybody[name]) for name in WRITERS
    }
    assert numbers(journey) == list(range(1, plan_of(journey).number + 1))


@pytest.mark.django_db(transaction=True)
def test_the_same_step_done_by_ten_at_once_is_done_once() -> None:
    journey = make_journey()
    step = add_step(journey)
    at_once(journey, lambda by, _n: move(journey, step, State.DONE, by=by))
    assert numbers(journey) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_ten_times_at_once_is_one_goal() -> None:
    journey = make_journey()
    once = asked(journey, words="Once")

    def send(_by: Viewer, _n: int) -> UUID | None:
        return services.add_goal(by=journey.own, asked=once, words="Once", is_own=True).id

    assert len(set(at_once(journey, send))) == 1
    assert [goal.words for goal in now(journey).goals] == ["Once"]


def at_once(journey: Journey, write: object) -> list[object]:
    """Ten writers on ten connections, started at the same moment; two of them may be the same."""
    gate = Barrier(TIMES)
    assert callable(write)

    def one(number: int) -> object:
        by = journey.everybody[WRITERS[number % len(WRITERS)]]
        vault.fetch_keys([journey.person.pk])
        gate.wait(timeout=30)
        try:
            return write(by, number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(one, range(TIMES)))


def numbers(journey: Journey) -> list[int]:
    rows = PlanVersion.objects.filter(person=journey.person).order_by("number")
    return list(rows.values_list("number", flat=True))


# What somebody does: a kind of change, by whom, and which of what is there it is about.
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["goal", "step", "line", "move", "say", "end", "talk", "words", "review"]),
        st.sampled_from(WRITERS),
        st.integers(0, 7),
    ),
    min_size=4,
    max_size=25,
)


@dataclass
class Model:
    """What must stand on the plan, kept beside it by the plainest means."""

    journey: Journey
    goals: list[UUID] = field(default_factory=list)
    steps: dict[UUID, State] = field(default_factory=dict)
    lines: dict[UUID, bool] = field(default_factory=dict)
    stances: dict[tuple[UUID, UUID], Thinks] = field(default_factory=dict)
    ended: set[UUID] = field(default_factory=set)
    on: object = None

    def act(self, deed: str, by: Viewer, n: int) -> None:
        getattr(self, f"a_{deed}")(by, n)

    def a_goal(self, by: Viewer, n: int) -> None:
        self.goals.append(add_goal(self.journey, by=by, words=f"Goal {n}"))

    def a_step(self, by: Viewer, n: int) -> None:
        open_goals = [goal for goal in self.goals if goal not in self.ended]
        goal = open_goals[n % len(open_goals)] if open_goals else None
        self.steps[add_step(self.journey, by=by, goal=goal, what=f"Step {n}")] = State.NOT_STARTED

    def a_line(self, by: Viewer, n: int) -> None:
        self.lines[add_line(self.journey, by=by, words=f"Line {n}")] = False

    def a_move(self, by: Viewer, n: int) -> None:
        if self.steps:
            step, to = list(self.steps)[n % len(self.steps)], list(State)[n % len(State)]
            move(self.journey, step, to, by=by)
            self.steps[step] = to

    def a_say(self, by: Viewer, n: int) -> None:
        if not self.goals:
            return
        goal, thinks = self.goals[n % len(self.goals)], list(Thinks)[n % len(Thinks)]
        if goal in self.ended:
            with pytest.raises(Unfit):
                say(self.journey, goal, thinks, by=by)
            return
        say(self.journey, goal, thinks, by=by)
        self.stances[goal, account(by)] = thinks

    def a_end(self, by: Viewer, n: int) -> None:
        if self.goals and (goal := self.goals[n % len(self.goals)]) not in self.ended:
            services.end_goal(
                by=self.journey.own,
                asked=asked(self.journey),
                goal=goal,
                ending=Ending.STOPPED,
                why="",
            )
            self.ended.add(goal)

    def a_talk(self, by: Viewer, n: int) -> None:
        if self.lines:
            line = list(self.lines)[n % len(self.lines)]
            self.lines[line] = not self.lines[line]
            services.talk_about(
                by=by, asked=asked(self.journey), line=line, is_done=self.lines[line]
            )

    def a_words(self, by: Viewer, n: int) -> None:
        if self.goals:
            services.change_goal(
                by=self.journey.own,
                asked=asked(self.journey),
                goal=self.goals[n % len(self.goals)],
                words=f"Other words {n}",
                is_own=True,
            )

    def a_review(self, by: Viewer, n: int) -> None:
        if by.is_worker:
            self.on = in_days(n)
            services.set_review(by=by, asked=asked(self.journey), on=in_days(n))

    def check(self) -> None:
        plan = now(self.journey) if self.goals or self.steps or self.lines or self.on else None
        if plan is None:
            return
        assert [goal.id for goal in plan.goals] == self.goals
        assert {goal.id for goal in plan.goals if goal.ending} == self.ended
        assert {step.id: step.state for step in plan.steps} == self.steps
        assert {line.id: bool(line.talked) for line in plan.agenda} == self.lines
        assert plan.review_on == self.on
        said = {
            (goal.id, one.hand.account): one.thinks for goal in plan.goals for one in goal.stances
        }
        assert said == self.stances


@pytest.mark.prove
@pytest.mark.django_db
def test_random_changes_by_several_never_lose_one() -> None:
    journey, worlds, changes = make_journey(), 0, 0

    @settings(max_examples=count(15, prove=300), deadline=None)
    @given(DEEDS)
    def write(deeds: list[tuple[str, str, int]]) -> None:
        nonlocal worlds, changes
        with undone():
            model = Model(journey)
            for deed, who, n in deeds:
                model.act(deed, journey.everybody[who], n)
                model.check()
            history = versions_of(journey) if PlanVersion.objects.exists() else []
            assert all(one != other for one, other in pairwise(history))
            worlds, changes = worlds + 1, changes + len(deeds)

    write()
    figure("plans: random changes by six people, none lost", changes, f"in {worlds} plans")
