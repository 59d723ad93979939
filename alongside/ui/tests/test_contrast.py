"""Every pair of colours that stands together can be read, in light and in both dark sets."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[1] / "static/ui/tokens.css").read_text()
MEANINGS = ["team", "voice", "amber", "danger", "good", "night"]

TEXT = [
    *[("ink", ground) for ground in ("paper", "card", "sunk", "field")],
    *[("soft", ground) for ground in ("paper", "card", "sunk")],
    *[("link", ground) for ground in ("paper", "card", "sunk")],
    *[("visited", ground) for ground in ("paper", "card")],
    ("on-action", "action"),
    ("on-action", "action-hover"),
    ("card", "danger"),
    ("card", "team"),
    ("card", "voice"),
    ("focus-ink", "focus"),
    *[(ink, f"{meaning}-tint") for meaning in MEANINGS for ink in (meaning, "ink", "soft", "link")],
    *[(meaning, ground) for meaning in MEANINGS for ground in ("card", "paper")],
]
EDGES = [
    *[("edge", ground) for ground in ("paper", "card", "field", "sunk")],
    *[("action", ground) for ground in ("paper", "card")],
    ("voice", "card"),
    ("danger", "field"),
]


def colours(start: str) -> dict[str, str]:
    opening = TOKENS.index("{", TOKENS.index(start))
    block = TOKENS[opening : TOKENS.index("}", opening)]
    return dict(re.findall(r"--al-([a-z-]+):\s*(#[0-9a-f]{3,6})", block))


LIGHT = colours(":root {")
SETS = {
    "light": LIGHT,
    "dark": LIGHT | colours(':root:not([data-theme="light"]) {'),
    "chosen dark": LIGHT | colours(':root[data-theme="dark"] {'),
}
STRONG_LIGHT = LIGHT | colours(":root.al-contrast-more {")
STRONG = {
    "more light": STRONG_LIGHT,
    "more dark": STRONG_LIGHT | colours(':root.al-contrast-more:not([data-theme="light"]) {'),
    "more chosen dark": STRONG_LIGHT | colours(':root[data-theme="dark"].al-contrast-more {'),
}


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_both_ways_to_dark_are_the_same() -> None:
    assert SETS["dark"] == SETS["chosen dark"]
    assert STRONG["more dark"] == STRONG["more chosen dark"]


def test_more_contrast_changes_every_colour_that_words_and_edges_have() -> None:
    used = {name for pair in (*TEXT, *EDGES) for name in pair} - {"focus", "focus-ink"}
    for start in (":root.al-contrast-more {", ':root[data-theme="dark"].al-contrast-more {'):
        assert used <= set(colours(start))


@pytest.mark.parametrize("name", STRONG)
def test_with_more_contrast_words_reach_seven_to_one_and_every_line_can_be_seen(name: str) -> None:
    found = STRONG[name]
    poor = {pair for pair in TEXT if contrast(found[pair[0]], found[pair[1]]) < 7}
    lines = [*EDGES, *[("line", ground) for ground in ("paper", "card", "sunk")]]
    faint = {pair for pair in lines if contrast(found[pair[0]], found[pair[1]]) < 4.5}
    assert not poor | faint


@pytest.mark.parametrize("name", SETS)
def test_words_can_be_read_on_what_they_stand_on(name: str) -> None:
    found = SETS[name]
    poor = {pair for pair in TEXT if contrast(found[pair[0]], found[pair[1]]) < 4.5}
    assert not poor


@pytest.mark.parametrize("name", SETS)
def test_edges_of_what_can_be_pressed_can_be_seen(name: str) -> None:
    found = SETS[name]
    poor = {pair for pair in EDGES if contrast(found[pair[0]], found[pair[1]]) < 3}
    assert not poor
