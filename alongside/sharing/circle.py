"""Changes of a circle, behind the policy: decide, change, record, in one transaction.

`circles` keeps the tables and their rules; here is who may, and that it was done. Every
service may raise what the service of the same name in `circles` raises, besides Refused.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.accounts.viewer import Viewer
from alongside.audit import services as audit
from alongside.circles import queries as circles_now
from alongside.circles import services as circles
from alongside.circles.models import Invitation, Membership, Role, Words
from alongside.lib import clock
from alongside.people import services as people
from alongside.people.models import Identity, Person
from alongside.sharing.rules import Action
from alongside.sharing.services import Look, Refused, allow, written
from alongside.vault import services as vault

ROOM = "circles"
MEMBERSHIP = Membership._meta.label_lower
INVITATION = Invitation._meta.label_lower
READ_INVITATION = "invited"


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is invited, as what, and how much of the history they will see."""

    account: UUID
    role: Role
    post: UUID | None = None
    relationship: str = ""
    purpose: str = ""
    history_from: datetime | None = None


@transaction.atomic
def invite(*, by: Viewer, person: UUID, guest: Guest, new_id: UUID | None = None) -> Invitation:
    """Ask somebody to join the circle."""
    seen = allow(by=by, person=person, action=Action.CHANGE_CIRCLE, room=ROOM)
    invitation = circles.invite(
        by=by,
        person=person,
        account=guest.account,
        role=guest.role,
        post=guest.post,
        words=Words(relationship=guest.relationship, purpose=guest.purpose),
        history_from=guest.history_from,
        new_id=new_id,
    )
    changed(seen, INVITATION, invitation.pk)
    return invitation


@transaction.atomic
def withdraw(*, by: Viewer, person: UUID, invitation: UUID) -> None:
    """Take back an invitation that was not answered."""
    seen = allow(by=by, person=person, action=Action.CHANGE_CIRCLE, room=ROOM)
    if not Invitation.objects.filter(pk=invitation, person=person).exists():
        raise Refused(by=by, action="withdraw", room=ROOM, rule="absent", object=invitation)
    circles.withdraw(by=by, invitation=invitation)
    changed(seen, INVITATION, invitation)


@transaction.atomic
def remove(*, by: Viewer, person: UUID, membership: UUID) -> None:
    """Take somebody out of the circle: from this moment they see nothing of this person."""
    seen = allow(by=by, person=person, action=Action.CHANGE_CIRCLE, room=ROOM)
    own_member(by=by, person=person, membership=membership)
    circles.remove(by=by, membership=membership)
    changed(seen, MEMBERSHIP, membership)


@transaction.atomic
def change_key_worker(*, by: Viewer, person: UUID, to: UUID) -> None:
    """Make another worker of the circle the key worker."""
    seen = allow(by=by, person=person, action=Action.CHANGE_CIRCLE, room=ROOM)
    own_member(by=by, person=person, membership=to)
    circles.change_key_worker(by=by, person=person, to=to)
    changed(seen, MEMBERSHIP, to)


@transaction.atomic
def become_key_worker(*, by: Viewer, person: UUID) -> None:
    """A worker on duty takes a journey that their team holds and that has no key worker yet."""
    seen = allow(by=by, person=person, action=Action.CHANGE_CIRCLE, room=ROOM)
    now = clock.now()
    if by.account is None or circles_now.key_worker(person, now) is not None:
        raise Refused(by=by, action="take", room=ROOM, rule="has-key-worker", object=person)
    mine = [m for m in circles_now.memberships_of(by.account, now) if m.person_id == person]
    membership = mine[0] if mine else join(by=by, account=by.account, person=person)
    circles.change_key_worker(by=by, person=person, to=membership.pk)
    changed(seen, MEMBERSHIP, membership.pk)


@transaction.atomic
def leave(*, by: Viewer, person: UUID) -> None:
    """Leave the circle, at once."""
    seen = allow(by=by, person=person, action=Action.LEAVE, room=ROOM)
    mine = Membership.objects.filter(
        circles_now.active(clock.now()), person=person, account=by.account, post=by.post_id
    ).get()
    circles.leave(by=by, membership=mine.pk)
    written(seen, action=Action.LEAVE, room=ROOM, kind=MEMBERSHIP, object=mine.pk)


@transaction.atomic
def invitations(*, by: Viewer) -> list[tuple[Invitation, Person]]:
    """What this viewer is asked to join, with the name: who invited chose to tell it."""
    if by.account is None:
        return []
    asked = [
        invitation
        for invitation in circles_now.invitations_for(by.account, clock.now())
        if invitation.post_id == by.post_id
    ]
    people_by_id = Person.objects.in_bulk([invitation.person_id for invitation in asked])
    vault.fetch_keys(list(people_by_id))
    audit.record(
        by=by, looks=[told(invitation, READ_INVITATION) for invitation in asked], fold=True
    )
    return [(invitation, people_by_id[invitation.person_id]) for invitation in asked]


@transaction.atomic
def accept(*, by: Viewer, invitation: UUID) -> Membership:
    """Say yes. Only who was asked can; for everybody else it does not exist."""
    found = own_invitation(by=by, invitation=invitation)
    membership = circles.accept(by=by, invitation=invitation)
    audit.record(by=by, looks=[told(found, "accept")])
    return membership


@transaction.atomic
def decline(*, by: Viewer, invitation: UUID) -> None:
    """Say no. Only who was asked can; for everybody else it does not exist."""
    found = own_invitation(by=by, invitation=invitation)
    circles.decline(by=by, invitation=invitation)
    audit.record(by=by, looks=[told(found, "decline")])


@transaction.atomic
def name_person(*, by: Viewer, person: UUID, identity: Identity) -> None:
    """Write down what a person is called. A census brings none."""
    seen = allow(by=by, person=person, action=Action.NAME, room="people")
    people.name_person(by=by, person=person, identity=identity)
    written(seen, action=Action.NAME, room="people", kind=Person._meta.label_lower, object=person)


def join(*, by: Viewer, account: UUID, person: UUID) -> Membership:
    """Invite and accept in one step, for a worker who takes a journey of their own team."""
    invitation = circles.invite(
        by=by, person=person, account=account, role=Role.WORKER, post=by.post_id
    )
    return circles.accept(by=by, invitation=invitation.pk)


def own_member(*, by: Viewer, person: UUID, membership: UUID) -> None:
    """The membership must belong to the person that was decided about."""
    if not Membership.objects.filter(pk=membership, person=person).exists():
        raise Refused(by=by, action="change", room=ROOM, rule="absent", object=membership)


def own_invitation(*, by: Viewer, invitation: UUID) -> Invitation:
    found = Invitation.objects.filter(
        circles_now.waiting(clock.now()), pk=invitation, account=by.account, post=by.post_id
    ).first()
    if found is None:
        raise Refused(by=by, action="answer", room=ROOM, rule="absent", object=invitation)
    return found


def changed(seen: Look, kind: str, object: UUID) -> None:
    written(seen, action=Action.CHANGE_CIRCLE, room=ROOM, kind=kind, object=object)


def told(invitation: Invitation, action: str) -> audit.Look:
    return audit.Look(
        person=invitation.person_id,
        action=action,
        room=ROOM,
        kind=INVITATION,
        object=invitation.pk,
        rule="invited",
        depth=audit.Depth.OPENED if action == READ_INVITATION else None,
    )
