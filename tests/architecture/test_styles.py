"""Styles work from right to left too: they speak of start and end, and not of left and right."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, named

STYLES = sorted(
    file
    for file in PACKAGE.glob("*/static/**/*.css")
    if "vendor" not in file.relative_to(PACKAGE).parts
)
SIDED = re.compile(
    r"""(?<![\w-])(?:
        (?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*\s*:
        |(?:left|right)\s*:
        |border-(?:top|bottom)-(?:left|right)-radius\s*:
        |(?:text-align|float|clear|caption-side|justify-content|justify-items)\s*:\s*(?:left|right)\b
        |(?:margin|padding|inset|border-width)\s*:\s*(?:[^\s;}]+\s+){3}[^\s;}]+
    )""",
    re.VERBOSE,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# What says four sides at once and means no side: start and end are alike, or nobody reads it.
MEANT: dict[str, str] = {
    "padding: .25rem .75rem .25rem .5rem": "the switch, whose knob slides the other way too",
}


def sided(style: str) -> list[str]:
    bare = COMMENT.sub("", style)
    return [found[0].strip() for found in SIDED.finditer(bare) if found[0].strip() not in MEANT]


def test_the_search_finds_what_it_looks_for() -> None:
    wrong = [
        "margin-left: 1px",
        "a{padding-right:2px}",
        "left: 0",
        "text-align: left",
        "float: right",
        "border-left-color: red",
        "border-top-left-radius: 2px",
        "margin: 1px 2px 3px 4px",
    ]
    assert [style for style in wrong if not sided(style)] == []


def test_the_search_leaves_alone_what_turns_with_the_page() -> None:
    right = (
        "margin-inline-start: 1px; inset-inline-end: 0; text-align: start; padding: 1px 2px;"
        "border-end-start-radius: 2px; padding-inline: env(safe-area-inset-left) 1px; /* left: 0 */"
    )
    assert sided(right) == []


def test_there_are_styles_to_search() -> None:
    assert {"alongside.css", "tokens.css"} <= {file.name for file in STYLES}


@pytest.mark.parametrize("file", STYLES, ids=named)
def test_styles_speak_of_start_and_end(file: Path) -> None:
    assert not sided(file.read_text()), "Use inline-start and inline-end."


def test_exceptions_are_still_needed() -> None:
    written = "\n".join(COMMENT.sub("", file.read_text()) for file in STYLES)
    assert [one for one in MEANT if one not in written] == []
