"""A language in which every text of ours stands between marks: what stands outside was never one.

with pseudo(folder):
    assert outside(page) == []
"""

import ast
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

from django.test import override_settings
from django.utils import dates, translation
from django.utils.translation import trans_real

from alongside.config.demo.cast import CAST
from alongside.config.environment import PROJECT
from alongside.ui.reading import LANGUAGES
from tools import texts

OPEN, CLOSE = "⟦", "⟧"
# What a reader sees or hears besides the text between tags.
SPOKEN = {
    "alt", "aria-label", "aria-valuetext", "placeholder", "title", "data-live-on", "data-live-off",
    "data-live-out", "aria-roledescription",
}  # fmt: skip
SILENT = {"script", "style", "template"}
WORD = re.compile(r"[^\W\d_]{2,}")
INITIALS = re.compile(r"\b[A-Z]{2}\b")


def folder_of_marks(at: Path) -> Path:
    """A catalogue for Welsh in which every text is itself, between marks."""
    catalog = texts.template()
    for message in catalog:
        if isinstance(message.id, tuple | list):
            message.string = tuple(marked(message.id[1]) for _form in range(texts.COUNTS))
        elif message.id:
            message.string = marked(message.id)
    inside = at / "cy" / "LC_MESSAGES"
    inside.mkdir(parents=True)
    (inside / "django.mo").write_bytes(texts.compiled(catalog))
    return at


def marked(words: str) -> str:
    return f"{OPEN}{words}{CLOSE}"


@contextmanager
def pseudo(folder: Path) -> Iterator[None]:
    """As long as it lasts, Welsh is the language of marks."""
    loaded: dict[str, object] = vars(trans_real)["_translations"]
    kept = dict(loaded)
    with override_settings(LOCALE_PATHS=[folder]):
        loaded.clear()
        try:
            yield
        finally:
            loaded.clear()
            loaded.update(kept)


class Seen(HTMLParser):
    """All that a reader of a page sees or hears, in its order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        for name, value in attrs:
            if name in SPOKEN and value:
                self.parts.append(f"\n{value}\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent -= 1

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


@dataclass(frozen=True)
class Known:
    """What people wrote and are called, each whole: it stands on a page as it is, or a part of it."""

    sayings: tuple[str, ...]

    @cached_property
    def together(self) -> str:
        return "\n".join(self.sayings)

    @cached_property
    def any_of_them(self) -> re.Pattern[str]:
        longest_first = sorted({one.strip() for one in self.sayings}, key=len, reverse=True)
        return re.compile(
            "|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in longest_first if one)
        )

    def says(self, line: str) -> bool:
        part = rf"(?<!\w){re.escape(line.strip(' .,:()“”'))}(?!\w)"
        if re.search(part, self.together, re.IGNORECASE if " " in line else 0):
            return True
        return not WORD.search(INITIALS.sub("", self.any_of_them.sub(" ", line)))


def outside(page: str, *, known: Known) -> list[str]:
    """The texts of a page that stand outside all marks and are nobody's own words."""
    depth, left = 0, []
    for part in Seen(page).parts:
        kept = ""
        for letter in part:
            depth += (letter == OPEN) - (letter == CLOSE)
            kept += letter if depth == 0 and letter != CLOSE else "\n"
        left += [line.strip() for line in kept.splitlines()]
    return [line for line in left if WORD.search(line) and not known.says(line)]


def written_by_people(*more: str) -> Known:
    """Everything that stands in the made-up area and that tests write: names, entries, places.

    And what is alike in all languages: our name, and the names of languages in themselves.
    """
    files = [
        *(PROJECT / "alongside/config/demo").glob("*.py"),
        *(PROJECT / "tests/routes").glob("*.py"),
        *(PROJECT / "tests").glob("*.py"),
    ]
    found = {said for file in files for said in sayings(ast.parse(file.read_text()))}
    names = {part for member in CAST for part in member.name.split()}
    alike = (*LANGUAGES.values(), "Alongside")
    return Known((*sorted(found | names), *alike, *of_django(), *more))


def sayings(tree: ast.Module) -> Iterator[str]:
    """The strings of a file that are not about the file itself."""
    about = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in about:
            yield node.value


def of_django() -> Iterator[str]:
    """Days and months, long and short, which Django itself says in Welsh."""
    with translation.override("cy"):
        for names in (dates.WEEKDAYS, dates.WEEKDAYS_ABBR, dates.MONTHS, dates.MONTHS_3):
            yield from (said for name in names.values() for said in (str(name), str(name).title()))
