"""What pages ask of the database: a few queries, and no more of them for more people or entries."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from alongside.circles.tests.factories import invite, join
from alongside.duty.tests.factories import make_viewer
from alongside.home.tests.factories import CIRCLE, queries_of, write
from alongside.people.models import Person
from alongside.people.tests.factories import make_person
from tests.northmere import Northmere

AT_MOST = 14
PAGES = {
    "young-person": ("/me/", "/people/{}/", "/people/{}/news/", "/people/{}/circle/"),
    "parent": ("/me/", "/me/news/", "/people/{}/", "/people/{}/circle/"),
    "key-worker": (
        "/work/",
        "/work/news/",
        "/work/people/",
        "/people/{}/",
        "/people/{}/circle/",
        "/people/{}/circle/invite/",
        "/people/{}/name/",
    ),
    "team-manager": ("/work/people/", "/people/{}/", "/people/{}/circle/"),
}


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_asks_at_most_fourteen_things(area: Northmere, slug: str) -> None:
    costs = measured(area, slug)
    assert {address: cost for address, cost in costs.items() if cost > AT_MOST} == {}


@pytest.mark.parametrize("slugs", [("young-person", "parent"), ("key-worker", "team-manager")])
def test_a_page_asks_no_more_when_there_is_more_to_show(
    area: Northmere, slugs: tuple[str, str]
) -> None:
    crowd(area, slugs, 3)
    few = [measured(area, slug) for slug in slugs]
    crowd(area, slugs, 27)
    assert [measured(area, slug) for slug in slugs] == few


def measured(area: Northmere, slug: str) -> dict[str, int]:
    client = area.client(slug)
    return {address: queries_of(client, address.format(area.person)) for address in PAGES[slug]}


def crowd(area: Northmere, slugs: Iterable[str], count: int) -> None:
    """So many more of everything that a page could show."""
    person = Person.objects.get(pk=area.person)
    for number in range(count):
        write(area, CIRCLE[number % 5], about=f"More {number}", ago=timedelta(hours=number))
        join(person, make_viewer(f"Nan {number}"), relationship="Nan")
        invite(person, make_viewer(f"Uncle {number}"))
        child, asked = make_person(f"Child{number}", "Lane"), make_person(f"Asked{number}", "Lane")
        for slug in slugs:
            join(child, area.viewer(slug))
            invite(asked, area.viewer(slug), by=area.viewer("school-lead"))
