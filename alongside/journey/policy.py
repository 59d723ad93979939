"""Who may see an entry: what narrowing the audience demands. Thin over sharing's one table."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.journey.kinds import TOLD
from alongside.journey.models import Entry, Stance
from alongside.journey.parts import Label
from alongside.sharing.queries import workers_who_may
from alongside.sharing.rules import Action, Audience
from alongside.sharing.services import Look

LONGEST = timedelta(days=28)

# A worker may choose among these. The other audiences are for a person's own words.
CHOICES: tuple[Audience, ...] = (
    Audience.CIRCLE,
    Audience.WORKERS,
    Audience.NAMED,
    Audience.AGENCY,
)

# What somebody may choose among for their own words, with no reason asked.
OWN_WORDS: tuple[Audience, ...] = (Audience.CIRCLE, Audience.KEY_WORKER, Audience.ONLY_ME)

# Why fewer people may see an entry. Whoever may see it sees the reason too.
REASONS: dict[str, Label] = {
    "harm": _("Somebody could be hurt if more people saw it"),
    "somebody-else": _("It is about somebody else"),
    "told-to-wait": _("The police or a court asked us to wait"),
    "not-checked": _("We have not checked yet that it is true"),
}


class Unfit(ValueError):
    """Something asked for does not keep the rules. `field` says where, `sentence` what to do."""

    def __init__(self, field: str, sentence: Label) -> None:
        super().__init__(str(sentence))
        self.field = field
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Openness:
    """Who may see an entry, and when it is fewer than everyone: why, and when to look again."""

    audience: Audience = Audience.CIRCLE
    reason: str = ""
    until: date | None = None
    named: frozenset[UUID] = frozenset()

    @property
    def is_narrowed(self) -> bool:
        return self.audience is not Audience.CIRCLE

    @classmethod
    def of(
        cls, *, audience: Audience, reason: str, until: date | None, named: Iterable[UUID]
    ) -> Self:
        """What was asked for. Everyone in the circle needs no reason, so none is kept."""
        if audience is Audience.CIRCLE:
            return cls()
        chosen = frozenset(named) if audience is Audience.NAMED else frozenset()
        return cls(audience, reason, until, chosen)


def today(at: datetime) -> date:
    """The day it is, where people read it."""
    return timezone.localtime(at).date()


def last_day(at: datetime) -> date:
    """The last day on which a narrowed audience may be looked at again."""
    return today(at) + LONGEST


def check(
    openness: Openness, *, at: datetime, agency: UUID | None, circle: Collection[UUID]
) -> None:
    """Raises Unfit unless this audience keeps the rules. `circle` holds those who can be named."""
    if openness.audience not in CHOICES:
        raise Unfit("audience", _("Choose who can see this."))
    if not openness.is_narrowed:
        return
    if openness.audience is Audience.AGENCY and agency is None:
        raise Unfit("audience", _("You are not here for an agency. Choose another answer."))
    if openness.audience is Audience.NAMED and not openness.named:
        raise Unfit("named", _("Choose at least one person who can see this."))
    if not openness.named <= set(circle):
        raise Unfit("named", _("Choose people who are in the circle now."))
    if openness.reason not in REASONS:
        raise Unfit("withheld_reason", _("Say why fewer people should see this."))
    check_review_day(openness.until, at=at)


def check_review_day(day: date | None, *, at: datetime) -> None:
    if day is None:
        raise Unfit("withheld_until", _("Say when you will look at this again."))
    if day <= today(at):
        raise Unfit("withheld_until", _("The day to look again must be after today."))
    if day > last_day(at):
        raise Unfit("withheld_until", _("The day to look again must be within 28 days."))


def may_correct(entry: Entry, *, seen: Look) -> bool:
    return seen.may(Action.CORRECT, entry)


def is_own_words(entry: Entry) -> bool:
    """Told by the person or by family. They choose who can see it, and nobody asks them why."""
    return entry.kind in TOLD and entry.agency is None


def may_decide_audience(entry: Entry, *, seen: Look) -> bool:
    return not is_own_words(entry) and seen.may(Action.REVIEW, entry)


def may_choose_readers(entry: Entry, *, seen: Look) -> bool:
    """That somebody does not feel safe stays with the workers, so that they can help."""
    return is_own_words(entry) and not entry.urgent and seen.may(Action.REVIEW, entry)


def who_may_look_again(entry: UUID) -> frozenset[UUID]:
    """Whom a promise to look again may call: the workers who may decide about the entry now."""
    found = Entry.objects.filter(pk=entry).first()
    return workers_who_may(found, Action.REVIEW) if found else frozenset()


def who_may_answer(entry: UUID) -> frozenset[UUID]:
    """Whom a promise to answer “this is not right” may call: the workers who can read the entry."""
    found = Entry.objects.filter(pk=entry).first()
    return workers_who_may(found, Action.READ) if found else frozenset()


def stances_of(*, seen: Look, entry: Entry) -> tuple[Stance, ...]:
    """What this viewer may write beside an entry that they can read."""
    if not seen.may(Action.READ, entry):
        return ()
    if seen.by.is_worker:
        return (Stance.DONE, Stance.DIFFERENT) if seen.may(Action.ADD) else ()
    return (Stance.DIFFERENT, Stance.NOT_RIGHT)


def may_add(*, seen: Look) -> bool:
    return seen.may(Action.ADD)


def may_tell_view(*, seen: Look) -> bool:
    """A view is the person's own: told by them, or together with a worker."""
    return seen.is_own or seen.may(Action.ADD)


def is_unreleased(entry: Entry) -> bool:
    """Brought in from another database, and nobody has decided yet who may see it."""
    return entry.imported and entry.decided_at is None
