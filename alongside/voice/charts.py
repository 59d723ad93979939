"""Lines from 0 to 10 as a picture, drawn on the server: plain answers in, safe SVG out.

Shape is here, colour by class in the style sheet, so that dark, forced colours and print work.
Nothing is worked out: every point is a number that somebody gave, and a hole stays a hole.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

TOP = 10
GRID = (0, 5, TOP)
WIDTH, HEIGHT = 340, 268
LEFT, RIGHT, HEAD, FOOT = 30, 128, 14, 34
EDGE = WIDTH - RIGHT
# A label stands beyond the edge, after its mark. On a phone its letters are 15 high.
LABEL = EDGE + 25
TEXT = 15
APART = 20
ASIDE = 12
MOST_DAYS = 3
# Control characters are no XML, and those that turn writing round would turn the number too.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
JOINERS = "\u200c\u200d"  # some scripts cannot be written without


@dataclass(frozen=True, slots=True)
class Line:
    """What one voice said, one place for each column. `look` 0 is the person's own.

    `aside` moves a point that lies on another: in which columns, and how many lie there already.
    """

    name: str
    values: tuple[int | None, ...]
    look: int
    aside: tuple[int, ...] = ()

    @property
    def last(self) -> tuple[int, int]:
        """The column and the number of the newest answer. A line has at least one."""
        return next(
            (column, value)
            for column, value in reversed(list(enumerate(self.values)))
            if value is not None
        )


@dataclass(frozen=True, slots=True)
class Label:
    """Where a name stands at the end of its line, and how high the line ends."""

    line: Line
    y: float
    text: str


def scale_chart(
    uid: str, *, title: str, summary: str, columns: Sequence[str], lines: Sequence[Line]
) -> SafeString:
    """At most four lines with their names at the end. Put the person's own line first."""
    lines = side_by_side(lines)
    drawn = [*reversed(lines)]  # the person on top
    return format_html(
        '<svg class="al-chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}{}{}{}{}</svg>',
        *(WIDTH, HEIGHT, uid, uid, uid, plain(title), uid, plain(summary)),
        format_html_join(
            "", GRID_LINE, ((LEFT, y_of(v), EDGE, LEFT - 8, y_of(v) + 4.5, v) for v in GRID)
        ),
        format_html_join("", DAY, days(columns)),
        format_html_join("", PATH, ((line.look, path_of(line)) for line in drawn)),
        format_html_join("", "{}", ((mark,) for line in drawn for mark in marks_of(line))),
        format_html_join("", "{}", ((drawn_label(label, columns),) for label in labels(lines))),
    )


GRID_LINE = (
    '<path class="grid" d="M{} {}H{}"/><text class="soft" x="{}" y="{}" text-anchor="end">{}</text>'
)
DAY = '<text class="soft" x="{}" y="{}" text-anchor="{}">{}</text>'
PATH = '<path class="s s{}" d="{}"/>'
MARKS: tuple[str, ...] = (
    '<circle class="m0 halo" cx="{x}" cy="{y}" r="6"/>',
    '<path class="m1 halo" d="M{x} {y}m-5 -5h10v10h-10z"/>',
    '<path class="m2 halo" d="M{x} {y}m0 -7l7 12h-14z"/>',
    '<path class="m3 halo" d="M{x} {y}m0 -7l7 7-7 7-7-7z"/>',
)


def x_of(column: int, count: int) -> float:
    room = EDGE - LEFT - 16
    return round(LEFT + 8 + (room * column / (count - 1) if count > 1 else room / 2), 1)


def y_of(value: int) -> float:
    return round(HEAD + (TOP - value) * (HEIGHT - HEAD - FOOT) / TOP, 1)


def side_by_side(lines: Sequence[Line]) -> list[Line]:
    """Two who say the same are both seen: the later one stands a little before the other."""
    seen: Counter[tuple[int, int | None]] = Counter()
    moved = []
    for line in lines:
        places = list(enumerate(line.values))
        moved.append(replace(line, aside=tuple(seen[place] for place in places)))
        seen.update(places)
    return moved


