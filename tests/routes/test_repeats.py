"""One form is one write: sent twice, or sent again with other words."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from alongside.circles.models import Invitation, Membership
from alongside.journey.models import AudienceChange, Draft, Entry, EntryVersion
from alongside.lib import ids
from alongside.live.models import Event
from alongside.people.models import IdentityVersion
from alongside.plans.models import PlanVersion
from alongside.sharing.models import Exclusion
from tests.northmere import for_a_module, undone
from tests.routes.forms import ADD, ENTRY, PLAN, fields_of
from tests.routes.house import House, Route, house
from tests.routes.table import ACTORS, TABLE, Row

OPERATION = re.compile(r'name="operation" value="([^"]+)"')
RECEIPT = re.compile(r'role="status">.*?<p>(.*?)</p>', re.DOTALL)
WORDS = "Words that were not there before."
KEPT = (
    *(Entry, EntryVersion, AudienceChange, Draft),
    *(Invitation, Membership, Exclusion, IdentityVersion, PlanVersion, Event),
)
PLANNING = (
    *("goals/add/", "goals/<uuid:goal_id>/change/", "goals/<uuid:goal_id>/end/"),
    *("goals/<uuid:goal_id>/think/", "steps/add/", "steps/<uuid:step_id>/change/"),
    *("review/", "agenda/add/", "agenda/<uuid:line_id>/change/"),
)
FORMS = (
    *(ADD.format(kind) for kind in ("visit", "call", "meeting", "note", "decision")),
    "people/<uuid:person_id>/drafts/",
    "people/<uuid:person_id>/attachments/",
    "people/<uuid:person_id>/name/",
    "people/<uuid:person_id>/circle/invite/",
    "people/<uuid:person_id>/exclusions/",
    "people/<uuid:person_id>/exclusions/<uuid:exclusion_id>/end/",
    "people/<uuid:person_id>/release/",
    ENTRY + "correct/",
    ENTRY + "audience/",
    *(PLAN + rest for rest in PLANNING),
)
# What has words that can be others the next time, and is refused then.
WORDED = tuple(
    path
    for path in FORMS
    if not path.endswith(("drafts/", "attachments/", "release/", "audience/", "review/"))
)
# Forms without words: nothing but a button.
BUTTONS = [
    row
    for row in TABLE
    if row.post.status == 302 and "<uuid:" in row.path and row.path not in FORMS
]


@pytest.fixture(scope="module")
def home(django_db_setup: object, django_db_blocker: Any) -> Iterator[House]:
    with for_a_module(django_db_blocker), house() as made:
        yield made


def test_what_somebody_decided_meanwhile_is_not_released_again(home: House) -> None:
    path = "people/<uuid:person_id>/release/"
    address, fields = address_of(home, path), fields_of(home)[path]
    with undone():
        client = home.area.client("key-worker")
        assert client.post(address, fields | {"operation": str(ids.new())}).status_code == 302
        other = home.area.client("team-manager").post(
            address, fields | {"operation": str(ids.new())}
        )
        assert told(home.area.client("team-manager"), other["Location"]) == [
            "Somebody has decided about this already."
        ]


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in KEPT}


def address_of(home: House, path: str) -> str:
    return Route(path, None).address(next(things for _, things in home.variants(Route(path, None))))


def told(client: Client, target: str) -> list[str]:
    """The receipts on the page that a form leads to."""
    return RECEIPT.findall(client.get(target).content.decode())


@pytest.mark.parametrize("path", FORMS)
def test_a_form_sent_twice_is_written_once_and_answers_the_same(home: House, path: str) -> None:
    fields, address = fields_of(home)[path] | {"operation": str(ids.new())}, address_of(home, path)
    client = home.area.client("key-worker")
    with undone():
        before = counts()
        first = client.post(address, fields)
        assert first.status_code == 302, first.content.decode()
        receipts, once = told(client, first["Location"]), counts()
        assert receipts
        second = client.post(address, fields)
        assert once != before
        assert second["Location"] == first["Location"]
        assert told(client, second["Location"]) == receipts
        if path.endswith(("drafts/", "attachments/")):
            # A draft is kept anew each time; it stays one draft.
            assert counts()["Draft"] == once["Draft"] == before["Draft"] + 1
        else:
            assert counts() == once


@pytest.mark.parametrize("path", WORDED)
def test_other_words_under_a_used_id_are_shown_again_with_a_fresh_one(
    home: House, path: str
) -> None:
    """Nothing that somebody wrote is lost, and nothing is written over."""
    fields, address = fields_of(home)[path] | {"operation": str(ids.new())}, address_of(home, path)
    other = {name: WORDS if said == "Some words." else said for name, said in fields.items()}
    client = home.area.client("key-worker")
    with undone():
        client.post(address, fields)
        once = counts()
        again = client.post(address, other)
        page = again.content.decode()
        assert again.status_code == 200
        assert counts() == once
        assert WORDS in page
        assert "before" in page
        found = OPERATION.search(page)
        assert found
        assert found.group(1) != fields["operation"]
        if not path.startswith(PLAN) and not path.endswith(
            ("correct/", "invite/", "name/", "exclusions/", "end/")
        ):  # those have changed what they were about
            sent = client.post(address, other | {"operation": found.group(1)})
            assert sent.status_code == 302
            assert counts()["Entry"] == once["Entry"] + 1


def test_somebody_else_may_use_the_same_id(home: House) -> None:
    """Ids of operations are each account’s own: guessing one tells nothing and blocks nothing."""
    path = ADD.format("note")
    fields, address = fields_of(home)[path] | {"operation": str(ids.new())}, address_of(home, path)
    with undone():
        before = counts()
        for actor in ("key-worker", "school-lead"):
            assert home.area.client(actor).post(address, fields).status_code == 302
        assert counts()["Entry"] == before["Entry"] + 2


def test_an_id_that_is_no_id_is_a_mistake_on_the_form_and_no_fault(home: House) -> None:
    path = ADD.format("note")
    fields, address = fields_of(home)[path], address_of(home, path)
    for operation in ("", "no id", str(UUID(int=0))[:-1]):
        with undone():
            before = counts()
            answer = home.area.client("key-worker").post(address, fields | {"operation": operation})
            assert answer.status_code == 200
            assert counts() == before


@pytest.mark.parametrize("row", BUTTONS, ids=lambda row: row.path)
def test_a_button_pressed_twice_has_been_pressed_once(home: House, row: Row) -> None:
    """The second press changes nothing, and is no fault: who may still look is told how it is."""
    client = home.area.client(next(actor for actor in ACTORS if row.post.to(actor) == 302))
    address = address_of(home, row.path)
    with undone():
        assert client.post(address).status_code == 302
        once = counts()
        assert client.post(address).status_code in {302, 404}
        assert counts() == once
