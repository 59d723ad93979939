"""Plain reads by id, for the rooms above. Nothing here decides who may look: sharing does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from alongside.lib.memory import look_up
from alongside.people import identifiers
from alongside.people.models import Identifier, Identity, IdentityVersion, Person
from alongside.people.versions import unwritten
from alongside.vault import services as vault


@dataclass(frozen=True, slots=True)
class PersonLabel:
    """How a person is written in a list. Without a name, `name` falls back to the identifier.

    `initials` are empty when there is no name; `identifier` is empty when there is none.
    """

    name: str
    initials: str
    identifier: str

    @property
    def called(self) -> str:
        """The name, when there is one: what initials can be made of."""
        return self.name if self.initials else ""


def by_identifiers(system: str, values: Iterable[str]) -> dict[str, UUID]:
    """Which of these identifiers are known, and whose they are: one query, keys as given.

    Raises BadIdentifier when a value cannot be one.
    """
    tokens = {value: token_of(system, value) for value in values}
    known = {
        bytes(token): person
        for token, person in Identifier.objects.filter(
            system=system, token__in=set(tokens.values())
        ).values_list("token", "person_id")
    }
    return {value: known[token] for value, token in tokens.items() if token in known}


def identifiers_of(person: UUID) -> list[Identifier]:
    """All identifiers of a person, in the order of their systems."""
    return list(Identifier.objects.filter(person=person).order_by("system", "id"))


def identity_versions(person: Person) -> list[IdentityVersion]:
    """All that this person was said to be, the newest first; never empty."""
    kept = list(IdentityVersion.objects.filter(person=person).order_by("-number"))
    return kept or [unwritten(person)]


def labels(people: Iterable[UUID]) -> dict[UUID, PersonLabel]:
    """Names, initials and identifiers for a list: at most two queries for any number of people.

    One query reads people with their identifiers, the other fetches their keys.
    """
    return look_up("people.labels", people, _labels)


def _labels(people: set[UUID]) -> dict[UUID, PersonLabel]:
    rows = Person.objects.filter(id__in=people).values_list(
        "id", "sealed", "identifiers__id", "identifiers__system", "identifiers__sealed"
    )
    sealed: dict[UUID, bytes] = {}
    best: dict[UUID, Identifier] = {}
    for person, blob, identifier, system, value in rows:
        sealed[person] = bytes(blob)
        if identifier is not None:
            found = Identifier(id=identifier, person_id=person, system=system, sealed=value)
            best[person] = min(best.get(person, found), found, key=preference)
    vault.fetch_keys(sealed)
    return {
        person: label(Person(id=person, sealed=blob).identity, best.get(person))
        for person, blob in sealed.items()
    }


def display_name(person: Person) -> str:
    """The name a person goes by; without one, their identifier. A query only when without."""
    return full_name(person.identity) or labels([person.id])[person.id].name


def label_of(person: Person, identifiers: Iterable[Identifier]) -> PersonLabel:
    """How one person is written, with that of their identifiers which stands beside the name."""
    return label(person.identity, min(identifiers, key=preference, default=None))


def full_name(identity: Identity) -> str:
    """What they are called and their family name, as far as they are known."""
    return " ".join(filter(None, [identity.known_as or identity.given, identity.family]))


def label(identity: Identity, identifier: Identifier | None) -> PersonLabel:
    number = identifiers.shown(identifier.system, identifier.value) if identifier else ""
    name = full_name(identity)
    return PersonLabel(
        name=name or nameless(number), initials=initials_of(identity), identifier=number
    )


def nameless(number: str) -> str:
    """What stands where a name would."""
    if number:
        return _("Local identifier %(number)s") % {"number": number}
    return _("Name not known yet")


def initials_of(identity: Identity) -> str:
    names = [identity.known_as or identity.given, identity.family]
    return "".join(name[0].upper() for name in names if name)


def preference(identifier: Identifier) -> tuple[int, str, UUID]:
    """Sorts first the identifier to show: a council's own, then NHS number, then UPN."""
    order: Mapping[str, int] = {identifiers.NHS_NUMBER: 1, identifiers.UPN: 2}
    rank = 0 if identifiers.is_local(identifier.system) else order.get(identifier.system, 3)
    return rank, identifier.system, identifier.id


def token_of(system: str, value: str) -> bytes:
    """The blind token under which an identifier is found. Raises BadIdentifier."""
    return vault.blind(f"identifier:{system}", identifiers.normalised(system, value))
