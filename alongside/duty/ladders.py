"""Who is called when, for every kind of promise: the one place that says so. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from alongside.duty.models import Kind, Whom
from alongside.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class Step:
    """Whom to call, how long after the promise is due (before, when negative), and in which words."""

    whom: Whom
    after_due: timedelta
    notice: Notice


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps in order. The last one comes back every `again` until somebody answers."""

    steps: tuple[Step, ...]
    again: timedelta

    def step(self, position: int) -> Step:
        """The step at this position; beyond the end it is the last one, come back."""
        return self.steps[min(position, len(self.steps) - 1)]

    def is_last(self, position: int) -> bool:
        return position >= len(self.steps) - 1


LADDERS: dict[Kind, Ladder] = {
    Kind.REVIEW: Ladder(
        steps=(
            Step(Whom.OWNER, timedelta(days=-3), Notice.REVIEW_DUE),
            Step(Whom.OWNER, timedelta(0), Notice.REVIEW_DUE),
            Step(Whom.ON_DUTY, timedelta(days=1), Notice.REVIEW_LATE),
            Step(Whom.LEAD, timedelta(days=2), Notice.REVIEW_LATE),
        ),
        again=timedelta(days=1),
    ),
    # Both at once, so that nobody learns of it by chance.
    Kind.CORRECTION: Ladder(
        steps=(
            Step(Whom.OWNER, timedelta(days=-32), Notice.ANSWER_OWED),
            Step(Whom.OWNER, timedelta(days=-7), Notice.ANSWER_OWED),
            Step(Whom.ON_DUTY, timedelta(days=-2), Notice.ANSWER_OWED),
            Step(Whom.LEAD, timedelta(0), Notice.ANSWER_LATE),
        ),
        again=timedelta(days=1),
    ),
    Kind.QUESTION: Ladder(
        steps=(
            Step(Whom.OWNER, timedelta(days=-8), Notice.ANSWER_OWED),
            Step(Whom.OWNER, timedelta(days=-2), Notice.ANSWER_OWED),
            Step(Whom.ON_DUTY, timedelta(0), Notice.ANSWER_LATE),
            Step(Whom.LEAD, timedelta(days=1), Notice.ANSWER_LATE),
        ),
        again=timedelta(days=1),
    ),
}
