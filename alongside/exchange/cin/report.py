"""What came of a load: figures, and a line for everything that was not loaded, with the reason."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from alongside.exchange.cin.record import NotRead, RefusedChild

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one child that was not loaded as it stood, while the rest was."""

    line: int
    local_id: str
    what: str


@dataclass(slots=True)
class Report:
    """Filled while a load goes on. People first, then entries of the journey."""

    agency: str
    team: str
    source: str
    as_at: date
    loaded: int = 0
    new_people: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    gone_after_its_year: int = 0
    back: int = 0
    later_than_as_at: int = 0
    upns_not_used: int = 0
    refused: list[RefusedChild] = field(default_factory=list)
    left_out: list[Remark] = field(default_factory=list)
    not_read: list[NotRead] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def as_object(self) -> dict[str, Any]:
        """For --json: plain values, every line."""
        return asdict(self) | {"as_at": self.as_at.isoformat(), "seconds": round(self.seconds, 2)}

    def lines(self) -> Iterator[str]:
        """For people."""
        yield f"{self.source}, as at {self.as_at.day} {self.as_at:%B %Y}, held by {self.team}."
        yield f"Children: {self.loaded} loaded ({self.new_people} new), {len(self.refused)} refused."
        yield (
            f"Entries: {self.new} new, {self.changed} changed, {self.unchanged} unchanged, "
            f"{self.gone} gone, {self.back} back."
        )
        if self.gone_after_its_year:
            yield (
                f"Of those gone, {self.gone_after_its_year} had ended before the year that this "
                "return is about, so it need not hold them. They stay on the journey."
            )
        if self.later_than_as_at:
            yield (
                f"Entries with a date after the return's own day: {self.later_than_as_at}. "
                "They were loaded as written."
            )
        if self.upns_not_used:
            yield (
                "Pupil numbers (UPN) that are mistyped or stand at more than one child: "
                f"{self.upns_not_used}. They are in the notes, and nobody is found by them."
            )
        yield from section("Please look at this", self.warnings)
        yield from section("Refused", [told_refusal(refused) for refused in self.refused])
        yield from section("Left out", [told_remark(remark) for remark in self.left_out])
        yield from section("Not read", [told_unread(part) for part in self.not_read])
        yield f"Took {self.seconds:.1f} seconds."


def section(title: str, told: Sequence[str]) -> Iterator[str]:
    if told:
        yield f"{title}:"
        yield from (f"  {line}" for line in told[:MOST_SHOWN])
        if len(told) > MOST_SHOWN:
            yield f"  and {len(told) - MOST_SHOWN} more (--json tells them all)"


def told_refusal(refused: RefusedChild) -> str:
    who = f"child {refused.local_id}" if refused.local_id else "a child"
    return f"line {refused.line}, {who}: {refused.reason}"


def told_remark(remark: Remark) -> str:
    return f"line {remark.line}, child {remark.local_id}: {remark.what}."


def told_unread(part: NotRead) -> str:
    lines = ", ".join(str(line) for line in part.lines)
    more = " …" if part.count > len(part.lines) else ""
    times = "once" if part.count == 1 else f"{part.count} times"
    return f"{part.what}, {times} (line {lines}{more})"
