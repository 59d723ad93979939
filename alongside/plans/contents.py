"""What a plan says: goals with what each member thinks of them, steps, the next talk. Pure.

Everything is a tuple of frozen parts, so that a version is never changed, only followed by one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Thinks(StrEnum):
    """What a member thinks of a goal. All three are equal in weight."""

    AGREE = "agree"
    NOT_YET = "not-yet"
    DIFFERENTLY = "differently"


class State(StrEnum):
    """Where a step stands."""

    NOT_STARTED = "not-started"
    DOING = "doing"
    DONE = "done"
    LEFT = "left"


class Ending(StrEnum):
    """How a goal ended."""

    REACHED = "reached"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Hand:
    """Who wrote or did something, and when: the account, and the post that they acted in."""

    at: datetime
    account: UUID | None = None
    post: UUID | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """What one member thinks of a goal, and why."""

    thinks: Thinks
    hand: Hand
    why: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """Something to get to. `is_own`: in the person's own words, whoever wrote them down.

    `said`: the entry that the words came from, for those who may read it. `changed_at`: when the
    words became others; what members thought before that was of other words.
    """

    id: UUID
    words: str
    hand: Hand
    is_own: bool = True
    said: UUID | None = None
    changed_at: datetime | None = None
    stances: tuple[Stance, ...] = ()
    ending: Ending | None = None
    ended: Hand | None = None
    why_ended: str = ""

    def stance_of(self, account: UUID | None) -> Stance | None:
        return next((one for one in self.stances if one.hand.account == account), None)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that somebody does: a member (`who`), or somebody told in words."""

    id: UUID
    what: str
    hand: Hand
    goal: UUID | None = None
    who: UUID | None = None
    who_words: str = ""
    by: date | None = None
    state: State = State.NOT_STARTED
    moved: Hand | None = None
    said: UUID | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Something to talk about next time."""

    id: UUID
    words: str
    hand: Hand
    said: UUID | None = None
    talked: Hand | None = None


@dataclass(frozen=True, slots=True)
class PlanContents:
    """A whole plan as it stood at one time."""

    goals: tuple[Goal, ...] = ()
    steps: tuple[Step, ...] = ()
    review_on: date | None = None
    agenda: tuple[Line, ...] = ()

    @property
    def open_goals(self) -> tuple[Goal, ...]:
        return tuple(goal for goal in self.goals if goal.ending is None)

    @property
    def open_lines(self) -> tuple[Line, ...]:
        return tuple(line for line in self.agenda if line.talked is None)

    def goal(self, id: UUID | None) -> Goal | None:
        return found(self.goals, id)

    def step(self, id: UUID) -> Step | None:
        return found(self.steps, id)

    def line(self, id: UUID) -> Line | None:
        return found(self.agenda, id)


def found[P: Goal | Step | Line](parts: Iterable[P], id: UUID | None) -> P | None:
    return next((part for part in parts if part.id == id), None)


def swapped[P: Goal | Step | Line](parts: tuple[P, ...], new: P) -> tuple[P, ...]:
    """The parts with this one in the place of the one that has its id."""
    return tuple(new if part.id == new.id else part for part in parts)
