"""What cannot be recorded is not shown and not done: 503 with nothing in it, and nothing written."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from tests.answers import as_bytes
from tests.northmere import for_a_module, undone
from tests.routes.forms import fields_of
from tests.routes.house import House, Route, every_route, house
from tests.routes.table import TABLE
from tests.routes.test_walk import NOWHERE, ask, made_up

BROKEN = {
    "sqlite": [
        "CREATE TRIGGER broken BEFORE INSERT ON audit_accessevent"
        " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION broken() RETURNS trigger AS"
        " $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$ LANGUAGE plpgsql",
        "CREATE TRIGGER broken BEFORE INSERT ON audit_accessevent EXECUTE FUNCTION broken()",
    ],
}
# Pages that are not about one person and show somebody's names all the same.
LISTS = {
    "key-worker": ("/work/", "/work/news/", "/work/people/"),
    "young-person": ("/me/",),
    "parent": ("/me/",),
    "invited": ("/me/",),
}


@pytest.fixture(scope="module")
def home(django_db_setup: object, django_db_blocker: Any) -> Iterator[House]:
    with for_a_module(django_db_blocker), house() as made:
        yield made


@contextmanager
def log_broken() -> Iterator[None]:
    """From here on the database refuses every access event, as a full disk would."""
    with undone():
        with connection.cursor() as cursor:
            for statement in BROKEN[connection.vendor]:
                cursor.execute(statement)
        yield


def everything() -> dict[str, list[str]]:
    """All that is in the database."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows: dict[str, list[str]] = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  (names of tables)
            rows[table] = sorted(map(str, cursor.fetchall()))
    return rows


def about_somebody() -> list[Route]:
    return [r for r in every_route() if str(r.policy).startswith(("record:", "item:"))]


def test_a_page_about_somebody_shows_nothing_when_the_look_cannot_be_recorded(home: House) -> None:
    """Real or made up, allowed or not: the same 503 everywhere, which says nothing.

    Its title is the neutral name of the person's side, or the name of the house at work.
    """
    answers: dict[tuple[bytes, bool], str] = {}
    with log_broken():
        before = everything()
        for actor in ("key-worker", "young-person", "unrelated-worker"):
            client = home.area.client(actor)
            for route in about_somebody():
                method = method_of(route)
                for _, things in home.variants(route):
                    for address in (route.address(things), *made_up(route, things)):
                        answer = as_bytes(ask(client, method, address))
                        answers[answer, actor == "young-person"] = f"{actor}: {address}"
        assert everything() == before
    assert len(answers) == 2, list(answers.values())
    for answer, _is_person in answers:
        assert answer.startswith(b"503")
        assert b"Robyn" not in answer


def test_a_list_of_names_shows_nothing_when_the_look_cannot_be_recorded(home: House) -> None:
    with log_broken():
        before = everything()
        for actor, pages in LISTS.items():
            for page in pages:
                assert ask(home.area.client(actor), "GET", page).status_code == 503, page
        assert everything() == before


def test_nothing_is_written_when_the_write_cannot_be_recorded(home: House) -> None:
    """The page was open and recorded when the log broke: the form is refused, and leaves nothing."""
    fields = fields_of(home)
    buttons = [row.path for row in TABLE if row.post.status == 302 and "<uuid:" in row.path]
    checked = 0
    # What a worker says of themselves is about nobody's journey.
    about_people = {path for path in (*fields, *buttons) if not path.startswith("work/me/")}
    for path in sorted(about_people):
        route = Route(path, None)
        if route.path.startswith("invitations/"):
            actor = "invited"
        else:
            actor = "youth-charity" if path.endswith("leave/") else "key-worker"
        things = next(things for _, things in home.variants(route))
        address, client = route.address(things), home.area.client(actor)
        with undone():
            ask_for_good(home, actor, address)
            with log_broken():
                before = everything()
                answer = ask(client, "POST", address, fields.get(path, {}))
                assert everything() == before, f"{path} left something"
        expected = 404 if path.endswith("take/") else 503
        assert answer.status_code in {503, expected}, f"{path}: {answer.status_code}"
        checked += answer.status_code == 503
    assert checked >= len(about_people & {*fields})


def test_the_one_404_needs_the_log_only_when_it_is_about_somebody(home: House) -> None:
    with log_broken():
        assert ask(home.area.client("key-worker"), "GET", NOWHERE).status_code == 404


def method_of(route: Route) -> str:
    row = next(row for row in TABLE if row.path == route.path)
    return "POST" if row.get.status == 405 else "GET"


def ask_for_good(home: House, actor: str, address: str) -> None:
    """Open the pages from which the form is sent, so that its own look goes on."""
    client = home.area.client(actor)
    client.get(address)
    client.get(f"/people/{home.area.person}/")
    client.get(f"/people/{home.area.person}/circle/")
