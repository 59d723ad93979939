"""Every change of who a person is stands beside what was said before."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, connection, transaction

from alongside.accounts.viewer import system
from alongside.audit import triggers
from alongside.duty.tests.factories import make_worker
from alongside.lib import ids
from alongside.people import queries, services
from alongside.people.models import Identity, IdentityVersion, Person
from alongside.people.services import ChangedMeanwhile, NewPerson, SameIdentity
from alongside.people.tests.factories import make_person
from alongside.people.triggers import VERSIONS

pytestmark = pytest.mark.django_db

ROBYN = Identity(given="Robyn", family="Hale", born=date(2010, 3, 1), sex="F")


def names_of(person: Person) -> list[tuple[int, str]]:
    return [(row.number, row.identity.given) for row in queries.identity_versions(person)]


def test_a_registered_person_has_a_first_version() -> None:
    by = make_worker("Samira Khan")
    person = services.register(by=by, identity=ROBYN)
    version = queries.identity_versions(person)[0]
    assert (version.number, version.identity, version.reason) == (1, ROBYN, "")
    assert (version.author, version.post, version.agency) == (by.account, by.post_id, by.agency_id)
    assert version.capacity == "worker"


def test_a_name_stands_beside_the_one_before_with_who_and_why() -> None:
    person, by = make_person("Robin"), make_worker("Samira Khan")
    made = services.name_person(by=by, person=person.pk, identity=ROBYN, reason="Spelled wrong")
    assert names_of(person) == [(2, "Robyn"), (1, "Robin")]
    assert (made.author, made.capacity, made.reason) == (by.account, "worker", "Spelled wrong")
    assert Person.objects.get(pk=person.pk).identity == ROBYN


def test_what_a_load_brings_says_whose_database_it_was() -> None:
    agency = ids.new()
    person = services.bulk_register(by=system(), people=[NewPerson(ROBYN)], agency=agency)[0]
    version = queries.identity_versions(person)[0]
    assert (version.author, version.capacity, version.agency) == (None, "system", agency)


def test_somebody_from_before_versions_loses_nothing() -> None:
    """A database of an earlier day has people without versions: what it said becomes the first."""
    person = from_before("Robin")
    assert names_of(person) == [(1, "Robin")]
    assert not IdentityVersion.objects.filter(person=person).exists()
    services.name_person(by=system(), person=person.pk, identity=ROBYN, based_on=1)
    assert names_of(person) == [(2, "Robyn"), (1, "Robin")]
    first = queries.identity_versions(person)[1]
    assert (first.author, first.capacity, first.created_at) == (None, "", person.created_at)


def from_before(given: str) -> Person:
    made = make_person()
    person = Person(id=ids.new(), created_at=made.created_at)
    person.put(Identity(given=given))
    person.save(force_insert=True)
    return person


def test_nobody_writes_over_what_they_have_not_seen() -> None:
    person = make_person("Robin")
    services.name_person(by=system(), person=person.pk, identity=ROBYN, based_on=1)
    with pytest.raises(ChangedMeanwhile):
        services.name_person(
            by=system(), person=person.pk, identity=Identity(given="Rob"), based_on=1
        )
    assert names_of(person) == [(2, "Robyn"), (1, "Robin")]


def test_the_same_again_is_no_version() -> None:
    person = make_person("Robin")
    with pytest.raises(SameIdentity):
        services.name_person(by=system(), person=person.pk, identity=person.identity)
    assert names_of(person) == [(1, "Robin")]


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: IdentityVersion.objects.update(number=9),
        lambda: IdentityVersion.objects.all().delete(),
        lambda: IdentityVersion.objects.all()[0].save(),
    ],
)
def test_a_version_can_be_neither_changed_nor_deleted(attempt: Callable[[], object]) -> None:
    make_person("Robin")
    with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic():
        attempt()


def test_a_missing_trigger_is_told_at_the_boot() -> None:
    triggers.drop([VERSIONS])
    names = set(VERSIONS.statements(connection.vendor))
    assert names <= set(triggers.missing_triggers())
    assert [found.id for found in run_checks(databases=["default"]) if found.id == "audit.E001"]
