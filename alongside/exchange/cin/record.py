"""What a children in need (CIN) census return holds, once read. Pure, frozen, with line numbers.

Codes and yes/no answers stay as they were written: `codes` has the words. An empty text means
that the file did not say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


class RefusedFile(ValueError):
    """The whole file is refused, for one reason, told in one sentence. Nothing of it was used."""

    def __init__(self, reason: str, *, line: int | None = None) -> None:
        self.line = line
        self.reason = reason
        super().__init__(reason if line is None else f"Line {line}: {reason}")


@dataclass(frozen=True, slots=True)
class RefusedChild:
    """One child whose record cannot be used; the others go on."""

    line: int
    local_id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class NotRead:
    """Something in the file that we have no place for: where it stands, how often, first lines."""

    what: str
    count: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Header:
    line: int
    collection: str
    year: int | None
    reference_date: date
    source_level: str
    authority: str
    software: str
    release: str
    serial: str
    made_at: datetime | None

    @property
    def census_year(self) -> int:
        """The year in which the census ends: 2022 for April 2021 to March 2022."""
        return self.year or census_year(self.reference_date)


@dataclass(frozen=True, slots=True)
class Assessment:
    line: int
    started: date | None
    internal_review: date | None
    authorised: date | None
    factors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InNeedPlan:
    line: int
    started: date | None
    ended: date | None


@dataclass(frozen=True, slots=True)
class Conference:
    """An initial child protection conference: `path` tells where the file keeps it."""

    line: int
    path: str
    held: date


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A section 47 enquiry."""

    line: int
    started: date | None
    conference_due: date | None
    conference: Conference | None
    conference_not_required: str


@dataclass(frozen=True, slots=True)
class Review:
    line: int
    held: date | None


@dataclass(frozen=True, slots=True)
class ProtectionPlan:
    line: int
    started: date | None
    ended: date | None
    initial_category: str
    latest_category: str
    earlier_plans: str
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class PreProceedings:
    """Pre-proceedings and family group decision making (from 2026-27)."""

    line: int
    started: date | None
    letter_sent: date | None
    family_meeting_offered: str
    family_meeting_held: str
    first_meeting: date | None
    review_meetings: str
    step_decided: date | None
    outcome: str
    court_applied: date | None
    first_letter: date | None


@dataclass(frozen=True, slots=True)
class Episode:
    """One CINdetails: a referral and everything that followed from it."""

    line: int
    referred: date | None
    source: str
    need: str
    closed: date | None
    closure_reason: str
    no_further_action: str
    conference: Conference | None
    assessments: tuple[Assessment, ...]
    in_need_plans: tuple[InNeedPlan, ...]
    enquiries: tuple[Enquiry, ...]
    protection_plans: tuple[ProtectionPlan, ...]
    pre_proceedings: tuple[PreProceedings, ...]

    @property
    def conferences(self) -> Sequence[Conference]:
        """Every initial conference: the episode's own, then those of its enquiries."""
        found = [self.conference, *(enquiry.conference for enquiry in self.enquiries)]
        return [conference for conference in found if conference is not None]


@dataclass(frozen=True, slots=True)
class Child:
    """One child. `sex` is M, F or U, from Sex or from the older GenderCurrent."""

    line: int
    local_id: str
    upn: str
    former_upn: str
    upn_unknown: str
    born: date | None
    expected: date | None
    sex: str
    died: date | None
    ethnicity: str
    disabilities: tuple[str, ...]
    episodes: tuple[Episode, ...]


@dataclass(frozen=True, slots=True)
class CensusReturn:
    header: Header
    children: tuple[Child, ...]
    refused: tuple[RefusedChild, ...]
    not_read: tuple[NotRead, ...]


def census_year(day: date) -> int:
    """The census year in which a day falls. A year runs from 1 April to 31 March."""
    return day.year + (1 if (day.month, day.day) >= (4, 1) else 0)
