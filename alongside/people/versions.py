"""Versions of an identity, ready to be saved."""

from datetime import datetime
from uuid import UUID

from alongside.accounts.viewer import Viewer
from alongside.lib import ids
from alongside.people.models import Identity, IdentityVersion, Person, WrittenIdentity

FIRST = 1


def version_by(
    by: Viewer,
    *,
    person: UUID,
    identity: Identity,
    at: datetime,
    number: int = FIRST,
    reason: str = "",
    agency: UUID | None = None,
    new_id: UUID | None = None,
) -> IdentityVersion:
    """What this viewer writes now. `agency`: whose database it comes from, if it is loaded."""
    version = IdentityVersion(
        id=new_id or ids.new(),
        person_id=person,
        number=number,
        author=by.account,
        capacity=by.capacity.value,
        post=by.post_id,
        agency=agency or by.agency_id,
        created_at=at,
    )
    version.put(WrittenIdentity(identity, reason))
    return version


def unwritten(person: Person) -> IdentityVersion:
    """The first version of somebody who was registered before versions were kept.

    Who wrote it is not known any more. It is saved when a second one comes.
    """
    version = IdentityVersion(
        id=ids.new(), person_id=person.pk, number=FIRST, created_at=person.created_at
    )
    version.put(WrittenIdentity(person.identity))
    return version
