"""One thing a return says, with its label and its words; and the ways to make one. Pure."""

from dataclasses import dataclass
from datetime import date

from alongside.exchange.cin.codes import CodeList, plain


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the file says: under which element, in its own writing, and in our words."""

    element: str
    written: str
    label: str
    words: str


def coded(element: str, code: str, label: str, of: CodeList) -> Fact | None:
    return Fact(element, code, label, plain(of, code)) if code else None


def several(element: str, codes: tuple[str, ...], label: str, of: CodeList) -> Fact | None:
    """Repeated codes: their order in the file means nothing, so it is no change either."""
    if not codes:
        return None
    words = "; ".join(plain(of, code) for code in codes)
    return Fact(element, " ".join(sorted(codes)), label, words)


def answered(element: str, answer: str, label: str, words: dict[str, str]) -> Fact | None:
    return Fact(element, answer, label, words.get(answer, answer)) if answer else None


def as_written(element: str, text: str, label: str) -> Fact | None:
    return Fact(element, text, label, text) if text else None


def dated(element: str, day: date | None, label: str) -> Fact | None:
    if day is None:
        return None
    return Fact(element, day.isoformat(), label, f"{day.day} {day:%B %Y}")
