"""Each change of a plan: the newest contents in, the next contents out. Pure.

Whoever changes something says what that one thing becomes; everything else stays as it is found,
so nothing that somebody else wrote a moment ago is lost. Raises Unfit with a sentence for whoever
asked.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from alongside.journey.policy import Unfit
from alongside.plans.contents import (
    Ending,
    Goal,
    Hand,
    Line,
    PlanContents,
    Stance,
    State,
    Step,
    Thinks,
    swapped,
)

type Change = Callable[[PlanContents], PlanContents]

# More than this nobody reads. It also bounds what every version holds.
MOST_GOALS, MOST_STEPS, MOST_LINES = 30, 200, 50
# Goals that ended and lines that were talked about: the older ones stay in older versions.
KEPT_GOALS, KEPT_LINES = 20, 30

GONE = _("Somebody has changed this meanwhile. Look at the plan again.")


def add_goal(goal: Goal) -> Change:
    def change(plan: PlanContents) -> PlanContents:
        if len(plan.open_goals) >= MOST_GOALS:
            raise Unfit("words", _("There are many goals already. End one before you add one."))
        return trimmed(replace(plan, goals=(*plan.goals, goal)))

    return change


def change_goal(id: UUID, *, words: str, is_own: bool, hand: Hand) -> Change:
    """Say it in other words. What members thought stays, and shows that it was of other words."""

    def change(plan: PlanContents) -> PlanContents:
        goal = the_goal(plan, id)
        if goal.words == words and goal.is_own == is_own:
            return plan
        changed = hand.at if goal.words != words else goal.changed_at
        new = replace(goal, words=words, is_own=is_own, changed_at=changed)
        return replace(plan, goals=swapped(plan.goals, new))

    return change


def end_goal(id: UUID, *, ending: Ending, why: str, hand: Hand) -> Change:
    def change(plan: PlanContents) -> PlanContents:
        goal = the_goal(plan, id)
        if goal.ending is not None:
            raise Unfit("", _("This goal has ended already."))
        new = replace(goal, ending=ending, ended=hand, why_ended=why)
        return trimmed(replace(plan, goals=swapped(plan.goals, new)))

    return change


def reopen_goal(id: UUID) -> Change:
    def change(plan: PlanContents) -> PlanContents:
        goal = the_goal(plan, id)
        if goal.ending is not None and len(plan.open_goals) >= MOST_GOALS:
            raise Unfit("", _("There are many goals already. End one before you add one."))
        new = replace(goal, ending=None, ended=None, why_ended="")
        return replace(plan, goals=swapped(plan.goals, new))

    return change


def say(id: UUID, *, thinks: Thinks, why: str, hand: Hand) -> Change:
    """What one member thinks of a goal, in the place of what they thought before."""

    def change(plan: PlanContents) -> PlanContents:
        goal = the_goal(plan, id)
        if goal.ending is not None:
            raise Unfit("", _("This goal has ended already."))
        before = goal.stance_of(hand.account)
        is_of_these_words = before and before.hand.at > (goal.changed_at or goal.hand.at)
        if before and is_of_these_words and (before.thinks, before.why) == (thinks, why):
            return plan
        others = (one for one in goal.stances if one.hand.account != hand.account)
        new = replace(goal, stances=(*others, Stance(thinks, hand, why)))
        return replace(plan, goals=swapped(plan.goals, new))

    return change


def add_step(step: Step) -> Change:
    def change(plan: PlanContents) -> PlanContents:
        if step.goal is not None:
            open_goal(plan, step.goal)
        if len(plan.steps) >= MOST_STEPS:
            raise Unfit("what", _("There are many steps already. End a goal before you add one."))
        return replace(plan, steps=(*plan.steps, step))

    return change


def change_step(
    id: UUID, *, goal: UUID | None, what: str, who: UUID | None, who_words: str, by: date | None
) -> Change:
    def change(plan: PlanContents) -> PlanContents:
        step = the_step(plan, id)
        if goal is not None and goal != step.goal:
            open_goal(plan, goal)
        new = replace(step, goal=goal, what=what, who=who, who_words=who_words, by=by)
        return replace(plan, steps=swapped(plan.steps, new))

    return change


def move_step(id: UUID, *, to: State, hand: Hand) -> Change:
    """Begin it, do it, or take that back. Already there: who got there first stands."""

    def change(plan: PlanContents) -> PlanContents:
        step = the_step(plan, id)
        if step.state == to:
            return plan
        moved = None if to is State.NOT_STARTED else hand
        return replace(plan, steps=swapped(plan.steps, replace(step, state=to, moved=moved)))

    return change


def set_review(on: date) -> Change:
    return lambda plan: replace(plan, review_on=on)


def add_line(line: Line) -> Change:
    def change(plan: PlanContents) -> PlanContents:
        if len(plan.open_lines) >= MOST_LINES:
            raise Unfit("words", _("There is a lot to talk about already. Mark what is done."))
        return replace(plan, agenda=(*plan.agenda, line))

    return change


def change_line(id: UUID, *, words: str) -> Change:
    def change(plan: PlanContents) -> PlanContents:
        return replace(plan, agenda=swapped(plan.agenda, replace(the_line(plan, id), words=words)))

    return change


def talk_about(id: UUID, *, hand: Hand | None) -> Change:
    """Say that it was talked about; without a hand, that it was not yet."""

    def change(plan: PlanContents) -> PlanContents:
        line = the_line(plan, id)
        if bool(line.talked) == bool(hand):
            return plan
        return trimmed(replace(plan, agenda=swapped(plan.agenda, replace(line, talked=hand))))

    return change


def trimmed(plan: PlanContents) -> PlanContents:
    """Without the oldest of what is over: those stand in the versions before this one."""
    over = sorted((g for g in plan.goals if g.ended), key=lambda g: g.ended.at if g.ended else 0)
    gone = {goal.id for goal in over[:-KEPT_GOALS]}
    past = sorted(
        (x for x in plan.agenda if x.talked), key=lambda x: x.talked.at if x.talked else 0
    )
    said = {line.id for line in past[:-KEPT_LINES]}
    if not gone and not said:
        return plan
    return replace(
        plan,
        goals=tuple(goal for goal in plan.goals if goal.id not in gone),
        steps=tuple(step for step in plan.steps if step.goal not in gone),
        agenda=tuple(line for line in plan.agenda if line.id not in said),
    )


def the_goal(plan: PlanContents, id: UUID) -> Goal:
    goal = plan.goal(id)
    if goal is None:
        raise Unfit("", GONE)
    return goal


def open_goal(plan: PlanContents, id: UUID) -> Goal:
    goal = the_goal(plan, id)
    if goal.ending is not None:
        raise Unfit("goal", _("This goal has ended already."))
    return goal


def the_step(plan: PlanContents, id: UUID) -> Step:
    step = plan.step(id)
    if step is None:
        raise Unfit("", GONE)
    return step


def the_line(plan: PlanContents, id: UUID) -> Line:
    line = plan.line(id)
    if line is None:
        raise Unfit("", GONE)
    return line
