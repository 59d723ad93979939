"""The plan on paper: whole, in the letters that people write with, and with nothing else in it."""

import re
import zlib

import pytest

from alongside.journey.tests.browsing import address
from alongside.journey.tests.conftest import Browse
from alongside.journey.tests.factories import Journey, account
from alongside.plans.contents import State, Thinks
from alongside.plans.tests.factories import (
    SLEEP,
    add_goal,
    add_line,
    add_step,
    in_days,
    move,
    say,
    tell,
)
from alongside.sharing.rules import Audience

pytestmark = pytest.mark.django_db

LETTERS = "Tŷ bach, â ŵy, Łódź, Привет, Ελένη"
SHOWN = re.compile(rb"/F(\d) [\d.]+ Tf|\(((?:[^()\\]|\\.)*)\) ?Tj", re.DOTALL)
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
SIGNS = {b"r": b"\r", b"n": b"\n", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def streams(pdf: bytes) -> list[bytes]:
    found = []
    for raw in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(raw))
        except zlib.error:
            found.append(raw)
    return found


def text_of(pdf: bytes) -> str:
    """The words as a reader copies them: each glyph through its font's own map to Unicode.

    A reader of our own files alone: two fonts, two bytes a glyph.
    """
    maps = [letters(part) for part in streams(pdf) if b"begincmap" in part]
    told, font = [], 0
    for part in streams(pdf):
        for named, glyphs in SHOWN.findall(part) if b" Tf" in part else ():
            if named:
                font = int(named) - 1
                continue
            plain = ESCAPED.sub(lambda sign: SIGNS.get(sign[1], sign[1]), glyphs)
            codes = [int.from_bytes(plain[at : at + 2]) for at in range(0, len(plain), 2)]
            told.append("".join(maps[font][code] for code in codes))
    return "\n".join(told)


def letters(cmap: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]{4,})>\n", cmap)
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def fetched(browse: Browse, journey: Journey, viewer: str = "own") -> bytes:
    client = browse(journey.everybody[viewer])
    response = client.get(address(journey, "plan/plan.pdf"))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert "plan.pdf" in response["Content-Disposition"]
    return response.content


def test_all_of_the_plan_is_on_paper(journey: Journey, browse: Browse) -> None:
    goal = add_goal(journey)
    step = add_step(journey, goal=goal, who=account(journey.school), day=in_days(4))
    move(journey, step, State.DOING)
    add_step(journey, what=LETTERS, who_words="Nan")
    say(journey, goal, Thinks.DIFFERENTLY, why="School first.")
    add_line(journey)
    text = text_of(fetched(browse, journey))
    for words in (
        "My plan", "Goal 1", "Your words", SLEEP, "Doing now: A lock on the window that works",
        "Kwame Owusu", LETTERS, "Nan", "I see it differently", "School first.",
        "The next talk", "1. Fridays at Nan’s", "No day is agreed yet.", "Page 1 of \n1",
    ):  # fmt: skip
        assert words in text, words


def test_a_long_plan_goes_over_pages_and_counts_them(journey: Journey, browse: Browse) -> None:
    for number in range(30):
        add_goal(journey, words=f"Goal number {number}. {SLEEP * 3}")
    text = text_of(fetched(browse, journey))
    pages = re.findall(r"Page (\d+) of \n(\d+)", text)
    assert len(pages) > 1
    assert pages == [(str(n), str(len(pages))) for n in range(1, len(pages) + 1)]
    assert "Goal number 29" in text


def test_it_has_a_title_a_language_and_an_outline_and_no_other_facts(
    journey: Journey, browse: Browse
) -> None:
    add_goal(journey)
    pdf = fetched(browse, journey, "school")
    outside = re.sub(rb"stream\r?\n.*?endstream", b"", pdf, flags=re.DOTALL)
    assert b"/Lang (en" in outside
    assert b"/Outlines" in outside
    facts = outside[outside.rindex(b" 0 obj") : outside.rindex(b"endobj")]
    assert set(re.findall(rb"/(\w+)", facts)) == {b"Title", b"CreationDate"}
    assert b"000000Z" in facts  # the day, which stands on the paper too
    assert b"Samira" not in outside
    assert b"fpdf" not in pdf.lower()


def test_it_is_for_those_who_read_the_plan_and_tells_of_no_entry(
    journey: Journey, browse: Browse
) -> None:
    view = tell(journey, audience=Audience.KEY_WORKER)
    add_goal(journey, by=journey.own, said=view.pk)
    assert "what was said" not in text_of(fetched(browse, journey, "parent"))
    for stranger in (journey.outsider, journey.excluded, journey.off_duty):
        path = address(journey, "plan/plan.pdf")
        assert browse(stranger).get(path).status_code == 404
