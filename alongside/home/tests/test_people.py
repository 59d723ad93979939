"""Lists of people: in which order, who is found, and what is said when there are more."""

import re
from datetime import timedelta

import pytest

from alongside.accounts.viewer import system
from alongside.audit.models import AccessEvent
from alongside.circles import services as circles
from alongside.circles.tests.factories import join
from alongside.lib import clock
from alongside.people.tests.factories import make_person
from tests.northmere import Northmere
from tests.pages import a_census_child, get, page, post, told

ADDRESS = "/work/people/"


def test_a_list_is_in_the_order_of_names_and_shows_more_when_asked(area: Northmere) -> None:
    samira = area.viewer("key-worker")
    for number in range(52):
        join(make_person(f"Child{number:02}", "Lane"), samira)
    first = page(area, "key-worker", "/work/people/")
    assert "Show more people" in first
    assert ("Child49 Lane" in first, "Child50 Lane" in first) == (True, False)
    more = page(area, "key-worker", "/work/people/?show=100")
    assert more.index("Child00") < more.index("Child51") < more.index("Robyn Hale")
    assert "Show more people" not in more
    assert page(area, "key-worker", "/work/people/?show=nonsense").count("Lane") == 50


def test_only_the_names_that_were_shown_are_recorded_as_seen(area: Northmere) -> None:
    samira = area.viewer("key-worker")
    children = [make_person(f"Child{number:02}", "Lane") for number in range(51)]
    for child in children:
        join(child, samira)
    page(area, "key-worker", "/work/people/")
    listed = set(
        AccessEvent.objects.filter(depth="listed", account=area.account("key-worker")).values_list(
            "person", flat=True
        )
    )
    assert listed == {child.pk for child in children[:50]}


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("robyn", 1),
        ("HALE rob", 1),
        ("nm-1041", 1),
        ("  ", 1),
        ("Ada", 0),
        ("robyn ada", 0),
        ("9990000018", 0),
    ],
)
def test_people_are_found_by_part_of_a_name_or_number(
    area: Northmere, words: str, times: int
) -> None:
    said = told(area, "key-worker", "/work/people/", {"words": words})
    assert said.count("Robyn Hale") == times


def test_nobody_is_found_whom_one_may_not_see(area: Northmere) -> None:
    real = told(area, "unrelated-worker", "/work/people/", {"words": "robyn"})
    assert real == told(area, "unrelated-worker", "/work/people/", {"words": "tamarisk"})


def test_a_child_without_a_name_stands_by_their_number(area: Northmere) -> None:
    a_census_child("NM-2044")
    assert "Local identifier NM-2044" in page(area, "team-manager", "/work/people/")
    assert ">LN<" not in get(area, "team-manager", "/work/people/").content.decode()
    assert "NM-2044" in told(area, "team-manager", "/work/people/", {"words": "2044"})
    assert "NM-2044" not in page(area, "school-lead", "/work/people/")


def test_who_was_released_from_a_team_is_gone_from_its_list(area: Northmere) -> None:
    child = a_census_child("NM-2044")
    team = area.viewer("team-manager").team_id
    assert team is not None
    circles.release_hold(by=system(), person=child.pk, team=team)
    assert "NM-2044" not in page(area, "team-manager", "/work/people/")


# More than one page can hold


@pytest.fixture
def three_at_a_time(area: Northmere, monkeypatch: pytest.MonkeyPatch) -> Northmere:
    """Seven newer people beside Robyn, and pages that look through three."""
    for number in range(7):
        clock.advance(timedelta(seconds=1))
        join(make_person(f"Child{number}", "Lane"), area.viewer("key-worker"))
    monkeypatch.setattr("alongside.home.finding.LISTED", 3)
    monkeypatch.setattr("alongside.home.finding.SEARCHED", 3)
    return area


def older(area: Northmere, said: str, words: str) -> str:
    """The page that the button for older people leads to."""
    place = re.search(r'name="before" value="([^"]+)"', said)
    assert place
    fields = {"words": words, "before": place.group(1)}
    return post(area, "key-worker", ADDRESS, fields).content.decode()


@pytest.mark.parametrize("words", ["", "e"])
def test_a_page_says_that_it_looked_through_the_newest_alone_and_goes_on(
    three_at_a_time: Northmere, words: str
) -> None:
    area, seen = three_at_a_time, list[set[str]]()
    said = post(area, "key-worker", ADDRESS, {"words": words}).content.decode()
    assert "We looked through the newest 3 people. Older ones were not searched." in said
    seen.append(set(re.findall(r"Child\d|Robyn", said)))
    said = older(area, said, words)
    assert "We looked through 3 more people. Older ones were not searched." in said
    seen.append(set(re.findall(r"Child\d|Robyn", said)))
    said = older(area, said, words)
    assert "were not searched" not in said
    seen.append(set(re.findall(r"Child\d|Robyn", said)))
    assert seen == [
        {"Child4", "Child5", "Child6"},
        {"Child1", "Child2", "Child3"},
        {"Child0", "Robyn"},
    ]


def test_a_page_that_looked_through_all_says_nothing_about_it(area: Northmere) -> None:
    assert "were not searched" not in told(area, "key-worker", ADDRESS, {"words": "robyn"})


def test_a_place_of_somebody_else_opens_nothing(three_at_a_time: Northmere) -> None:
    said = post(three_at_a_time, "key-worker", ADDRESS).content.decode()
    place = re.search(r'name="before" value="([^"]+)"', said)
    assert place
    for before in (place.group(1), "nonsense"):
        said = told(three_at_a_time, "school-lead", ADDRESS, {"before": before})
        assert "Robyn Hale" in said
        assert "Child" not in said


def test_what_was_looked_for_stays_when_more_of_it_is_shown(
    area: Northmere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alongside.home.views.work.SHOWN", 2)
    for number in range(3):
        join(make_person(f"Child{number}", "Lane"), area.viewer("key-worker"))
    said = post(area, "key-worker", ADDRESS, {"words": "child"}).content.decode()
    assert 'name="words" value="child"' in said
    assert 'name="show" value="4"' in said
    more = told(area, "key-worker", ADDRESS, {"words": "child", "show": "4"})
    assert "Child2 Lane" in more
    assert "Robyn" not in more
    assert "Not all of your people are in this list." in page(area, "key-worker", "/work/")


def test_what_is_looked_for_is_read_from_no_address(area: Northmere) -> None:
    assert "Robyn Hale" in page(area, "key-worker", f"{ADDRESS}?words=nobody")
