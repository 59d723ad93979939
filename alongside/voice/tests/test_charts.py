"""Pictures of numbers that people gave: safe, readable, and nothing in them but those numbers."""

from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.voice.charts import (
    APART,
    EDGE,
    FOOT,
    HEAD,
    HEIGHT,
    LABEL,
    TOP,
    WIDTH,
    Line,
    days,
    labels,
    path_of,
    points,
    scale_chart,
    side_by_side,
    spread,
    width_of,
)
from tests.harness.proving import count

NAMES = st.one_of(
    st.text(min_size=1, max_size=60),
    st.sampled_from(
        ["</text><script>", "&amp;", "ر‌نا", "שרה-לאה", "\u202eevil", "李小龍李小龍李小龍", "W" * 80]
    ),
)
VALUES = st.one_of(st.none(), st.integers(0, TOP))


@st.composite
def pictures(draw: st.DrawFn) -> tuple[list[str], list[Line]]:
    """One to sixty columns, and up to four lines with at least one answer each."""
    count = draw(st.integers(1, 60))
    rows = st.lists(VALUES, min_size=count, max_size=count).filter(any_answer)
    looks = draw(st.sampled_from([(0,), (1, 2, 3), (0, 1), (0, 1, 2, 3)]))
    lines = [Line(draw(NAMES), tuple(draw(rows)), look) for look in looks]
    return [f"{n} Nov 2025" for n in range(count)], lines


def any_answer(values: list[int | None]) -> bool:
    return any(value is not None for value in values)


def drawn(columns: list[str], lines: list[Line]) -> ET.Element:
    svg = scale_chart(
        "u", title="Home <b>", summary="He said “4 & 5”.", columns=columns, lines=lines
    )
    return ET.fromstring(svg)  # noqa: S314  (we drew it a moment ago)


@pytest.mark.prove
@settings(max_examples=count(60, prove=2_000), deadline=None)
@given(pictures())
def test_whatever_somebody_is_called_the_picture_is_sound(
    picture: tuple[list[str], list[Line]],
) -> None:
    svg = drawn(*picture)
    assert {node.tag for node in svg.iter()} <= {"svg", "title", "desc", "path", "text", "circle"}
    assert not [
        name for node in svg.iter() for name in node.attrib if name.startswith(("on", "style"))
    ]
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", "u-t u-d")
    assert [node.get("id") for node in svg if node.get("id")] == ["u-t", "u-d"]


@pytest.mark.prove
@settings(max_examples=count(60, prove=2_000), deadline=None)
@given(pictures())
def test_no_name_touches_another_or_leaves_the_picture(
    picture: tuple[list[str], list[Line]],
) -> None:
    found = labels(picture[1])
    assert all(abs(one.y - other.y) >= APART for one, other in combinations(found, 2))
    assert all(HEAD <= label.y <= HEIGHT - FOOT for label in found)
    assert all(LABEL + width_of(label.text) <= WIDTH for label in found)


@given(pictures())
def test_no_day_touches_another(picture: tuple[list[str], list[Line]]) -> None:
    ends = []
    for x, _y, anchor, text in days(picture[0]):
        width = width_of(text)
        start = x if anchor == "start" else x - width / 2
        ends.append((start, start + width))
    assert all(one[1] <= other[0] for one, other in pairwise(ends))


@given(pictures())
def test_every_number_in_it_was_given_or_is_an_end_of_the_scale(
    picture: tuple[list[str], list[Line]],
) -> None:
    columns, lines = picture
    svg = drawn(columns, lines)
    soft = {node.text for node in svg.iter("text") if node.get("class") == "soft"}
    assert soft <= {"0", "5", "10", *columns}
    told = {str(line.last[1]) for line in lines}
    names = [node.text or "" for node in svg.iter("text") if node.get("class") != "soft"]
    assert {name.split(" ")[0].rstrip("…") for name in names} == told


@given(pictures())
def test_a_mark_stands_for_every_answer_and_one_at_every_name(
    picture: tuple[list[str], list[Line]],
) -> None:
    given_answers = sum(value is not None for line in picture[1] for value in line.values)
    marks = [node for node in drawn(*picture).iter() if "halo" in node.get("class", "")]
    assert len(marks) == given_answers + len(picture[1])


def test_a_hole_is_never_joined() -> None:
    assert path_of(Line("Mum", (3, None, 5), 1)).count("M") == 2
    assert "L" not in path_of(Line("Mum", (3, None, 5), 1))
    assert path_of(Line("Mum", (3, 5, None, 6, 7), 1)).count("L") == 2


@given(pictures())
def test_no_answer_hides_another(picture: tuple[list[str], list[Line]]) -> None:
    places = [place for line in side_by_side(picture[1]) for place in points(line) if place]
    assert len(set(places)) == len(places) or len(picture[0]) > 13  # of a year there are 13 at most


def test_the_person_is_drawn_last_so_that_nothing_lies_on_their_line() -> None:
    lines = [Line("Robyn", (1, 2), 0), Line("Mum", (3, 4), 1)]
    classes = [node.get("class") for node in drawn(["May", "June"], lines).iter("path")]
    assert classes.index("s s0") > classes.index("s s1")


def test_a_line_ends_at_its_name_only_when_it_reaches_the_edge() -> None:
    stopped = drawn(["May", "June"], [Line("Mum", (3, None), 1)])
    goes_on = drawn(["May", "June"], [Line("Mum", (None, 3), 1)])
    assert not [node for node in stopped.iter("path") if node.get("class") == "gap"]
    assert [
        n.get("d", "").split(" ")[0] for n in goes_on.iter("path") if n.get("class") == "gap"
    ] == [f"M{EDGE}"]


@given(st.lists(st.floats(0, 300), min_size=1, max_size=4))
def test_names_stay_where_they_are_when_there_is_room(wanted: list[float]) -> None:
    heights = spread(wanted, gap=20, low=0, high=300)
    apart = all(abs(one - other) >= 20 for one, other in combinations(wanted, 2))
    assert not apart or heights == [round(height, 1) for height in wanted]
