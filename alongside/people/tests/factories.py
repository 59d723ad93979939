"""People for tests, of every room: made through the services, so that they are real.

robyn = make_person("Robyn", "Hale", account=viewer.account)
child = make_person(identifiers=[GivenIdentifier(la_child_id("northmere"), "DfEX0000001")])
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from alongside.accounts.viewer import system
from alongside.people import queries, services
from alongside.people.models import Identity, Person
from alongside.people.services import GivenIdentifier


def find_person(system: str, value: str) -> Person | None:
    """The person with this identifier."""
    found = queries.by_identifiers(system, [value])
    return Person.objects.get(pk=found[value]) if found else None


def make_person(
    given: str = "",
    family: str = "",
    *,
    known_as: str = "",
    born: date | None = None,
    account: UUID | None = None,
    identifiers: Sequence[GivenIdentifier] = (),
) -> Person:
    """A person with a sealed identity; without a name they are one that a census brought."""
    return services.register(
        by=system(),
        identity=Identity(given=given, family=family, known_as=known_as, born=born),
        identifiers=identifiers,
        account=account,
    )
