"""Writing a plan together: one thing at a time, each a version, nothing overwritten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from alongside.accounts.operations import UsedOperation
from alongside.audit.models import AccessEvent
from alongside.journey import services as telling
from alongside.journey.policy import Unfit
from alongside.journey.tests.factories import Journey, a_note, account, add
from alongside.journey.voices import Question, Scale, View, Viewpoint
from alongside.lib import clock, ids
from alongside.live.models import Event
from alongside.plans import changing, services
from alongside.plans.contents import Ending, State, Thinks
from alongside.plans.models import PlanVersion
from alongside.plans.services import ToDo
from alongside.plans.tests.factories import (
    SLEEP,
    add_goal,
    add_line,
    add_step,
    asked,
    goal_of,
    in_days,
    line_of,
    move,
    now,
    plan_of,
    say,
    step_of,
    tell,
    tell_view,
    versions_of,
)
from alongside.sharing.rules import Audience
from alongside.sharing.services import Refused

pytestmark = pytest.mark.django_db


def test_the_first_goal_makes_the_plan_and_its_first_version(journey: Journey) -> None:
    goal = add_goal(journey)
    plan = plan_of(journey)
    assert (plan.number, plan.latest and plan.latest.number) == (1, 1)
    assert (goal_of(journey, goal).words, goal_of(journey, goal).is_own) == (SLEEP, True)


def test_every_change_is_a_version_and_the_older_ones_stay(journey: Journey) -> None:
    goal = add_goal(journey)
    step = add_step(journey, goal=goal)
    move(journey, step, State.DONE)
    assert [len(version.steps) for version in versions_of(journey)] == [0, 1, 1]
    before, after = versions_of(journey)[1:]
    assert [before.steps[0].state, after.steps[0].state] == [State.NOT_STARTED, State.DONE]


def test_a_version_is_never_changed(journey: Journey) -> None:
    add_goal(journey)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanVersion.objects.update(number=9)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanVersion.objects.all().delete()


def test_a_change_leaves_its_event_and_tells_open_pages(journey: Journey) -> None:
    add_goal(journey)
    events = AccessEvent.objects.filter(kind="plans.plan", object=plan_of(journey).pk)
    assert [(event.action, event.room, event.rule) for event in events] == [
        ("plan", "plans", "self-plans")
    ]
    told = Event.objects.filter(region="plan")
    assert [(event.person, event.object) for event in told] == [
        (journey.person.pk, plan_of(journey).pk)
    ]


def test_the_same_form_twice_is_one_goal_and_other_words_are_asked_about(journey: Journey) -> None:
    once = asked(journey, words=SLEEP)
    first, second = (
        services.add_goal(by=journey.own, asked=once, words=SLEEP, is_own=True) for _ in range(2)
    )
    assert (first.id, second.replayed) == (second.id, True)
    assert len(now(journey).goals) == 1
    with pytest.raises(UsedOperation):
        services.add_goal(
            by=journey.own, asked=replace(once, digest=b"y" * 32), words="Other", is_own=True
        )


def test_a_step_that_is_done_already_stays_with_who_did_it(journey: Journey) -> None:
    step = add_step(journey)
    move(journey, step, State.DONE, by=journey.school)
    move(journey, step, State.DONE, by=journey.own)
    moved = step_of(journey, step).moved
    assert moved is not None
    assert moved.account == account(journey.school)
    assert plan_of(journey).number == 2
    move(journey, step, State.NOT_STARTED, by=journey.own)
    assert step_of(journey, step).moved is None


def test_each_member_has_one_stance_and_changes_it(journey: Journey) -> None:
    goal = add_goal(journey)
    say(journey, goal, Thinks.DIFFERENTLY, why="School first.")
    say(journey, goal, Thinks.AGREE, by=journey.school)
    say(journey, goal, Thinks.NOT_YET)
    stances = {one.hand.account: (one.thinks, one.why) for one in goal_of(journey, goal).stances}
    assert stances == {
        account(journey.school): (Thinks.AGREE, ""),
        account(journey.parent): (Thinks.NOT_YET, ""),
    }


def test_to_agree_again_after_the_words_changed_is_a_change(journey: Journey) -> None:
    goal = add_goal(journey)
    say(journey, goal, Thinks.AGREE)
    with clock.hold(clock.now() + timedelta(hours=1)):
        change_words(journey, goal, "Sleep in my own room")
        before = plan_of(journey).number
        with clock.hold(clock.now() + timedelta(hours=1)):
            say(journey, goal, Thinks.AGREE)
            assert plan_of(journey).number == before + 1
            say(journey, goal, Thinks.AGREE)
            assert plan_of(journey).number == before + 1


def change_words(journey: Journey, goal: object, words: str, by: object = None) -> None:
    services.change_goal(
        by=by or journey.own,  # type: ignore[arg-type]
        asked=asked(journey),
        goal=goal,  # type: ignore[arg-type]
        words=words,
        is_own=True,
    )


def test_the_persons_own_words_are_changed_by_the_person_alone(journey: Journey) -> None:
    goal = add_goal(journey)
    for other in (journey.key_worker, journey.parent, journey.school):
        with pytest.raises(Refused):
            change_words(journey, goal, "Sleep well", by=other)
    change_words(journey, goal, "Sleep")
    assert goal_of(journey, goal).words == "Sleep"


def test_whoever_wrote_the_words_down_may_mend_them(journey: Journey) -> None:
    goal = add_goal(journey, by=journey.key_worker)
    change_words(journey, goal, "Slep", by=journey.key_worker)
    with pytest.raises(Refused):
        change_words(journey, goal, "Sleep", by=journey.school)


def test_a_goal_of_somebody_else_says_whose_words_it_is_in(journey: Journey) -> None:
    goal = add_goal(journey, by=journey.parent, words="School too", is_own=False)
    assert not goal_of(journey, goal).is_own
    assert goal_of(journey, goal).hand.account == account(journey.parent)
    assert goal_of(journey, add_goal(journey, is_own=False)).is_own


def test_a_goal_ends_and_opens_again(journey: Journey) -> None:
    goal = add_goal(journey)
    services.end_goal(
        by=journey.key_worker, asked=asked(journey), goal=goal, ending=Ending.REACHED, why="She did"
    )
    assert goal_of(journey, goal).ending is Ending.REACHED
    with pytest.raises(Unfit):
        say(journey, goal, Thinks.AGREE)
    with pytest.raises(Unfit):
        add_step(journey, goal=goal)
    with pytest.raises(Refused):
        services.reopen_goal(by=journey.parent, asked=asked(journey), goal=goal)
    services.reopen_goal(by=journey.own, asked=asked(journey), goal=goal)
    assert goal_of(journey, goal).ending is None


def test_a_step_names_a_member_or_somebody_in_words(journey: Journey) -> None:
    step = add_step(journey, who=account(journey.parent))
    assert step_of(journey, step).who == account(journey.parent)
    assert step_of(journey, add_step(journey, who_words="Nan")).who_words == "Nan"
    for stranger in (journey.outsider, journey.off_duty):
        with pytest.raises(Unfit):
            add_step(journey, who=account(stranger))


def test_a_step_is_changed_and_keeps_where_it_stands(journey: Journey) -> None:
    goal = add_goal(journey)
    step = add_step(journey, goal=goal)
    move(journey, step, State.DOING)
    to_do = ToDo("A better lock", goal=None, who_words="Colin", by=in_days(5))
    services.change_step(by=journey.parent, asked=asked(journey), step=step, to_do=to_do)
    found = step_of(journey, step)
    assert (found.what, found.goal, found.who_words, found.by, found.state) == (
        "A better lock",
        None,
        "Colin",
        in_days(5),
        State.DOING,
    )


def test_workers_name_the_day_of_the_review(journey: Journey) -> None:
    services.set_review(by=journey.school, asked=asked(journey), on=in_days(30))
    assert now(journey).review_on == in_days(30)
    for other in (journey.own, journey.parent):
        with pytest.raises(Refused):
            services.set_review(by=other, asked=asked(journey), on=in_days(3))


def test_the_next_talk_is_written_together(journey: Journey) -> None:
    line = add_line(journey, by=journey.parent)
    with pytest.raises(Refused):
        services.change_line(by=journey.school, asked=asked(journey), line=line, words="Other")
    services.change_line(by=journey.parent, asked=asked(journey), line=line, words="Saturdays")
    assert line_of(journey, line).words == "Saturdays"
    services.talk_about(by=journey.own, asked=asked(journey), line=line, is_done=True)
    assert line_of(journey, line).talked is not None
    services.talk_about(by=journey.school, asked=asked(journey), line=line, is_done=False)
    assert line_of(journey, line).talked is None


# From a view


def test_a_view_becomes_a_goal_and_keeps_the_thread(journey: Journey) -> None:
    view = tell(journey)
    for by in (journey.own, journey.key_worker, journey.parent):
        assert goal_of(journey, add_goal(journey, by=by, said=view.pk)).said == view.pk


@pytest.mark.parametrize("audience", [Audience.KEY_WORKER, Audience.ONLY_ME])
def test_only_the_person_takes_to_the_plan_what_not_everyone_reads(
    journey: Journey, audience: Audience
) -> None:
    view = tell(journey, audience=audience)
    with pytest.raises(Refused):
        add_step(journey, by=journey.key_worker, said=view.pk)
    assert step_of(journey, add_step(journey, by=journey.own, said=view.pk)).said == view.pk


def test_what_nobody_may_read_and_what_is_not_there_are_the_same(journey: Journey) -> None:
    hidden = add(journey, contents=a_note(), audience=Audience.WORKERS)
    for by in (journey.own, journey.parent):
        for said in (hidden.pk, ids.new()):
            with pytest.raises(Refused):
                add_goal(journey, by=by, said=said)


def test_that_somebody_does_not_feel_safe_never_goes_to_the_plan(journey: Journey) -> None:
    view = tell_view(journey, View(unsafe=True), audience=Audience.WORKERS)
    for by in (journey.own, journey.key_worker):
        with pytest.raises(Refused):
            add_goal(journey, by=by, said=view.pk)


# Bounds


def test_a_plan_that_is_full_says_so(journey: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changing, "MOST_GOALS", 1)
    monkeypatch.setattr(changing, "MOST_STEPS", 1)
    monkeypatch.setattr(changing, "MOST_LINES", 1)
    for attempt in (add_goal, add_step, add_line):
        attempt(journey)
        with pytest.raises(Unfit):
            attempt(journey)


def test_what_has_long_been_over_stays_in_older_versions_alone(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changing, "KEPT_GOALS", 1)
    monkeypatch.setattr(changing, "KEPT_LINES", 1)
    goals = [add_goal(journey) for _ in range(3)]
    steps = [add_step(journey, goal=goal) for goal in goals]
    lines = [add_line(journey) for _ in range(3)]
    for number, (goal, line) in enumerate(zip(goals[:2], lines[:2], strict=True)):
        with clock.hold(clock.now() + timedelta(hours=number + 1)):
            services.end_goal(
                by=journey.own, asked=asked(journey), goal=goal, ending=Ending.STOPPED, why=""
            )
            services.talk_about(by=journey.own, asked=asked(journey), line=line, is_done=True)
    assert [goal.id for goal in now(journey).goals] == goals[1:]
    assert [step.id for step in now(journey).steps] == steps[1:]
    assert [line.id for line in now(journey).agenda] == lines[1:]
    assert any(version.goal(goals[0]) for version in versions_of(journey))


def test_a_viewpoint_is_nobodys_words_for_a_plan(journey: Journey) -> None:
    made = telling.tell(
        by=journey.parent,
        person=journey.person.pk,
        contents=Viewpoint(scales=(Scale(Question.HOME, 9),)),
        operation=ids.new(),
        digest=b"x" * 32,
    )
    with pytest.raises(Refused):
        add_goal(journey, by=journey.own, said=made.id)
