"""How people are written in lists: with their name, or by their identifier without one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.lib import ids
from alongside.people import queries
from alongside.people.identifiers import NHS_NUMBER, UPN, la_child_id
from alongside.people.models import Identity
from alongside.people.queries import PersonLabel
from alongside.people.services import GivenIdentifier
from alongside.people.tests.factories import make_person
from alongside.vault import services as vault

pytestmark = pytest.mark.django_db

LOCAL = GivenIdentifier(la_child_id("northmere"), "DfEX0000001")
NHS = GivenIdentifier(NHS_NUMBER, "9990000018")
PUPIL = GivenIdentifier(UPN, "D201200020001")


@pytest.mark.parametrize(
    ("identity", "name", "initials"),
    [
        (Identity(given="Robyn", family="Hale"), "Robyn Hale", "RH"),
        (Identity(given="Roberta", family="Hale", known_as="robyn"), "robyn Hale", "RH"),
        (Identity(family="Hale"), "Hale", "H"),
        (Identity(known_as="Robyn"), "Robyn", "R"),
    ],
)
def test_a_name_is_what_they_are_known_as_and_their_family_name(
    identity: Identity, name: str, initials: str
) -> None:
    person = make_person(identity.given, identity.family, known_as=identity.known_as)
    assert queries.labels([person.id]) == {person.id: PersonLabel(name, initials, "")}
    assert queries.label_of(person, []) == queries.labels([person.id])[person.id]
    assert queries.display_name(person) == name


def test_without_a_name_a_person_goes_by_their_local_identifier() -> None:
    person = make_person(identifiers=[PUPIL, NHS, LOCAL])
    assert queries.labels([person.id])[person.id] == PersonLabel(
        name="Local identifier DfEX0000001", initials="", identifier="DfEX0000001"
    )
    assert queries.display_name(person) == "Local identifier DfEX0000001"


def test_an_nhs_number_stands_in_before_a_upn() -> None:
    person = make_person("Robyn", identifiers=[PUPIL, NHS])
    assert queries.labels([person.id])[person.id].identifier == "999 000 0018"


def test_without_anything_a_person_still_has_a_label() -> None:
    person = make_person()
    assert queries.labels([person.id])[person.id] == PersonLabel("Name not known yet", "", "")


def test_nobody_is_made_up() -> None:
    assert queries.labels([ids.new()]) == {}
    assert queries.labels([]) == {}


def test_a_longer_list_costs_no_more_queries() -> None:
    people = [
        make_person(identifiers=[GivenIdentifier(la_child_id("northmere"), str(number)), pupil])
        for number, pupil in enumerate([PUPIL])
    ] + [make_person("Robyn", f"Hale {number}") for number in range(30)]
    # The keys that the factories left in memory would hide the second query.
    vault.forget()
    assert vault.state().is_open
    with CaptureQueriesContext(connection) as captured:
        found = queries.labels([person.id for person in people])
    assert len(found) == 31
    assert len(captured) <= 2
