"""Search inside one person’s record: what is found, in which order, and what is marked."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest

from alongside.journey.kinds import Note
from alongside.journey.queries import search
from alongside.journey.searching import marked, words_of
from alongside.journey.tests.factories import (
    Journey,
    a_note,
    add,
    look_of,
)

pytestmark = pytest.mark.django_db

type Queries = Callable[[int], AbstractContextManager[Any]]


def many(journey: Journey, number: int) -> None:
    for index in range(number):
        add(journey, contents=a_note(f"Note {index}"), ago=timedelta(hours=index + 1))


def test_every_word_must_be_there_whatever_its_case_and_accents(journey: Journey) -> None:
    add(journey, contents=Note(about="Café visit", text="She met Zoë.", words="i liked it"))
    look = look_of(journey.own, journey)
    for asked in ("cafe", "CAFÉ zoe", "met LIKED", "afé"):
        assert len(search(look, asked=asked).cards) == 1, asked
    for asked in ("cafe tea", "", "   "):
        assert search(look, asked=asked).cards == ()


def test_what_was_found_is_in_the_order_of_the_journey(journey: Journey) -> None:
    add(journey, contents=a_note("Sleep one"), ago=timedelta(days=3))
    add(journey, contents=a_note("Sleep two"), ago=timedelta(days=1))
    found = search(look_of(journey.parent, journey), asked="sleep")
    assert [card.headline for card in found.cards] == ["Sleep two", "Sleep one"]


def test_a_search_shows_a_bounded_number_and_says_that_there_is_more(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alongside.journey.searching.SHOWN", 3)
    many(journey, 5)
    found = search(look_of(journey.own, journey), asked="note")
    assert (len(found.cards), found.more) == (3, True)


def test_a_search_says_where_it_ended_and_goes_on_from_there(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(journey, 7)
    look, found = look_of(journey.own, journey), list[list[str]]()
    total = len(search(look, asked="note").cards)
    monkeypatch.setattr("alongside.journey.searching.LOOKED_THROUGH", 3)
    first = search(look, asked="note")
    while first.older:
        assert first.looked == 3
        found.append([card.headline for card in first.cards])
        first = search(look, asked="note", before=first.older)
    found.append([card.headline for card in first.cards])
    assert [headline for some in found for headline in some] == [f"Note {n}" for n in range(total)]


def test_a_search_through_everything_ends_nowhere(journey: Journey) -> None:
    many(journey, 3)
    look = look_of(journey.own, journey)
    assert search(look, asked="note").older == ""
    assert len(search(look, asked="note", before="nonsense").cards) == 3


def test_a_search_costs_few_queries(journey: Journey, django_assert_num_queries: Queries) -> None:
    many(journey, 12)
    look = look_of(journey.own, journey)
    with django_assert_num_queries(4):
        search(look, asked="note")


@pytest.mark.parametrize(
    ("text", "asked", "html"),
    [
        ("Zoë slept", "zoe", "<mark>Zoë</mark> slept"),
        ("<b>cold</b>", "cold", "&lt;b&gt;<mark>cold</mark>&lt;/b&gt;"),
        ("a&b", "a&", "<mark>a&amp;</mark>b"),
        ("Zoe\u0308 slept", "zoe", "<mark>Zoe\u0308</mark> slept"),
        ("Straße", "strasse", "<mark>Straße</mark>"),
        ("banana", "an nan", "b<mark>anan</mark>a"),
        ("nothing", "here", "nothing"),
        ("<script>", "script", "&lt;<mark>script</mark>&gt;"),
    ],
)
def test_found_words_are_marked_and_everything_else_is_escaped(
    text: str, asked: str, html: str
) -> None:
    assert marked(text, words_of(asked)) == html
