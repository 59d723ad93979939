"""What every kind of entry says about itself: one line, the person's own words, labelled parts."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.utils.functional import Promise

type Label = str | Promise


class Reader(StrEnum):
    """For whom a page is worded."""

    PERSON = "person"
    FAMILY = "family"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Part:
    """One labelled piece of an entry, as it was written.

    `is_fact`: a few words, not a story. `is_voice`: words of whoever the entry is from.
    """

    label: Label
    text: Label
    is_fact: bool = False
    is_voice: bool = False


class Contents(Protocol):
    """What every kind can say about itself."""

    @property
    def headline(self) -> str:
        """One line that tells what this was about; empty where the words speak for themselves."""

    @property
    def voice(self) -> str:
        """The person's own words, exactly; empty when none were written down."""

    def parts(self, reader: Reader) -> tuple[Part, ...]:
        """What was written, piece by piece; what was left empty is left out."""


def told(*parts: Part) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.text)
