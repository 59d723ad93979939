"""Not there and not allowed take the same work, so that neither bytes nor time tells them apart.

Time is unsteady on a busy machine, so it is measured in make prove alone; what the database is asked
is not, and is compared always.
"""

import re
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.lib import ids
from tests.harness.proving import figure
from tests.northmere import for_a_module
from tests.routes.house import House, house
from tests.routes.table import READERS
from tests.routes.test_walk import ask

PERSON = "/people/{}/"
ENTRY = "/people/{}/entries/{}/"
VALUES = re.compile(r"X?'[^']*'|\bs\d+_x\d+\b|\b\d+\b")
SAMPLES, AT_MOST_MS = 500, 2
# Real things behind addresses that these actors are not allowed to open.
STRANGERS = ("unrelated-worker", "governance-lead", "night-duty", "former", "excluded", "invited")


@pytest.fixture(scope="module")
def home(django_db_setup: object, django_db_blocker: Any) -> Iterator[House]:
    with for_a_module(django_db_blocker), house() as made:
        yield made


def work(home: House, actor: str, address: str) -> list[str]:
    """What the database is asked for one answer, without the values."""
    with CaptureQueriesContext(connection) as caught:
        assert ask(home.area.client(actor), "GET", address).status_code == 404
    return [VALUES.sub("?", query["sql"]) for query in caught.captured_queries]


@pytest.mark.parametrize("actor", STRANGERS)
def test_a_person_whom_one_may_not_see_takes_the_work_of_one_who_is_not_there(
    home: House, actor: str
) -> None:
    for part in ("", "circle/", "timeline/", "news/", "why/", "access/", "add/", "name/"):
        real = PERSON.format(home.area.person) + part
        made_up = PERSON.format(ids.new()) + part
        assert work(home, actor, real) == work(home, actor, made_up), part


@pytest.mark.parametrize("thing", [thing for thing in READERS if thing != "shared"])
def test_an_entry_that_one_may_not_see_takes_the_work_of_one_that_is_not_there(
    home: House, thing: str
) -> None:
    entry = home.things["item_id"][thing]
    for actor in ("young-person", "parent", "newcomer", "school-nurse", "youth-charity"):
        if actor in READERS[thing]:
            continue
        for part in ("", "correct/", "audience/", "choose/"):
            real = ENTRY.format(home.area.person, entry) + part
            made_up = ENTRY.format(home.area.person, ids.new()) + part
            assert work(home, actor, real) == work(home, actor, made_up), f"{actor}: {part}"


@pytest.mark.long
def test_time_does_not_tell_them_apart_either(home: House) -> None:
    """Turn about, so that whatever else the machine does falls on both alike."""
    client = home.area.client("unrelated-worker")
    real, absent = list[float](), list[float]()
    for _ in range(SAMPLES):
        for times, person in ((real, home.area.person), (absent, ids.new())):
            began = time.perf_counter()
            assert ask(client, "GET", PERSON.format(person)).status_code == 404
            times.append((time.perf_counter() - began) * 1000)
    apart = abs(median(real) - median(absent))
    figure("absence: medians apart", apart, f"ms, {SAMPLES} of each", aim=f"under {AT_MOST_MS} ms")
    assert apart < AT_MOST_MS
