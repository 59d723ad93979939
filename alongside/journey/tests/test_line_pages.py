"""The line of a journey and search, in a browser without scripts; and who finds nothing."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from alongside.accounts.viewer import Viewer
from alongside.journey.tests.browsing import address, answer, page
from alongside.journey.tests.conftest import Browse
from alongside.journey.tests.factories import Journey, a_note, a_visit, add
from alongside.lib import ids
from alongside.sharing.rules import Audience


def test_the_line_goes_further_back_without_scripts(journey: Journey, browse: Browse) -> None:
    for index in range(23):
        add(journey, contents=a_note(f"Note {index}."), ago=timedelta(hours=index + 1))
    client = browse(journey.own)
    shown = page(client, address(journey, ""))
    assert "Note 19." in shown
    assert "Note 20." not in shown
    further = shown.split('">See older entries')[0].split('href="')[-1]
    shown = page(client, further.split("#")[0])
    assert "Note 22." in shown
    assert "See older entries" not in shown


def test_the_region_is_the_entries_alone(journey: Journey, browse: Browse) -> None:
    add(journey, contents=a_note("Only this"))
    shown = page(browse(journey.own), address(journey, "timeline/"))
    assert "Only this" in shown
    assert "<html" not in shown
    assert "csrf" not in shown


def test_filters_stand_in_the_address_and_search_words_do_not(
    journey: Journey, browse: Browse
) -> None:
    add(journey, contents=a_note("Sleep"), ago=timedelta(days=2))
    add(journey, contents=a_visit(why="Lock", words=""), ago=timedelta(days=1))
    client = browse(journey.own)
    assert "Lock" not in page(client, address(journey, "?kind=note"))
    response = client.post(address(journey, "search/"), {"words": "SLEEP"})
    assert "<mark>Sleep</mark>" in response.content.decode()
    assert "Lock" not in response.content.decode()
    assert "Nothing found" in answer(client, address(journey, "search/"), {"words": "zebra"})
    assert "sleep" not in page(client, address(journey, "search/?words=sleep")).lower()


def test_a_search_that_was_not_through_everything_says_so_and_goes_on(
    journey: Journey, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alongside.journey.searching.LOOKED_THROUGH", 1)
    for days in (1, 2):
        add(journey, contents=a_note(f"Sleep {days}"), ago=timedelta(days=days))
    client, target = browse(journey.own), address(journey, "search/")
    said = answer(client, target, {"words": "sleep"})
    assert "We looked through the newest entry. Older ones were not searched." in said
    assert "</mark> 2" not in said
    place = re.search(r'name="before" value="([^"]+)"', said)
    assert place
    further = answer(client, target, {"words": "sleep", "before": place.group(1)})
    assert "<mark>Sleep</mark> 2" in further
    assert "were not searched" not in further


PAGES = ("timeline/", "search/", "add/", "add/visit/", "release/")


@pytest.mark.parametrize("rest", PAGES)
def test_whoever_is_not_tied_finds_nothing(journey: Journey, browse: Browse, rest: str) -> None:
    absent = f"/people/{ids.new()}/{rest}"
    for who in (journey.outsider, journey.excluded, journey.off_duty):
        client = browse(who)
        refused, missing = client.get(address(journey, rest)), client.get(absent)
        assert refused.status_code == missing.status_code == 404
        assert refused.content == missing.content


@pytest.mark.parametrize("rest", ["add/", "add/visit/", "release/"])
def test_adding_is_for_workers(journey: Journey, browse: Browse, rest: str) -> None:
    for who in (journey.own, journey.parent):
        assert browse(who).get(address(journey, rest)).status_code == 404


def statuses(browse: Browse, who: Viewer, journey: Journey, entry: UUID) -> list[int]:
    rests = ("", "correct/", "choose/", "audience/")
    client = browse(who)
    return [client.get(address(journey, f"entries/{entry}/{rest}")).status_code for rest in rests]


def test_pages_of_an_entry_are_for_those_who_may(journey: Journey, browse: Browse) -> None:
    entry = add(journey, contents=a_visit(), audience=Audience.WORKERS, ago=timedelta(days=1))
    assert statuses(browse, journey.key_worker, journey, entry.pk) == [200] * 4
    assert statuses(browse, journey.school, journey, entry.pk) == [200, 404, 404, 404]
    assert statuses(browse, journey.own, journey, entry.pk) == [404] * 4
    assert statuses(browse, journey.own, journey, ids.new()) == [404] * 4
