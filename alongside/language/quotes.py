"""What stands between quotation marks is somebody's own words: nobody corrects them.

“…”, ‘…’, "…" and '…' are quotations. An apostrophe is none, and neither is a mark left open.
"""

import re
from bisect import bisect_right

# A quotation that goes on for longer than this is a mark that somebody forgot to close.
LONGEST = 2_000
# What may open a quotation, and what closes it.
CLOSES = {"“": "”", "„": "”", "‘": "’", '"': '"', "'": "'", "«": "»"}
# An apostrophe here and another further down would else quote all that stands between.
ON_ONE_LINE = "'‘"
MARKS = re.compile("[“”„‘’\"'«»]")
ENDS = ".!?…"


def without_quotes(text: str) -> str:
    """The text with spaces for whatever is quoted, as long as before, so that positions still hold.

    A quotation that ends its sentence leaves a full stop where its last mark was.
    """
    pieces: list[str] = []
    done = 0
    for start, end in quotations(text):
        pieces.append(text[done:start])
        pieces.append(blank(text, start, end))
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def quotations(text: str) -> list[tuple[int, int]]:
    """Where quotations start and end, marks included. One pass, however many marks there are."""
    marks = [(match.start(), match.group()) for match in MARKS.finditer(text)]
    ends: dict[str, list[int]] = {}
    for place, mark in marks:
        if is_closing(text, place, mark):
            ends.setdefault(mark, []).append(place)
    found: list[tuple[int, int]] = []
    until = 0
    for place, mark in marks:
        if place < until or mark not in CLOSES or not is_opening(text, place, mark):
            continue
        if end := end_of(text, place, mark, ends.get(CLOSES[mark], [])):
            found.append((place, end))
            until = end
    return found


def end_of(text: str, place: int, mark: str, ends: list[int]) -> int:
    """Behind the mark that closes what was opened at this place; 0 where nothing does."""
    following = bisect_right(ends, place)
    if following == len(ends) or ends[following] - place > LONGEST:
        return 0
    end = ends[following]
    return 0 if mark in ON_ONE_LINE and "\n" in text[place:end] else end + 1


def is_opening(text: str, place: int, mark: str) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if mark in "'\"‘":  # not the apostrophe of don't, and not 5' 2"
        return not before.isalnum() and not after.isspace() and bool(after)
    return True


def is_closing(text: str, place: int, mark: str) -> bool:
    """An apostrophe inside a word closes nothing."""
    if mark in "'’":
        return not text[place + 1 : place + 2].isalnum()
    return mark in '”"»'


def blank(text: str, start: int, end: int) -> str:
    """Spaces, with line ends kept, and a full stop where the quotation ended a sentence."""
    spaces = "".join("\n" if sign == "\n" else " " for sign in text[start:end])
    ended = text[start + 1 : end - 1].rstrip()[-1:] in tuple(ENDS)
    following = text[end : end + 40].lstrip()[:1]
    if ended and text[end : end + 1].isspace() and following.isupper():
        return spaces[:-1] + "."
    return spaces
