"""A plan as one reader sees it: names, whose words, who thinks what, and where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _l

from alongside.journey.parts import Label, Reader
from alongside.plans.contents import Ending, Goal, Hand, Line, Stance, State, Step, Thinks

THINKS: dict[Thinks, Label] = {
    Thinks.AGREE: _l("Agree"),
    Thinks.NOT_YET: _l("Not yet"),
    Thinks.DIFFERENTLY: _l("I see it differently"),
}
STATES: dict[State, Label] = {
    State.NOT_STARTED: _l("Not started"),
    State.DOING: _l("Doing now"),
    State.DONE: _l("Done"),
    State.LEFT: _l("We do not do this any more"),
}
ENDINGS: dict[Ending, Label] = {
    Ending.REACHED: _l("We got there"),
    Ending.STOPPED: _l("We stopped this"),
}
# How each is drawn beside its words: the look of a chip and its picture.
LOOKS: dict[Thinks, tuple[str, str]] = {
    Thinks.AGREE: ("good", "check"),
    Thinks.NOT_YET: ("amber", "wait"),
    Thinks.DIFFERENTLY: ("voice", "differ"),
}


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody of the circle, or who was: a name and what they are."""

    account: UUID | None
    name: str
    role: str = ""
    is_you: bool = False
    is_person: bool = False
    is_worker: bool = False

    @property
    def described(self) -> str:
        return f"{self.name}, {self.role}" if self.role else self.name


@dataclass(frozen=True, slots=True)
class Names:
    """Everybody who is named on a plan, looked up once."""

    by_account: Mapping[UUID, Somebody] = field(default_factory=dict)

    def of(self, account: UUID | None) -> Somebody | None:
        return self.by_account.get(account) if account else None


@dataclass(frozen=True, slots=True)
class Heard:
    """The entry that some words came from, for a reader who may read it."""

    entry: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Thought:
    """What one member thinks of a goal. `is_old`: they said so before its words changed."""

    who: Somebody | None
    stance: Stance
    is_old: bool

    @property
    def label(self) -> Label:
        return THINKS[self.stance.thinks]

    @property
    def look(self) -> str:
        return LOOKS[self.stance.thinks][0]

    @property
    def picture(self) -> str:
        return LOOKS[self.stance.thinks][1]


@dataclass(frozen=True, slots=True)
class StepCard:
    step: Step
    who: Somebody | None
    moved_by: Somebody | None
    said: Heard | None
    today: date

    @property
    def state(self) -> Label:
        return STATES[self.step.state]

    @property
    def is_done(self) -> bool:
        return self.step.state is State.DONE

    @property
    def is_doing(self) -> bool:
        return self.step.state is State.DOING

    @property
    def is_left(self) -> bool:
        return self.step.state is State.LEFT

    @property
    def is_open(self) -> bool:
        return self.step.state in {State.NOT_STARTED, State.DOING}

    @property
    def did_it(self) -> bool:
        """Whether it was done by whoever was to do it: then one name says both."""
        return self.is_done and self.who is not None and self.who == self.moved_by

    @property
    def is_late(self) -> bool:
        return self.is_open and self.step.by is not None and self.step.by < self.today


@dataclass(frozen=True, slots=True)
class GoalCard:
    goal: Goal
    number: int
    writer: Somebody | None
    ended_by: Somebody | None
    said: Heard | None
    steps: Sequence[StepCard]
    thoughts: Sequence[Thought]
    silent: Sequence[Somebody]
    mine: Stance | None
    may_change: bool
    may_end: bool

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def counted(self) -> int:
        """How many steps there are to do, without those that were left."""
        return sum(not step.is_left for step in self.steps)

    @property
    def ending(self) -> Label:
        return ENDINGS[self.goal.ending] if self.goal.ending else ""


@dataclass(frozen=True, slots=True)
class LineCard:
    line: Line
    writer: Somebody | None
    said: Heard | None
    may_change: bool

    @property
    def is_persons(self) -> bool:
        return bool(self.writer and self.writer.is_person)


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan on a page. `number` is 0 while nothing is written."""

    person: UUID
    reader: Reader
    known_as: str
    number: int
    goals: Sequence[GoalCard]
    ended: Sequence[GoalCard]
    loose: Sequence[StepCard]
    review_on: date | None
    agenda: Sequence[LineCard]
    talked: Sequence[LineCard]
    members: Sequence[Somebody]
    last: Hand | None
    last_by: Somebody | None
    may_set_review: bool

    @property
    def is_own(self) -> bool:
        return self.reader is Reader.PERSON

    @property
    def is_empty(self) -> bool:
        return self.number == 0

    @property
    def cards(self) -> Sequence[StepCard]:
        """All steps of goals that are open, and those without a goal."""
        return [*(step for goal in self.goals for step in goal.steps), *self.loose]

    def goal(self, id: UUID | None) -> GoalCard | None:
        return next((card for card in (*self.goals, *self.ended) if card.goal.id == id), None)

    def step(self, id: UUID) -> StepCard | None:
        ended = [step for goal in self.ended for step in goal.steps]
        return next((card for card in [*self.cards, *ended] if card.step.id == id), None)

    def line(self, id: UUID) -> LineCard | None:
        return next((card for card in (*self.agenda, *self.talked) if card.line.id == id), None)
