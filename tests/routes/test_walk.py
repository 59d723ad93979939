"""Every address of the house, walked as everybody, against the one table."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponseBase
from django.test import Client

from alongside.duty import services as duty
from alongside.lib import clock, ids
from tests.answers import as_bytes
from tests.northmere import DAY, NIGHT, for_a_module, signed_in, undone
from tests.routes.house import House, Route, every_route, house
from tests.routes.table import ACTORS, LEAVE, NIGHT_ON_SHIFT, TABLE, Row

METHODS = ("GET", "POST")
OTHER_METHODS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")
# What a button needs to be told besides whose it is.
SENT = {"people/<uuid:person_id>/drafts/": {"kind": "note", "about": "Half a note"}}
NOWHERE = "/there/is/no/such/address/"


@pytest.fixture(scope="module")
def home(django_db_setup: object, django_db_blocker: Any) -> Iterator[House]:
    with for_a_module(django_db_blocker), house() as made:
        yield made


def test_every_address_of_the_house_has_its_row_in_the_table(home: House) -> None:
    """A new route fails here until the table says who may come in."""
    walked = {(route.path, name) for route in every_route() for name, _ in home.variants(route)}
    assert walked == {(row.path, row.thing) for row in TABLE}
    assert len(TABLE) == len(walked), "An address stands in the table twice."


def test_every_route_declares_its_policy() -> None:
    assert not [route.path for route in every_route() if not route.policy]


@pytest.mark.parametrize("actor", ACTORS)
def test_every_address_answers_as_the_table_says(home: House, actor: str) -> None:
    """Real or made up, an address that is not for this actor gives the one 404, byte for byte."""
    wrong: list[str] = []
    with acting(home, actor) as client:
        absent = {method: ask(client, method, NOWHERE) for method in METHODS}
        for row, method, address, is_real in cells_of(home):
            expected = expected_of(row, method, actor) if is_real else missing(row, method, actor)
            answer = ask(client, method, address, SENT.get(row.path, {}))
            if answer.status_code != expected:
                wrong.append(
                    f"{method} {row.path} {row.thing}: {answer.status_code}, not {expected}"
                )
            elif expected == 404 and as_bytes(answer) != as_bytes(absent[method]):
                wrong.append(f"{method} {row.path} {row.thing}: another 404 than elsewhere")
    assert not wrong, "\n".join(wrong)


def test_signed_out_every_address_but_the_public_ones_gives_the_same_redirect(home: House) -> None:
    client = home.area.client("")
    first = as_bytes(client.get(NOWHERE))
    assert first.startswith(b"302")
    assert b"Location: /sign-in/\n" in first
    for row, method, address, _ in cells_of(home):
        answer = ask(client, method, address)
        if row.to_nobody is None:
            assert as_bytes(answer) == first, f"{method} {address} tells a stranger something"
        else:
            assert answer.status_code == row.to_nobody[METHODS.index(method)], f"{method} {address}"


@pytest.mark.parametrize("method", OTHER_METHODS)
def test_no_other_method_opens_anything(home: House, method: str) -> None:
    """Signed out they are all the same redirect; signed in they open nothing more than GET."""
    redirect = as_bytes(home.area.client("").get(NOWHERE))
    with acting(home, "key-worker") as client:
        for row, address in real(home):
            stranger = ask(home.area.client(""), method, address)
            assert row.to_nobody or as_bytes(stranger) == redirect, f"{method} {address}"
            status = ask(client, method, address).status_code
            if method == "HEAD":
                assert status in {row.get.to("key-worker"), 405}, f"HEAD {address}"
            elif method == "OPTIONS":
                assert status < 500, f"OPTIONS {address}"
            else:
                assert status in {302, 403, 404, 405}, f"{method} {address}: {status}"
                assert status != 302 or row.to_nobody, f"{method} {address}: {status}"


def test_a_form_without_our_token_is_refused_everywhere(home: House) -> None:
    """Another site cannot make a browser write; what it gets says nothing about what is there."""
    with undone():
        client = signed_in(home.area.account("key-worker"), enforce_csrf=True)
        refusals = {
            as_bytes(ask(client, "POST", address, SENT.get(row.path, {})))
            for row, method, address, _ in cells_of(home)
            if method == "POST" and row.path != LEAVE
        }
    assert len(refusals) == 1
    assert refusals.pop().startswith(b"403")


@contextmanager
def acting(home: House, actor: str) -> Iterator[Client]:
    """The browser of an actor, at the hour at which they act."""
    if actor != NIGHT_ON_SHIFT:
        yield home.area.client(actor)
        return
    with undone():
        clock.advance(NIGHT - DAY)
        duty.climb()  # the loop has gone on meanwhile
        try:
            yield home.area.client("night-duty")
        finally:
            clock.advance(DAY - NIGHT)


def ask(
    client: Client, method: str, address: str, fields: dict[str, str] | None = None
) -> HttpResponseBase:
    """One answer, and nothing left of the asking: neither rows nor cookies."""
    cookies = SimpleCookie(client.cookies.output(header=""))
    try:
        with undone():
            if method == "POST":
                return client.post(address, {"operation": str(ids.new())} | (fields or {}))
            return client.generic(method, address)
    finally:
        client.cookies = cookies


def cells_of(home: House) -> Iterator[tuple[Row, str, str, bool]]:
    """Each row by each method: with real ids, and once for each id with one that is nobody's."""
    rows = {(row.path, row.thing): row for row in TABLE}
    for route in every_route():
        for number, (name, things) in enumerate(home.variants(route)):
            for method in METHODS:
                row = rows[route.path, name]
                yield row, method, route.address(things), True
                if number == 0:
                    for address in made_up(route, things):
                        yield row, method, address, False


def real(home: House) -> Iterator[tuple[Row, str]]:
    for row, method, address, is_real in cells_of(home):
        if is_real and method == "GET":
            yield row, address


def made_up(route: Route, things: dict[str, UUID]) -> Iterator[str]:
    for part in route.parts:
        yield route.address(things | {part: ids.new()})


def expected_of(row: Row, method: str, actor: str) -> int:
    return (row.get if method == "GET" else row.post).to(actor)


def missing(row: Row, method: str, actor: str) -> int:
    """A method that nobody may use stays so; everything else about nothing is not there."""
    expected = row.get if method == "GET" else row.post
    return 405 if expected.status == 405 and expected.who >= frozenset(ACTORS) else 404