def points(line: Line) -> list[tuple[float, float] | None]:
    """Where each answer is drawn; None where nobody answered."""
    count = len(line.values)
    aside = line.aside or (0,) * count
    return [
        None if value is None else (round(x_of(n, count) - ASIDE * aside[n], 1), y_of(value))
        for n, value in enumerate(line.values)
    ]


def path_of(line: Line) -> str:
    """Joined only from one column to the very next: where nobody answered the line ends."""
    steps, pen = [], "M"
    for place in points(line):
        if place is None:
            pen = "M"
            continue
        steps.append(f"{pen}{place[0]} {place[1]}")
        pen = "L"
    return "".join(steps)


def mark(look: int, x: float, y: float) -> SafeString:
    return format_html(MARKS[look], x=x, y=y)


def marks_of(line: Line) -> Iterator[SafeString]:
    for place in points(line):
        if place is not None:
            yield mark(line.look, *place)


def days(columns: Sequence[str]) -> list[tuple[float, int, str, str]]:
    """The first and the last column, and the one in the middle where all three fit."""
    count, y = len(columns), HEIGHT - 10
    if count == 1:
        return [(x_of(0, 1), y, "middle", plain(columns[0]))]
    shown = sorted({0, (count - 1) // 2, count - 1})
    room = x_of(count - 1, count) - x_of(0, count)
    if len(shown) > MOST_DAYS - 1 and sum(width_of(columns[n]) for n in shown) > room:
        shown = [0, count - 1]
    return [(x_of(n, count), y, "middle" if n else "start", plain(columns[n])) for n in shown]


def labels(lines: Sequence[Line]) -> list[Label]:
    """Every name beside the end of its line, moved apart so that no two touch."""
    wanted = [float(y_of(line.last[1])) for line in lines]
    heights = spread(wanted, gap=APART, low=HEAD + 4, high=HEIGHT - FOOT)
    return [
        Label(line, y, fitted(f"{line.last[1]} {plain(line.name)}", WIDTH - LABEL))
        for line, y in zip(lines, heights, strict=True)
    ]


def drawn_label(label: Label, columns: Sequence[str]) -> SafeString:
    """The mark and the name; tied to its line when the line reaches the edge."""
    column, value = label.line.last
    tie = format_html('<path class="gap" d="M{} {}L{} {}"/>', EDGE, y_of(value), EDGE + 8, label.y)
    return format_html(
        '{}{}<text class="b m{}" x="{}" y="{}">{}</text>',
        tie if column == len(columns) - 1 and len(columns) > 1 else "",
        mark(label.line.look, EDGE + 15, label.y),
        *(label.line.look, LABEL, round(label.y + 4.5, 1), label.text),
    )


def spread(wanted: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Heights as near as can be to what is wanted, each at least `gap` from the next."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    out = [max(low, height) for height in wanted]
    for above, below in pairwise(order):
        out[below] = max(out[below], out[above] + gap)
    limit = high
    for i in reversed(order):
        out[i] = min(out[i], limit)
        limit = out[i] - gap
    return [round(height, 1) for height in out]


def plain(text: str) -> str:
    """A name as it can stand in a picture: no control characters, and spaces as one."""
    seen = "".join(" " if c.isspace() else c for c in text if c.isspace() or is_seen(c))
    return " ".join(seen.split())


def is_seen(character: str) -> bool:
    return character in JOINERS or unicodedata.category(character) not in UNSEEN


def fitted(text: str, room: float) -> str:
    """As much of the text as fits, with a sign that there is more: the table has all of it."""
    if width_of(text) <= room:
        return text
    cut = text
    while cut and width_of(cut + "…") > room:
        cut = cut[:-1]
    return cut.rstrip() + "…"


def width_of(text: str) -> float:
    """At most how wide bold text is, without knowing the font."""
    return sum(letter_width(c) for c in text) * TEXT


def letter_width(character: str) -> float:
    if unicodedata.combining(character) or character in JOINERS:
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1.05
    if character in "ijlftrI.,:;'’()|! ":
        return 0.4
    return 0.9 if character in "mwMWQ@…" else 0.72 if character.isupper() else 0.62
