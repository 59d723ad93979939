"""Who a person is, behind the policy: who may say it, and what that leaves behind."""

import pytest

from alongside.accounts.operations import Outcome, UsedOperation
from alongside.accounts.viewer import Viewer
from alongside.lib import ids
from alongside.people.models import Identity, Person
from alongside.people.queries import identity_versions
from alongside.people.services import ChangedMeanwhile
from alongside.sharing import naming
from alongside.sharing.services import Refused
from alongside.sharing.tests.factories import (
    Around,
    events,
    left_behind,
    nobodys_journey,
    recorded,
)

ADA = Identity(given="Ada", family="Lane")


def name(by: Viewer, person: Person, identity: Identity = ADA, **also: object) -> Outcome:
    asked = {"based_on": 1, "operation": ids.new(), "digest": b"ada"} | also
    return naming.name_person(by=by, person=person.pk, identity=identity, **asked)  # type: ignore[arg-type]  # as name_person takes them


def test_a_worker_names_somebody_whom_a_file_brought(robyn: Around) -> None:
    child = nobodys_journey(robyn)
    chained, told = left_behind(child.pk, lambda: name(robyn.colleague, child))
    assert Person.objects.get(pk=child.pk).identity == ADA
    assert [recorded(event) for event in chained] == [
        ("name", "workers-name", "people.person", child.pk)
    ]
    assert [event.region for event in told] == ["circle"]


@pytest.mark.parametrize("who", ["own", "parent", "off_duty", "excluded", "outsider"])
def test_only_who_works_with_the_person_names_them(robyn: Around, who: str) -> None:
    with pytest.raises(Refused):
        name(robyn.everybody[who], robyn.person)
    assert Person.objects.get(pk=robyn.id).identity.given == "Robyn"


def test_the_same_form_again_is_one_version_and_one_event(robyn: Around) -> None:
    operation = ids.new()
    first = name(robyn.key_worker, robyn.person, operation=operation)
    chained, told = left_behind(
        robyn.id,
        lambda: [name(robyn.key_worker, robyn.person, operation=operation) for _turn in range(2)],
    )
    assert (chained, told) == ([], [])
    assert identity_versions(robyn.person)[0].pk == first.id
    with pytest.raises(UsedOperation):
        name(robyn.key_worker, robyn.person, operation=operation, digest=b"other")


def test_who_comes_second_leaves_neither_a_version_nor_an_event(robyn: Around) -> None:
    name(robyn.key_worker, robyn.person)
    before = len(events(robyn.id))
    with pytest.raises(ChangedMeanwhile):
        name(robyn.school, robyn.person, Identity(given="Adah"))
    assert len(events(robyn.id)) == before
    assert Person.objects.get(pk=robyn.id).identity == ADA
