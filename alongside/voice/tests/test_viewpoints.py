"""What is read of how everybody sees it: bounded, in a few questions, and nothing worked out."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from alongside.journey.tests.conftest import journey
from alongside.journey.tests.factories import Journey, look_of, make_journey
from alongside.journey.voices import Question
from alongside.lib import clock
from alongside.voice.periods import columns
from alongside.voice.tests.test_viewpoint_pages import say
from alongside.voice.viewpoints import AT_MOST, LINES, viewpoints
from tests.harness.proving import count

__all__ = ["journey"]

TAGS = re.compile(r"<time.*?</time>|<text class=\"soft\".*?</text>|<[^>]*>", re.DOTALL)
DATES = re.compile(r"on \d{1,2} \w+ \d{4}")
SCORES = st.integers(0, 10)


def shown(journey: Journey) -> str:
    """The words of the section, without days and without the ends of the scale."""
    look = look_of(journey.own, journey)
    html = render_to_string(
        "voice/viewpoints_section.html", {"look": look, "sides": viewpoints(look)}
    )
    return DATES.sub("", unescape(TAGS.sub(" ", html)))


class NothingIsWorkedOut(TestCase):
    @settings(max_examples=count(15, prove=200), deadline=None)
    @given(
        own=st.lists(SCORES, max_size=3),
        family=st.lists(SCORES, max_size=3),
        school=st.lists(SCORES, max_size=3),
    )
    @pytest.mark.prove
    def test_every_number_on_the_page_is_one_that_somebody_gave(
        self, own: list[int], family: list[int], school: list[int]
    ) -> None:
        journey = make_journey()
        with clock.hold(clock.now()):
            for by, scores in (
                (journey.own, own),
                (journey.parent, family),
                (journey.school, school),
            ):
                for score in scores:
                    clock.advance(timedelta(days=20))
                    say(journey, by, score)
            numbers = {int(number) for number in re.findall(r"\d+", shown(journey))}
        assert numbers == {*own, *family, *school}


@pytest.mark.django_db
def test_the_page_reads_so_many_and_says_so(journey: Journey) -> None:
    for n in range(AT_MOST + 1):
        say(journey, journey.parent, n % 11, question=list(Question)[n % 6])
    look = look_of(journey.own, journey)
    with CaptureQueriesContext(connection) as caught:
        found = viewpoints(look)
    assert len(caught) <= 5
    assert sum(len(side.answers) for side in found.sides) == AT_MOST
    assert "the newest sixty answers" in shown(journey)


@pytest.mark.django_db
def test_what_is_older_than_a_year_is_left_to_the_story(journey: Journey) -> None:
    say(journey, journey.parent, 3)
    with clock.hold(clock.now() + timedelta(days=366)):
        assert not viewpoints(look_of(journey.own, journey)).sides


@pytest.mark.django_db
def test_the_person_has_a_line_and_those_who_answered_last(journey: Journey) -> None:
    people = ("own", "school", "key_worker", "colleague", "parent")
    with clock.hold(clock.now()):
        for name in people:
            say(journey, getattr(journey, name), 4)
            clock.advance(timedelta(minutes=1))
        (side,) = viewpoints(look_of(journey.own, journey)).sides
    assert side.left_out
    assert side.chart.count('class="b m') == LINES
    assert ">4 Robyn<" in side.chart
    assert ">4 Kwame<" not in side.chart
    assert [answer.called.name for answer in side.said][-1] == "Kwame Owusu"


@given(st.lists(st.dates(date(2025, 1, 1), date(2025, 12, 31)), min_size=1, max_size=60))
def test_every_day_of_a_year_has_its_column(days: list[date]) -> None:
    found = columns(days)
    assert 1 <= len(found.starts) == len(found.names) <= 13
    places = [found.at(day) for day in sorted(days)]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, len(found.starts) - 1)
