"""How often a page asks the database: a few times, and no more often when there is more to show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.lib import clock
from tests.harness.proving import count, figure
from tests.northmere import for_a_module, undone
from tests.routes.crowd import grow
from tests.routes.house import House, house

pytestmark = pytest.mark.prove

AT_MOST = 15
# A first look is told in the log: its chain is locked, the event written, the chain moved on.
TELLING = 3
FEW, MANY = 5, count(25, prove=40)
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE")
# A look that goes on is not told again; a quarter of an hour later it is.
LATER = timedelta(minutes=16)

PERSON = "/people/{person}/"
ENTRY = PERSON + "entries/{shared}/"
PAGES = {
    "young-person": (
        "/me/",
        PERSON,
        PERSON + "news/",
        PERSON + "timeline/",
        PERSON + "circle/",
        PERSON + "access/",
        PERSON + "plan/",
        PERSON + "plan/versions/",
        PERSON + "plan/plan.pdf",
        PERSON + "why/",
        PERSON + "search/",
        PERSON + "views/sides/",
        ENTRY,
    ),
    "parent": ("/me/", "/me/news/", PERSON, PERSON + "circle/", PERSON + "views/viewpoint/"),
    "key-worker": (
        "/differences/",
        "/work/",
        "/work/news/",
        "/work/people/",
        "/next-steps/",
        PERSON,
        PERSON + "?kind=note&from=2025-05-01",
        PERSON + "timeline/",
        PERSON + "circle/",
        PERSON + "circle/invite/",
        PERSON + "exclusions/",
        PERSON + "name/",
        PERSON + "search/",
        PERSON + "add/",
        PERSON + "add/visit/",
        PERSON + "release/",
        PERSON + "plan/",
        PERSON + "plan/steps/add/",
        ENTRY,
        ENTRY + "correct/",
        ENTRY + "choose/",
        ENTRY + "audience/",
    ),
    "team-manager": ("/work/people/", PERSON, PERSON + "circle/"),
    "unrelated-worker": ("/work/", "/work/people/", PERSON),
}
EVERY = [(actor, page) for actor, pages in PAGES.items() for page in pages]


@pytest.fixture(scope="module")
def home(django_db_setup: object, django_db_blocker: Any) -> Iterator[House]:
    with for_a_module(django_db_blocker), house() as made:
        grow(made.area, by=FEW)
        yield made


@dataclass(frozen=True)
class Asked:
    """How often a page asks the database: by a first look, and by one that goes on."""

    first: int
    again: int


type Counts = dict[tuple[str, str], tuple[Asked, Asked]]


@pytest.fixture(scope="module")
def counts(home: House) -> Counts:
    """For every page how often it asks, with a few of everything and with many."""
    few = {cell: asked(home, *cell) for cell in EVERY}
    with undone():
        grow(home.area, by=MANY - FEW)
        return {cell: (few[cell], asked(home, *cell)) for cell in EVERY}


def asked(home: House, actor: str, page: str) -> Asked:
    """Keys are at hand, as in a house that has run for a while."""
    address = page.format(person=home.area.person, shared=home.things["item_id"]["shared"])
    with undone():
        opened(home, actor, address)
        clock.advance(LATER)
        first, again = (opened(home, actor, address) for _ in range(2))
        clock.advance(-LATER)
    return Asked(first, again)


def opened(home: House, actor: str, address: str) -> int:
    client = home.area.client(actor)
    with CaptureQueriesContext(connection) as caught:
        if "search" in address:
            client.post(address, {"words": "lock"})
        else:
            client.get(address)
    return sum(query["sql"].lstrip("(").startswith(COUNTED) for query in caught.captured_queries)


def test_no_page_asks_more_often_when_there_is_more_to_show(counts: Counts) -> None:
    grown = {cell: pair for cell, pair in counts.items() if pair[0] != pair[1]}
    assert not grown


def test_no_page_asks_more_than_fifteen_times(counts: Counts) -> None:
    over = {cell: many.again for cell, (_, many) in counts.items() if many.again > AT_MOST}
    assert not over
    most = max(many.first for _, many in counts.values())
    figure(
        "queries: most of any page",
        max(many.again for _, many in counts.values()),
        f"({most} with the event of a first look)",
        aim="15",
    )


def test_a_first_look_asks_no_more_than_it_takes_to_tell_it(counts: Counts) -> None:
    more = {cell: many for cell, (_, many) in counts.items() if many.first > many.again + TELLING}
    assert not more
