"""Reads of a journey: in few queries, in a steady order, and with no trace of what is hidden."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest

from alongside.accounts.viewer import Viewer
from alongside.journey import services
from alongside.journey.kinds import Kind
from alongside.journey.models import Entry
from alongside.journey.paging import PAGE
from alongside.journey.queries import Line, search, timeline, unreleased
from alongside.journey.tests.factories import (
    Journey,
    a_note,
    a_visit,
    add,
    bring_in,
    digest,
    look_of,
)
from alongside.lib import ids
from alongside.sharing.rules import Audience
from alongside.vault import services as vault

pytestmark = pytest.mark.django_db

type Queries = Callable[[int], AbstractContextManager[Any]]


def line_of(viewer: Viewer, journey: Journey, **asked: str) -> Line:
    return timeline(look_of(viewer, journey), asked=asked)


def headlines(line: Line) -> list[str]:
    return [card.headline for card in line.cards]


def many(journey: Journey, number: int) -> None:
    for index in range(number):
        add(journey, contents=a_note(f"Note {index}"), ago=timedelta(hours=index + 1))


def test_the_newest_stands_first(journey: Journey) -> None:
    add(journey, contents=a_note("Older"), ago=timedelta(days=2))
    add(journey, contents=a_note("Newer"), ago=timedelta(days=1))
    assert headlines(line_of(journey.own, journey)) == ["Newer", "Older"]


def test_a_card_says_who_with_role_and_agency(journey: Journey) -> None:
    add(journey, by=journey.school)
    (card,) = line_of(journey.own, journey).cards
    teller = card.teller
    assert (teller.name, teller.role, teller.agency, teller.is_reader) == (
        "Kwame Owusu",
        "Head of year",
        "Larkfield",
        False,
    )
    (mine,) = line_of(journey.school, journey).cards
    assert mine.teller.is_reader


def test_words_differ_by_reader(journey: Journey) -> None:
    add(journey, contents=a_visit())
    own, parent, worker = (
        line_of(who, journey).cards[0] for who in (journey.own, journey.parent, journey.key_worker)
    )
    assert own.voice_label == "Your words"
    assert parent.voice_label == worker.voice_label == "Robyn’s words"
    assert own.audience.label == "Everyone in your circle"
    assert worker.audience.label == "Everyone in the circle"
    assert "Did we see you on your own?" in {str(part.label) for part in own.parts}
    assert "Seen alone?" in {str(part.label) for part in worker.parts}


def test_whoever_sees_what_is_withheld_sees_why_and_when_to_look_again(journey: Journey) -> None:
    entry = add(journey, audience=Audience.WORKERS, ago=timedelta(days=1))
    (card,) = line_of(journey.school, journey).cards
    assert str(card.audience.reason) == "Somebody could be hurt if more people saw it"
    assert card.audience.until == entry.withheld_until
    assert not card.audience.is_open


# Few queries


def test_twenty_entries_cost_four_queries_with_remarks_names_and_posts(
    journey: Journey, django_assert_num_queries: Queries
) -> None:
    many(journey, PAGE - 1)
    add(journey, by=journey.school)
    look = look_of(journey.own, journey)
    vault.fetch_keys(
        [author for author in (journey.key_worker.account, journey.school.account) if author]
    )
    with django_assert_num_queries(5) as queries:
        line = timeline(look, asked={})
        assert len([card.headline + card.voice for card in line.cards]) == PAGE
    choices = [query for query in queries if "DISTINCT" in query["sql"]]
    assert len(queries) - len(choices) == 4


def test_drawing_costs_no_query_at_all(
    journey: Journey, django_assert_num_queries: Queries
) -> None:
    many(journey, 5)
    line = line_of(journey.parent, journey)
    with django_assert_num_queries(0):
        assert all(card.parts for card in line.cards)


def test_further_back_costs_as_few(journey: Journey, django_assert_num_queries: Queries) -> None:
    many(journey, PAGE * 2 + 5)
    look = look_of(journey.own, journey)
    through = timeline(look, asked={}).older
    with django_assert_num_queries(5):
        assert len(timeline(look, asked={"through": through}).cards) == PAGE * 2


# Further back


def test_each_step_shows_everything_so_far_and_twenty_more(journey: Journey) -> None:
    many(journey, PAGE * 2 + 5)
    look = look_of(journey.own, journey)
    first = timeline(look, asked={})
    second = timeline(look, asked={"through": first.older})
    third = timeline(look, asked={"through": second.older})
    assert [len(line.cards) for line in (first, second, third)] == [PAGE, PAGE * 2, PAGE * 2 + 5]
    assert headlines(third)[:PAGE] == headlines(first)
    assert third.older == ""


def test_an_entry_that_arrives_meanwhile_moves_nothing(journey: Journey) -> None:
    many(journey, PAGE + 5)
    look = look_of(journey.own, journey)
    first = timeline(look, asked={})
    add(journey, contents=a_note("Just now"), ago=timedelta(0))
    again = timeline(look, asked={"through": first.older})
    assert headlines(again) == ["Just now", *(f"Note {index}" for index in range(PAGE + 5))]


def test_entries_of_one_moment_are_none_left_out_and_none_twice(journey: Journey) -> None:
    many(journey, PAGE + 7)
    Entry.objects.update(happened_at=Entry.objects.earliest("happened_at").happened_at)
    look = look_of(journey.own, journey)
    first = timeline(look, asked={})
    everything = timeline(look, asked={"through": first.older})
    shown = [card.entry.pk for card in everything.cards]
    assert len(shown) == len(set(shown)) == PAGE + 7
    assert shown[:PAGE] == [card.entry.pk for card in first.cards]


def test_exactly_twenty_have_nothing_older(journey: Journey) -> None:
    many(journey, PAGE)
    assert line_of(journey.own, journey).older == ""


def test_a_place_is_one_viewer_s_and_one_person_s(journey: Journey) -> None:
    many(journey, PAGE + 5)
    through = line_of(journey.own, journey).older
    assert len(line_of(journey.own, journey, through=through).cards) == PAGE + 5
    assert len(line_of(journey.parent, journey, through=through).cards) == PAGE
    assert len(line_of(journey.own, journey, through="nonsense").cards) == PAGE


def test_a_place_says_nothing_by_its_length(journey: Journey) -> None:
    many(journey, PAGE * 2 + 1)
    look = look_of(journey.own, journey)
    first = timeline(look, asked={}).older
    assert len(first) == len(timeline(look, asked={"through": first}).older)


# Filters


def test_a_journey_is_narrowed_by_agency_kind_and_days(journey: Journey) -> None:
    add(journey, contents=a_visit(why="Seen"), ago=timedelta(days=10))
    add(journey, by=journey.school, contents=a_note("School"), ago=timedelta(days=5))
    add(journey, contents=a_note("Council"), ago=timedelta(days=1))

    def shown(**asked: str) -> list[str]:
        return headlines(line_of(journey.own, journey, **asked))

    school = str(journey.school.agency_id)
    day = Entry.objects.get(agency=school).happened_at.date().isoformat()
    assert shown(agency=school) == ["School"]
    assert shown(kind="visit") == ["Seen"]
    assert shown(**{"from": day}) == ["Council", "School"]
    assert shown(to=day) == ["School", "Seen"]
    assert shown(kind="visit", agency=school) == []


def test_a_filter_that_makes_no_sense_is_left_out(journey: Journey) -> None:
    add(journey)
    for asked in ({"agency": "x"}, {"kind": "poem"}, {"from": "yesterday"}, {"to": "9999-12-31"}):
        line = line_of(journey.own, journey, **asked)
        assert len(line.cards) == 1
        assert not line.filters


def test_filters_and_place_stay_in_the_address(journey: Journey) -> None:
    many(journey, PAGE + 2)
    line = line_of(journey.own, journey, kind="note")
    assert line.here == "kind=note"
    assert line.further.startswith("kind=note&through=")


# What is hidden leaves no trace


def traces(line: Line) -> tuple[object, ...]:
    return (
        [card.entry.pk for card in line.cards],
        line.agencies,
        line.kinds,
        bool(line.older),
        line.last,
    )


@pytest.mark.parametrize("audience", [Audience.WORKERS, Audience.NAMED, Audience.AGENCY])
def test_what_is_hidden_from_somebody_leaves_no_trace(journey: Journey, audience: Audience) -> None:
    many(journey, PAGE)
    before = traces(line_of(journey.own, journey))
    add(
        journey,
        by=journey.school,
        contents=a_visit(why="Hidden"),
        ago=timedelta(minutes=90),
        audience=audience,
        named=[journey.parent],
    )
    assert traces(line_of(journey.own, journey)) == before
    assert traces(line_of(journey.own, journey, kind="visit"))[0] == []
    assert search(look_of(journey.own, journey), asked="hidden").cards == ()


def test_choices_come_only_from_what_is_visible(journey: Journey) -> None:
    add(journey, contents=a_note(), ago=timedelta(days=1))
    add(journey, by=journey.school, contents=a_visit(), audience=Audience.AGENCY)
    line = line_of(journey.own, journey)
    assert [name for _, name in line.agencies] == ["Northmere"]
    assert [kind for kind, _ in line.kinds] == [Kind.NOTE]
    school = line_of(journey.school, journey)
    assert [name for _, name in school.agencies] == ["Larkfield", "Northmere"]


def test_what_was_brought_in_waits_for_its_agency_alone(journey: Journey) -> None:
    entry = bring_in(journey)
    waiting = {
        name: [card.entry.pk for card in unreleased(look_of(who, journey))]
        for name, who in journey.everybody.items()
        if name not in {"off_duty", "excluded", "outsider"}
    }
    assert {name for name, cards in waiting.items() if cards} == {
        "key_worker",
        "colleague",
        "night",
    }
    assert waiting["night"] == [entry.pk]


def test_a_released_entry_is_read_in_the_order_of_when_it_happened(journey: Journey) -> None:
    add(journey, ago=timedelta(days=1))
    entry = bring_in(journey, "Long ago")
    services.release(
        by=journey.key_worker,
        person=journey.person.pk,
        entries=[entry.pk],
        operation=ids.new(),
        digest=digest("x"),
    )
    assert headlines(line_of(journey.own, journey))[-1] == "Long ago"
