"""Who a person is, behind the policy: every change is a version beside the ones before it.

The chain of the person is locked first, as pages do: see sharing.circle.
"""

from uuid import UUID

from django.db import transaction

from alongside.accounts.operations import Outcome, once
from alongside.accounts.viewer import Viewer
from alongside.audit import services as audit
from alongside.people import services as people
from alongside.people.models import Identity, Person
from alongside.sharing.rules import Action
from alongside.sharing.services import allow, written

ROOM = "people"


@transaction.atomic
def name_person(
    *,
    by: Viewer,
    person: UUID,
    identity: Identity,
    based_on: int,
    operation: UUID,
    digest: bytes,
    reason: str = "",
) -> Outcome:
    """Write down what a person is called, or correct it. A census brings no name.

    Raises Refused, UsedOperation, and ChangedMeanwhile and SameIdentity of people.
    """
    audit.hold([person])
    seen = allow(by=by, person=person, action=Action.NAME, room=ROOM)

    def name(new_id: UUID) -> UUID:
        kind = Person._meta.label_lower
        written(seen, action=Action.NAME, room=ROOM, kind=kind, object=person)
        version = people.name_person(
            by=by,
            person=person,
            identity=identity,
            reason=reason,
            based_on=based_on,
            new_id=new_id,
        )
        return version.pk

    return once(by=by, operation=operation, kind="people.name", digest=digest, effect=name)
