"""A page's own text: what we wrote on it ourselves, without people's words, names, times and data.

age, hardest = reading_age_of(page)      # of one page of HTML, in years
own_text(page)                           # the pieces it was measured on, to look at

Left out: what is never shown or is hidden, drawings, what somebody types or chooses from, `time`,
`.al-voice`, and everything marked `data-not-ours`: mark whatever people wrote, and what comes from
a database. In the sentence "Samira Khan read your plan" only the name is: the check leaves names
out by their capital letters, and by `names`.
"""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from alongside.language.check import check

NEVER_SHOWN = {
    "head", "script", "style", "template", "noscript", "svg", "textarea", "option", "select",
    "time", "datalist", "audio", "video", "canvas",
}  # fmt: skip
# Somebody's own words, initials, names, and who wrote what when.
NOT_OURS = {"al-voice", "al-avatar", "al-who__name", "al-who__role", "al-entry__meta"}
VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
}  # fmt: skip
# These stand inside a line; every other tag begins and ends one.
INLINE = {
    "a", "abbr", "b", "bdi", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong",
    "sub", "sup", "u", "wbr", "svg", "use", "time",
}  # fmt: skip
# Styles often set these apart, where the text alone would run two words together.
SET_APART = {"span", "strong", "small"}
# A button or a heading is no sentence, and a page full of them is no easier to read for it.
FEWEST_WORDS = 4


class OwnText(HTMLParser):
    """Gathers the pieces, each the words of one block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._open: list[tuple[str, bool]] = []  # the tag, and whether it is left out
        self._piece: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self.end_piece()
        elif tag in SET_APART:
            self._piece.append(" ")
        if tag not in VOID:
            self._open.append((tag, self.is_left_out or is_not_ours(tag, dict(attrs))))

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.end_piece()
        if tag not in {opened for opened, _ in self._open}:
            return
        while self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        # What is left out leaves a gap, so that two words do not become one.
        self._piece.append(" " if self.is_left_out else data)

    @property
    def is_left_out(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def end_piece(self) -> None:
        words = re.sub(r"\s+([.,:;!?])", r"\1", " ".join("".join(self._piece).split()))
        if any(sign.isalpha() for sign in words):
            self.pieces.append(words.lstrip(".,:;!? "))
        self._piece = []


def is_not_ours(tag: str, attributes: dict[str, str | None]) -> bool:
    classes = set((attributes.get("class") or "").split())
    return (
        tag in NEVER_SHOWN
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or "data-not-ours" in attributes
        or bool(classes & NOT_OURS)
    )


def own_text(html: str) -> list[str]:
    """The text of each block that we wrote ourselves, in the order of the page."""
    reader = OwnText()
    reader.feed(html)
    reader.close()
    reader.end_piece()
    return reader.pieces


def sentences_in(html: str) -> list[str]:
    return [piece for piece in own_text(html) if len(piece.split()) >= FEWEST_WORDS]


def reading_age_of(html: str, *, names: Iterable[str] = ()) -> tuple[float | None, list[str]]:
    """The reading age of a page's own sentences, and its five hardest pieces, the hardest first.

    None where a page says too little to tell: then each of its pieces is short.
    """
    pieces = sentences_in(html)
    known = tuple(names)
    whole = check("\n".join(pieces), names=known)
    # A piece alone is too short to measure; said four times over it is as hard as said once.
    alone = {piece: check("\n".join([piece] * 8), names=known).reading_age or 0 for piece in pieces}
    return whole.reading_age, sorted(alone, key=lambda piece: -alone[piece])[:5]
