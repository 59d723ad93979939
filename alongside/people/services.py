"""Writes about people. Callers have decided already, and write the audit event themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.accounts.viewer import Viewer
from alongside.lib import clock, ids
from alongside.live import services as live
from alongside.people import identifiers
from alongside.people.models import (
    Identifier,
    IdentifierValue,
    Identity,
    IdentityVersion,
    Person,
)
from alongside.people.queries import identity_versions, token_of
from alongside.people.versions import version_by
from alongside.vault import services as vault

IN_ONE_GO = 500


class TakenIdentifier(ValueError):
    """Somebody else has this identifier. Whether they are the same person is for people to decide."""


class TakenAccount(ValueError):
    """This account is somebody else's, or this person has another account."""


class ChangedMeanwhile(ValueError):
    """Somebody else changed the identity after this one was begun."""


class SameIdentity(ValueError):
    """The identity says this already, so there is nothing to write."""


@dataclass(frozen=True, slots=True)
class GivenIdentifier:
    """An identifier as it came in: a system from people.identifiers, and the value as written."""

    system: str
    value: str


@dataclass(frozen=True, slots=True)
class NewPerson:
    """One person of a load. An id made beforehand lets the caller point to them already."""

    identity: Identity = field(default_factory=Identity)
    identifiers: tuple[GivenIdentifier, ...] = ()
    id: UUID = field(default_factory=ids.new)


@transaction.atomic
def register(
    *,
    by: Viewer,
    identity: Identity,
    identifiers: Sequence[GivenIdentifier] = (),
    account: UUID | None = None,
    new_id: UUID | None = None,
) -> Person:
    """Make a person, with a data key of their own, their identifiers, and perhaps their account.

    `new_id` is the id that accounts.operations derived, so that a repeat finds the same person.
    Raises BadIdentifier, TakenIdentifier, TakenAccount; then nothing is made.
    """
    new = NewPerson(identity, tuple(identifiers), new_id or ids.new())
    person = bulk_register(by=by, people=[new])[0]
    if account is not None:
        connect_account(by=by, person=person.id, account=account)
        person.account_id = account
    return person


@transaction.atomic
def bulk_register(
    *, by: Viewer, people: Sequence[NewPerson], agency: UUID | None = None
) -> list[Person]:
    """Make many people, in the order given, in a few queries for each 500 of them.

    `agency` is the one whose database they come from. All or nothing. Raises BadIdentifier for a value that cannot be one, and TakenIdentifier
    when an identifier is somebody's already or is given twice; ask `by_identifiers` first.
    """
    made: list[Person] = []
    for start in range(0, len(people), IN_ONE_GO):
        made += register_batch(by, people[start : start + IN_ONE_GO], agency)
    return made


def register_batch(by: Viewer, batch: Sequence[NewPerson], agency: UUID | None) -> list[Person]:
    vault.make_keys([new.id for new in batch])
    people = [sealed_person(new) for new in batch]
    at = clock.now()
    versions = [
        version_by(by, person=new.id, identity=new.identity, at=at, agency=agency) for new in batch
    ]
    given = [
        sealed_identifier(person=new.id, given=identifier)
        for new in batch
        for identifier in new.identifiers
    ]
    Person.objects.bulk_create(people)
    IdentityVersion.objects.bulk_create(versions)
    try:
        with transaction.atomic():
            Identifier.objects.bulk_create(given)
    except IntegrityError as clash:
        raise TakenIdentifier("Somebody has one of these identifiers already.") from clash
    return people


@transaction.atomic
def name_person(
    *,
    by: Viewer,
    person: UUID,
    identity: Identity,
    reason: str = "",
    based_on: int | None = None,
    new_id: UUID | None = None,
    agency: UUID | None = None,
) -> IdentityVersion:
    """Write a new version of who a person is beside the old ones, and tell open pages.

    `based_on` is the number of the version that the author had in front of them. Raises
    ChangedMeanwhile, SameIdentity and Person.DoesNotExist.
    """
    found = Person.objects.select_for_update(no_key=True).get(id=person)
    before = identity_versions(found)[0]
    if based_on is not None and based_on != before.number:
        raise ChangedMeanwhile
    if identity == found.identity:
        raise SameIdentity
    if before._state.adding:  # somebody from before versions were kept
        before.save(force_insert=True)
    version = version_by(
        by,
        person=person,
        identity=identity,
        at=clock.now(),
        number=before.number + 1,
        reason=reason,
        agency=agency,
        new_id=new_id,
    )
    version.save(force_insert=True)
    found.put(identity)
    found.save(update_fields=["sealed"])
    live.publish(person=person, region="circle", kind="people.named", object=person)
    return version


@transaction.atomic
def identify(*, by: Viewer, person: UUID, system: str, value: str) -> Identifier:
    """Add an identifier to a person. One that they have already is given back as it is.

    Raises BadIdentifier, TakenIdentifier, Person.DoesNotExist.
    """
    found = Person.objects.select_for_update(no_key=True).get(id=person)
    known = Identifier.objects.filter(system=system, token=token_of(system, value)).first()
    if known is None:
        new = sealed_identifier(person=found.id, given=GivenIdentifier(system, value))
        return insert_identifier(new)
    if known.person_id != found.id:
        raise TakenIdentifier("Somebody else has this identifier.")
    return known


def insert_identifier(new: Identifier) -> Identifier:
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as clash:
        raise TakenIdentifier("Somebody else has this identifier.") from clash
    return new


@transaction.atomic
def connect_account(*, by: Viewer, person: UUID, account: UUID) -> None:
    """Let a person sign in with this account. The same again changes nothing.

    Raises TakenAccount, Person.DoesNotExist.
    """
    found = Person.objects.select_for_update(no_key=True).get(id=person)
    if found.account_id == account:
        return
    if found.account_id is not None or Person.objects.filter(account=account).exists():
        raise TakenAccount("This account or this person is connected already.")
    found.account_id = account
    try:
        with transaction.atomic():
            found.save(update_fields=["account"])
    except IntegrityError as clash:
        raise TakenAccount("This account is connected already.") from clash


def sealed_person(new: NewPerson) -> Person:
    person = Person(id=new.id)
    person.put(new.identity)
    return person


def sealed_identifier(*, person: UUID, given: GivenIdentifier) -> Identifier:
    identifier = Identifier(
        person_id=person, system=given.system, token=token_of(given.system, given.value)
    )
    identifier.put(IdentifierValue(identifiers.normalised(given.system, given.value)))
    return identifier
