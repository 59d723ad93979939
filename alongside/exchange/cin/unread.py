"""What a file held that we have no place for, counted, so that nothing is lost in silence."""

from alongside.exchange.cin.record import NotRead

# A hostile file can invent names for ever; an honest one has a handful.
MOST_NAMES = 200
MOST_LINES = 10
LONGEST_NAME = 200
THE_REST = "other things"


class Unread:
    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._lines: dict[str, list[int]] = {}

    def note(self, what: str, line: int) -> None:
        what = what[:LONGEST_NAME]
        if what not in self._counts and len(self._counts) >= MOST_NAMES:
            what = THE_REST
        self._counts[what] = self._counts.get(what, 0) + 1
        lines = self._lines.setdefault(what, [])
        if len(lines) < MOST_LINES:
            lines.append(line)

    def listed(self) -> tuple[NotRead, ...]:
        """In the order in which each thing was first met."""
        return tuple(
            NotRead(what, count, tuple(self._lines[what])) for what, count in self._counts.items()
        )
