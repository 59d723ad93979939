"""A page of the person's side is easy to read: its own text has a reading age of 11 at most."""

from collections.abc import Iterator
from typing import Any

import pytest

from alongside.journey.kinds import Kind
from alongside.journey.models import Entry
from tests.harness.proving import figure
from tests.northmere import Northmere, for_a_module, northmere
from tests.reading.own_text import reading_age_of
from tests.routes.table import TABLE

OLDEST = 11
FOR_MACHINES = {"/health/", "/manifest.webmanifest"}
PUBLIC = [f"/{row.path}" for row in TABLE if row.to_nobody and row.to_nobody[0] == 200]
OWN = (
    "",
    "access/",
    "circle/",
    "plan/",
    "plan/goals/add/",
    "plan/steps/add/",
    "plan/versions/",
    "views/",
    "why/",
)
# Who opens what, besides what everybody can open. RECORD is Robyn's, ENTRY a view of hers.
PAGES = [("", path) for path in PUBLIC if path not in FOR_MACHINES] + [
    *(
        ("young-person", path)
        for path in (
            "/me/",
            "/me/tell/",
            "/me/tell/?mode=pictures",
            "/me/now/",
            *(f"RECORD{page}" for page in OWN),
            *(f"ENTRY{page}" for page in ("", "thread/", "remark/", "correct/")),
        )
    ),
    *(
        ("parent", path)
        for path in ("/me/", "RECORD", "RECORDviews/", "RECORDviews/viewpoint/", "RECORDplan/")
    ),
]


@pytest.fixture(scope="module")
def area(django_db_setup: object, django_db_blocker: Any) -> Iterator[Northmere]:
    with for_a_module(django_db_blocker), northmere() as made:
        yield made


def addressed(area: Northmere, path: str) -> str:
    record = f"/people/{area.person}/"
    view = Entry.objects.filter(person_id=area.person, kind=Kind.VIEW).latest("created_at")
    return path.replace("RECORD", record).replace("ENTRY", f"{record}entries/{view.pk}/")


@pytest.mark.parametrize(("slug", "path"), PAGES)
def test_a_page_can_be_read_at_eleven(area: Northmere, slug: str, path: str) -> None:
    answer = area.client(slug).get(addressed(area, path))
    assert answer.status_code == 200
    age, hardest = reading_age_of(answer.content.decode())
    figure(f"reading age: {path} {slug or 'a stranger'}", round(age or 0, 1), "years", aim="11")
    assert age is None or age <= OLDEST, "The hardest:\n" + "\n".join(hardest)
