"""Writes about people, on a real database."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from alongside.accounts.viewer import system
from alongside.duty.tests.factories import make_viewer
from alongside.lib import ids
from alongside.live.models import Event
from alongside.people import queries, services
from alongside.people.identifiers import NHS_NUMBER, UPN, BadIdentifier, la_child_id
from alongside.people.models import Identifier, Identity, Person
from alongside.people.services import GivenIdentifier, NewPerson, TakenAccount, TakenIdentifier
from alongside.people.tests.factories import find_person, make_person

pytestmark = pytest.mark.django_db

NORTHMERE = la_child_id("northmere")
ROBYN = Identity(given="Robyn", family="Hale", born=date(2010, 3, 1), pronouns="she/her", sex="F")


def test_a_registered_person_reads_back_word_for_word() -> None:
    person = services.register(by=system(), identity=ROBYN)
    assert Person.objects.get(id=person.id).identity == ROBYN


def test_identity_and_identifiers_are_nowhere_in_the_tables() -> None:
    make_person("Canarywren", "Hale", identifiers=[GivenIdentifier(NORTHMERE, "CANARY77")])
    for table in ("people_person", "people_identifier", "people_identityversion"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  (a fixed list of tables)
            cells = [
                bytes(c) if isinstance(c, bytes | memoryview) else str(c).encode()
                for row in cursor.fetchall()
                for c in row
            ]
        assert cells
        assert not any(b"canary" in cell.lower() for cell in cells)


def test_an_identifier_finds_its_person_however_it_is_written() -> None:
    person = make_person(identifiers=[GivenIdentifier(NHS_NUMBER, "999 000 0018")])
    assert find_person(NHS_NUMBER, "9990000018") == person
    assert find_person(NHS_NUMBER, "9990000026") is None
    with pytest.raises(BadIdentifier):
        find_person(NHS_NUMBER, "not a number")


def test_the_same_local_number_of_two_councils_is_two_people() -> None:
    here = make_person(identifiers=[GivenIdentifier(la_child_id("northmere"), "17")])
    there = make_person(identifiers=[GivenIdentifier(la_child_id("westmarch"), "17")])
    assert find_person(la_child_id("northmere"), "17") == here
    assert find_person(la_child_id("westmarch"), "17") == there


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (GivenIdentifier(UPN, "B000000000000"), BadIdentifier),
        (GivenIdentifier(NORTHMERE, "taken"), TakenIdentifier),
    ],
)
def test_a_refused_registration_makes_nothing(
    given: GivenIdentifier, refusal: type[Exception]
) -> None:
    make_person(identifiers=[GivenIdentifier(NORTHMERE, "taken")])
    with pytest.raises(refusal):
        make_person("Sam", identifiers=[GivenIdentifier(NORTHMERE, "free"), given])
    assert Person.objects.count() == 1
    assert Identifier.objects.count() == 1


def test_the_database_itself_refuses_one_identifier_for_two_people() -> None:
    make_person(identifiers=[GivenIdentifier(NORTHMERE, "17")])
    twin = services.sealed_identifier(
        person=make_person().id, given=GivenIdentifier(NORTHMERE, "17")
    )
    with pytest.raises(DatabaseError):
        twin.save(force_insert=True)


def test_identifying_again_gives_the_same_identifier_back() -> None:
    person = make_person()
    first = services.identify(by=system(), person=person.id, system=NORTHMERE, value="17")
    again = services.identify(by=system(), person=person.id, system=NORTHMERE, value=" 17 ")
    assert first == again
    assert [known.value for known in queries.identifiers_of(person.id)] == ["17"]


def test_an_identifier_of_somebody_else_is_refused() -> None:
    make_person(identifiers=[GivenIdentifier(NORTHMERE, "17")])
    with pytest.raises(TakenIdentifier):
        services.identify(by=system(), person=make_person().id, system=NORTHMERE, value="17")


@pytest.mark.parametrize(
    "call",
    [
        lambda: services.identify(by=system(), person=ids.new(), system=NORTHMERE, value="1"),
        lambda: services.name_person(by=system(), person=ids.new(), identity=ROBYN),
        lambda: services.connect_account(by=system(), person=ids.new(), account=ids.new()),
    ],
)
def test_nobody_can_be_changed_who_does_not_exist(call: Callable[[], object]) -> None:
    with pytest.raises(Person.DoesNotExist):
        call()


def test_naming_changes_who_they_are_and_tells_open_pages() -> None:
    person = make_person(identifiers=[GivenIdentifier(NORTHMERE, "17")])
    services.name_person(by=system(), person=person.id, identity=ROBYN)
    assert queries.display_name(Person.objects.get(id=person.id)) == "Robyn Hale"
    event = Event.objects.get(person=person.id)
    assert (event.region, event.kind, event.object) == ("circle", "people.named", person.id)


def test_an_account_belongs_to_one_person_and_a_person_to_one_account() -> None:
    own, other = make_viewer("Robyn Hale"), make_viewer("Sam Hale")
    person = make_person("Robyn", account=own.account)
    assert own.account is not None
    assert other.account is not None
    assert Person.objects.get(account=own.account) == person
    services.connect_account(by=system(), person=person.id, account=own.account)
    with pytest.raises(TakenAccount):
        services.connect_account(by=system(), person=person.id, account=other.account)
    with pytest.raises(TakenAccount):
        services.connect_account(by=system(), person=make_person().id, account=own.account)


def test_a_load_keeps_its_order_and_its_ids() -> None:
    batch = [NewPerson(Identity(given=f"Child {n}"), loaded(n)) for n in range(7)]
    made = services.bulk_register(by=system(), people=batch)
    assert [person.id for person in made] == [new.id for new in batch]
    assert [person.identity.given for person in made] == [f"Child {n}" for n in range(7)]
    found = queries.by_identifiers(NORTHMERE, ["3", " 5 ", "99"])
    assert found == {"3": batch[3].id, " 5 ": batch[5].id}


def test_a_load_with_a_taken_identifier_makes_nobody() -> None:
    batch = [NewPerson(identifiers=loaded(n)) for n in (1, 2, 1)]
    with pytest.raises(TakenIdentifier):
        services.bulk_register(by=system(), people=batch)
    assert not Person.objects.exists()


def test_a_load_of_nobody_is_nothing() -> None:
    assert services.bulk_register(by=system(), people=[]) == []


def test_a_bigger_load_in_one_batch_costs_no_more_queries() -> None:
    few, many = (load_of(size, start=start) for size, start in ((2, 0), (40, 100)))
    services.bulk_register(by=system(), people=[NewPerson()])  # the vault checks its key once
    assert queries_of(few) == queries_of(many)


def load_of(size: int, *, start: int) -> list[NewPerson]:
    return [NewPerson(identifiers=loaded(start + n)) for n in range(size)]


def loaded(number: int) -> tuple[GivenIdentifier, ...]:
    return (GivenIdentifier(NORTHMERE, str(number)),)


def queries_of(batch: list[NewPerson]) -> int:
    with CaptureQueriesContext(connection) as captured:
        services.bulk_register(by=system(), people=batch)
    return len(captured)


def test_an_id_made_beforehand_is_used() -> None:
    chosen: UUID = ids.new()
    person = services.register(by=system(), identity=ROBYN, new_id=chosen)
    assert person.id == chosen
