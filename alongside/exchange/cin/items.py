"""What one child's return becomes: items for the timeline, and what could not be placed. Pure."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alongside.exchange.cin import titles
from alongside.exchange.cin.facts import Fact
from alongside.exchange.cin.titles import Title


class Kind(StrEnum):
    """The journey's kinds that a census can fill. A closure is a decision; facts are a note."""

    REFERRAL = "referral"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    ENQUIRY = "enquiry"
    CONFERENCE = "conference"
    REVIEW = "review"
    DECISION = "decision"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry for the timeline. `last_year` is the last census year that should hold it."""

    key: str
    kind: Kind
    title: Title
    happened: date
    facts: tuple[Fact, ...]
    line: int
    last_year: int | None

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        """Labelled details in words, the meaning of the thing first."""
        meaning = ((titles.MEANING, self.title.meaning),) if self.title.meaning else ()
        return meaning + tuple((fact.label, fact.words) for fact in self.facts)

    @property
    def digest(self) -> str:
        """The same for the same content, whichever file it came in and however we word it."""
        dated = "" if self.kind is Kind.NOTE else self.happened.isoformat()
        said = [self.kind, dated, *((fact.element, fact.written) for fact in self.facts)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class LeftOut:
    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Story:
    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]
