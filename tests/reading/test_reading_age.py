"""A page of the person's side is easy to read: its own text has a reading age of 11 at most."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.harness.proving import figure
from tests.northmere import Northmere, for_a_module, northmere
from tests.reading.own_text import reading_age_of
from tests.routes.table import TABLE

OLDEST = 11
FOR_MACHINES = {"/health/", "/manifest.webmanifest"}
PUBLIC = [f"/{row.path}" for row in TABLE if row.to_nobody and row.to_nobody[0] == 200]
# Who opens what, besides what everybody can open. RECORD is Robyn's.
PAGES = [("", path) for path in PUBLIC if path not in FOR_MACHINES] + [
    ("young-person", "/me/"),
    ("parent", "/me/"),
]


@pytest.fixture(scope="module")
def area(django_db_setup: object, django_db_blocker: Any) -> Iterator[Northmere]:
    with for_a_module(django_db_blocker), northmere() as made:
        yield made


@pytest.mark.parametrize(("slug", "path"), PAGES)
def test_a_page_can_be_read_at_eleven(area: Northmere, slug: str, path: str) -> None:
    answer = area.client(slug).get(path.replace("RECORD", f"/people/{area.person}/"))
    assert answer.status_code == 200
    age, hardest = reading_age_of(answer.content.decode())
    figure(f"reading age: {path} {slug or 'a stranger'}", round(age or 0, 1), "years", aim="11")
    assert age is None or age <= OLDEST, "The hardest:\n" + "\n".join(hardest)
