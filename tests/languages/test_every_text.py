"""No page of a person's has a text that cannot be said in another language.

Every page that the table of routes shows to a young person, to family or to nobody is opened in a
language in which each text stands between marks. What is left outside them must be somebody's own
words or a name. A page that is new in the table is looked at here by itself.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client

from alongside.ui.reading import COOKIE, USUAL
from tests.answers import body
from tests.languages.pseudo import Known, folder_of_marks, outside, pseudo, written_by_people
from tests.northmere import for_a_module, undone
from tests.routes.house import House, house
from tests.routes.table import TABLE
from tests.routes.test_walk import NOWHERE, SENT, ask, cells_of
from tools.texts import ROOT
from tools.welsh import WORKERS_ONLY, is_listed

READERS = ("", "young-person", "parent", "newcomer", "invited")
WELSH = USUAL.changed({"language": "cy"}).as_cookie()
# Pages whose texts are not all ours to say. Each with its reason.
APART: dict[str, str] = {}


@pytest.fixture(scope="module")
def home(django_db_setup: object, django_db_blocker: Any) -> Iterator[House]:
    with for_a_module(django_db_blocker), house() as made:
        yield made


@pytest.fixture(scope="module")
def known() -> Known:
    return written_by_people()


@pytest.fixture(scope="module")
def marks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pseudo(folder_of_marks(tmp_path_factory.mktemp("marks"))):
        yield


@pytest.mark.parametrize("reader", READERS)
def test_every_page_and_form_says_nothing_outside_of_its_texts(
    home: House, marks: None, known: Known, reader: str
) -> None:
    bare = {
        address: found
        for address, answer in pages_of(home, reader)
        if (found := outside(body(answer).decode(), known=known))
    }
    assert bare == {}


@pytest.mark.parametrize("reader", READERS)
def test_no_page_of_a_person_is_drawn_by_what_only_workers_read(
    home: House, marks: None, reader: str
) -> None:
    """Else its texts would not be owed in Welsh: the list in tools/welsh.py must stay honest."""
    drawn = {
        str(Path(template.origin.name).relative_to(ROOT))
        for _address, answer in pages_of(home, reader)
        for template in getattr(answer, "templates", [])
        if template.origin and Path(template.origin.name).is_relative_to(ROOT / "alongside")
    }
    assert [source for source in sorted(drawn) if is_listed(source, WORKERS_ONLY)] == []


def test_the_search_finds_what_it_looks_for() -> None:
    page = '<p>⟦Hello ⟦my⟧ friend⟧ Robyn</p><img alt="A dog"><script>let words</script><b>Bare</b>'
    assert outside(page, known=Known(("Robyn",))) == ["A dog", "Bare"]


def pages_of(home: House, reader: str) -> Iterator[tuple[str, HttpResponseBase]]:
    """Each page that this reader can open, each form sent empty, and the page that is not there."""
    with undone():
        client = home.area.client(reader)
        client.cookies[COOKIE] = WELSH
        for row, method, address, is_real in cells_of(home):
            if not is_real or row.path in APART or (method == "POST" and row.path == "reading/"):
                continue
            answer = ask(client, method, address, SENT.get(row.path, {}))
            if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
                yield f"{method} {address}", answer
        yield "GET nowhere", ask(client, "GET", NOWHERE)
        del client.cookies[COOKIE]


def test_there_are_pages_to_look_at(home: House) -> None:
    assert len(TABLE) > 40
    found = {address for address, _answer in pages_of(home, "young-person")}
    assert {"GET /me/", "GET /reading/", f"GET /people/{home.area.person}/"} <= found


def test_the_errors_and_a_form_that_came_too_late_are_texts_too(marks: None, known: Known) -> None:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.cookies[COOKIE] = WELSH
    origin = {"Origin": "http://testserver", "Accept": "text/html"}
    for address in ("/reading/", "/me/"):
        answer = client.post(address, {"about": "Words of mine"}, headers=origin)
        assert answer.status_code == 403
        assert (
            outside(answer.content.decode(), known=Known((*known.sayings, "Words of mine"))) == []
        )
