"""The decorators that put a view behind the policy, through the whole house with views of our own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings

from alongside.audit.services import Outcome
from alongside.lib import ids
from alongside.people.models import Person
from alongside.sharing.pages import item_page
from alongside.sharing.rules import Action, Audience
from alongside.sharing.tests import pages
from alongside.sharing.tests.factories import (
    Around,
    an_item,
    events,
    fail_inserts,
    new_events,
)
from alongside.sharing.tests.pages import client_of, words


@pytest.fixture(autouse=True)
def these_pages(settings: Settings) -> None:
    settings.ROOT_URLCONF = pages.__name__


def test_a_page_shows_the_person_and_records_that_it_was_opened(robyn: Around) -> None:
    client = client_of(robyn.parent)
    (event,) = new_events(robyn.id, lambda: words(client, f"/try/people/{robyn.id}/"))
    assert words(client, f"/try/people/{robyn.id}/").startswith("Robyn")
    assert (event.action, event.room, event.depth) == ("see", "home", "opened")
    assert event.account == robyn.parent.account


def test_a_page_may_ask_for_another_action_and_depth_and_takes_what_its_address_holds(
    robyn: Around,
) -> None:
    client = client_of(robyn.school)
    address = f"/try/people/{robyn.id}/write/letter/"
    (event,) = new_events(robyn.id, lambda: words(client, address))
    assert words(client, address).startswith("letter for workers-add")
    assert (event.action, event.room, event.depth) == ("add", "plans", "detailed")
    assert client_of(robyn.parent).get(address).status_code == 404


def test_a_page_about_one_item_gets_it_and_records_it(robyn: Around) -> None:
    note = an_item(robyn, audience=Audience.WORKERS)
    address = f"/try/people/{robyn.id}/items/{note.pk}/"
    client = client_of(robyn.school)
    (event,) = new_events(robyn.id, lambda: words(client, address))
    assert words(client, address).startswith("workers")
    assert (event.object, event.depth) == (note.pk, "detailed")
    assert client_of(robyn.parent).get(address).status_code == 404


def test_each_decorator_says_its_policy_for_the_boot_check() -> None:
    declared = item_page(Any, Action.CORRECT, room="x")(pages.item)  # type: ignore[arg-type]  # never asked
    assert vars(pages.record)["route_policy"] == "record:see"
    assert vars(pages.writing)["route_policy"] == "record:add"
    assert vars(declared)["route_policy"] == "item:correct"


# Refusals


def test_denied_and_absent_are_one_and_the_same_page(robyn: Around) -> None:
    client = client_of(robyn.outsider)
    hidden = an_item(robyn, audience=Audience.ONLY_ME)
    answers = [
        client.get(address)
        for address in (
            f"/try/people/{robyn.id}/",
            f"/try/people/{ids.new()}/",
            f"/try/people/{robyn.id}/items/{hidden.pk}/",
            f"/try/people/{robyn.id}/items/{ids.new()}/",
            "/try/nothing/like/that/",
        )
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({str(sorted(answer.items())) for answer in answers}) == 1


def test_a_hidden_item_is_absent_for_somebody_who_may_see_the_person(robyn: Around) -> None:
    hidden = an_item(robyn, audience=Audience.WORKERS)
    client = client_of(robyn.parent)
    answers = [
        client.get(f"/try/people/{robyn.id}/items/{asked}/") for asked in (hidden.pk, ids.new())
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_refusal_undoes_what_the_view_did_and_is_recorded_itself(robyn: Around) -> None:
    client = client_of(robyn.school)
    agency = robyn.school.agency_id
    assert agency is not None
    start = len(events(robyn.id))
    assert client.get(f"/try/people/{robyn.id}/half/").status_code == 404
    assert Person.objects.get(pk=robyn.id).account_id == robyn.own.account
    assert len(events(robyn.id)) == start
    (denied,) = events(agency)
    assert (denied.outcome, denied.action, denied.person) == (Outcome.DENIED, "add", None)


def test_signed_out_the_page_does_not_ask_at_all(robyn: Around) -> None:
    def ask() -> None:
        answer = Client().get(f"/try/people/{robyn.id}/")
        assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")

    assert new_events(robyn.id, ask) == []


# What cannot be recorded is not shown

UNRECORDED: dict[str, Callable[[UUID, UUID], str]] = {
    "a person": lambda person, _item: f"/try/people/{person}/",
    "nobody there": lambda _person, _item: f"/try/people/{ids.new()}/",
    "an item": lambda person, item: f"/try/people/{person}/items/{item}/",
    "a list": lambda _person, _item: "/of-nobody/",
}


@pytest.mark.parametrize("what", UNRECORDED)
def test_when_the_event_cannot_be_written_the_page_is_503_with_nothing_in_it(
    robyn: Around, what: str
) -> None:
    note = an_item(robyn)
    client = client_of(robyn.own)
    fail_inserts()
    answer = client.get(UNRECORDED[what](robyn.id, note.pk))
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer["Cache-Control"] == "no-store"
    for secret in ("Robyn", "Hale", "circle", "mine", str(robyn.id)):
        assert secret not in answer.content.decode()
