"""Ten connections at the same moment: one form is one write, and nobody sees what is another's."""

import re
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connections
from django.db.models import Q
from django.test import Client

from alongside.accounts import services as accounts
from alongside.accounts.viewer import system
from alongside.audit.models import AccessEvent
from alongside.lib import ids
from alongside.people import services as people
from alongside.people.models import Identity
from tests.northmere import Northmere, northmere, signed_in
from tests.routes.forms import ADD, ENTRY, PLAN, fields_of
from tests.routes.house import House, house
from tests.routes.test_repeats import address_of, counts

TIMES, TURNS = 10, 5
# What one form of each kind leaves: rows of these tables, and what it tells open pages.
LEAVES = {
    ADD.format("visit"): {"Entry": 1, "EntryVersion": 1, "Event": 1},
    ADD.format("decision"): {"Entry": 1, "EntryVersion": 1, "Event": 1},
    ENTRY + "correct/": {"EntryVersion": 1, "Event": 1},
    ENTRY + "audience/": {"AudienceChange": 1, "Event": 2},
    "people/<uuid:person_id>/release/": {"AudienceChange": 1, "Event": 2},
    "people/<uuid:person_id>/drafts/": {"Draft": 1},
    "people/<uuid:person_id>/attachments/": {"Draft": 1},
    PLAN + "goals/add/": {"PlanVersion": 1, "Event": 1},
    PLAN + "steps/<uuid:step_id>/change/": {"PlanVersion": 1, "Event": 1},
    "people/<uuid:person_id>/name/": {"IdentityVersion": 1, "Event": 1},
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", LEAVES)
def test_a_form_sent_ten_times_at_once_is_written_once(path: str) -> None:
    with house() as home:
        fields = fields_of(home)[path] | {"operation": str(ids.new())}
        before, told = counts(), writes()
        answers = at_once(home, "key-worker", address_of(home, path), fields)
        assert set(answers) == {(302, answers[0][1])}
        grown = {name: number - before[name] for name, number in counts().items()}
        assert {name: number for name, number in grown.items() if number} == LEAVES[path]
        assert writes() == told + 1


@pytest.mark.django_db(transaction=True)
def test_an_invitation_sent_ten_times_at_once_asks_once() -> None:
    path = "people/<uuid:person_id>/circle/invite/"
    with house() as home:
        fields = fields_of(home)[path] | {"operation": str(ids.new())}
        before = counts()
        answers = at_once(home, "key-worker", address_of(home, path), fields)
        assert set(answers) == {(302, answers[0][1])}
        assert counts()["Invitation"] == before["Invitation"] + 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("answer", "places"), [("accept", 1), ("decline", 0)])
def test_an_invitation_answered_ten_times_at_once_is_answered_once(
    answer: str, places: int
) -> None:
    with house() as home:
        before = counts()
        waiting = home.things["invitation_id"][""]
        answers = at_once(home, "invited", f"/invitations/{waiting}/{answer}/", {})
        assert set(answers) == {(302, answers[0][1])}
        assert counts()["Membership"] == before["Membership"] + places
        told = AccessEvent.objects.filter(action=answer, object=waiting)
        assert told.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_people_at_once_each_see_their_own_record_and_nobody_elses() -> None:
    with northmere() as area:
        names = {own_record(area, number): f"Canary{number:02}wren" for number in range(TIMES)}
        gate = Barrier(TIMES)

        def look(account: UUID) -> list[str]:
            client = signed_in(account)
            try:
                gate.wait(timeout=30)
                return [client.get("/me/").content.decode() for _ in range(TURNS)]
            finally:
                connections.close_all()

        with ThreadPoolExecutor(TIMES) as pool:
            pages = dict(zip(names, pool.map(look, names), strict=True))
        for account, seen in pages.items():
            for page in seen:
                assert set(re.findall(r"Canary\d+wren", page)) == {names[account]}


def own_record(area: Northmere, number: int) -> UUID:
    account = accounts.create_account(by=system(), name=f"Account {number}").pk
    identity = Identity(given=f"Canary{number:02}wren")
    people.register(by=system(), identity=identity, account=account)
    return account


def writes() -> int:
    """Access events of changes to an entry, a draft, a plan or a name."""
    written = Q(kind__startswith="journey.") | Q(kind__startswith="plans.")
    kinds = written | Q(kind="people.person")
    return AccessEvent.objects.filter(kinds, depth="").count()


def at_once(
    home: House, actor: str, address: str, fields: dict[str, str]
) -> list[tuple[int, str | None]]:
    """Status and target of ten answers to one form, sent by ten connections at the same moment."""
    cookies, gate = home.area.client(actor).cookies.output(header=""), Barrier(TIMES)

    def send(_number: int) -> tuple[int, str | None]:
        client = Client()
        client.cookies = SimpleCookie(cookies)
        try:
            gate.wait(timeout=30)
            answer = client.post(address, fields)
            return answer.status_code, answer.headers.get("Location")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(send, range(TIMES)))
