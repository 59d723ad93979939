"""What one version of a plan says that the one before it did not. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from alongside.journey.parts import Label
from alongside.plans.contents import Goal, Line, PlanContents, Step
from alongside.plans.showing import ENDINGS, STATES, THINKS


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that became another. `before` is empty where there was nothing."""

    label: str
    words: str
    before: str = ""
    is_voice: bool = False
    more: Label = ""


def changes(old: PlanContents, new: PlanContents) -> Sequence[Changed]:
    """What is new or other in `new`. What was put away because it was long over is not told."""
    return [
        *(one for goal in new.goals for one in of_goal(old.goal(goal.id), goal)),
        *(one for step in new.steps for one in of_step(old.step(step.id), step)),
        *(one for line in new.agenda for one in of_line(old.line(line.id), line)),
        *of_review(old, new),
    ]


def of_goal(old: Goal | None, new: Goal) -> Iterator[Changed]:
    if old is None:
        yield Changed(_("A new goal"), new.words, is_voice=new.is_own)
        return
    if old.words != new.words:
        yield Changed(_("A goal in other words"), new.words, old.words, is_voice=new.is_own)
    elif old.is_own != new.is_own:
        yield Changed(_("Whose words a goal is in"), new.words, is_voice=new.is_own)
    if old.ending != new.ending:
        label = ENDINGS[new.ending] if new.ending else _("We go on with a goal")
        yield Changed(str(label), new.words, is_voice=new.is_own, more=new.why_ended)
    before = {one.hand.account: one for one in old.stances}
    for stance in new.stances:
        if before.get(stance.hand.account) != stance:
            told = f"{THINKS[stance.thinks]}. {stance.why}" if stance.why else THINKS[stance.thinks]
            yield Changed(_("What they think of a goal"), new.words, is_voice=new.is_own, more=told)


def of_step(old: Step | None, new: Step) -> Iterator[Changed]:
    if old is None:
        yield Changed(_("A new step"), new.what)
        return
    if old.state != new.state:
        yield Changed(str(STATES[new.state]), new.what)
    if old.what != new.what:
        yield Changed(_("A step in other words"), new.what, old.what)
    if (old.who, old.who_words, old.goal) != (new.who, new.who_words, new.goal):
        yield Changed(_("Who does a step, or for which goal"), new.what)
    if old.by != new.by:
        yield Changed(_("By when"), new.what, more=day(new.by))


def of_line(old: Line | None, new: Line) -> Iterator[Changed]:
    if old is None:
        yield Changed(_("Something to talk about"), new.words)
        return
    if old.words != new.words:
        yield Changed(_("Something to talk about, in other words"), new.words, old.words)
    if bool(old.talked) != bool(new.talked):
        label = _("We talked about this") if new.talked else _("To be talked about again")
        yield Changed(label, new.words)


def of_review(old: PlanContents, new: PlanContents) -> Iterator[Changed]:
    if old.review_on != new.review_on:
        yield Changed(_("When we look again"), day(new.review_on))


def day(on: date | None) -> str:
    return formats.date_format(on, "j F Y") if on else _("No day yet")
