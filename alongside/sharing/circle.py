"""Changes of a circle, behind the policy: decide, change, record, in one transaction.

`circles` keeps the tables and their rules; here is who may, and that it was done. Every
service may raise what the service of the same name in `circles` raises, besides Refused.

The event comes before the change: pages lock the person's chain first (with the event of their
look) and the circle then, and who did it the other way round would wait for them for ever.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from alongside.accounts.viewer import Viewer
from alongside.agencies.viewers import as_self
from alongside.audit import services as audit
from alongside.circles import queries as circles_now
from alongside.circles import services as circles
from alongside.circles.models import Answer, Invitation, Membership, Role, Words
from alongside.circles.refusals import CircleRefusal, NotInvited, NotMember
from alongside.lib import clock, ids
from alongside.people.models import Person
from alongside.sharing.lenses import exclusions, memberships
from alongside.sharing.rules import Action
from alongside.sharing.services import Look, Refused, allow, written
from alongside.vault import services as vault

ROOM = "circles"
MEMBERSHIP = Membership._meta.label_lower
INVITATION = Invitation._meta.label_lower
READ_INVITATION = "invited"


class HasKeyWorker(CircleRefusal):
    """Somebody is key worker already; change_key_worker is how it becomes another."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is invited (by account or by address), as what, and how much of the history they see."""

    account: UUID | None
    role: Role
    post: UUID | None = None
    address: str = ""
    relationship: str = ""
    purpose: str = ""
    history_from: datetime | None = None


@transaction.atomic
def invite(*, by: Viewer, person: UUID, guest: Guest, new_id: UUID | None = None) -> Invitation:
    """Ask somebody to join the circle. Whoever is excluded can be asked, and never finds it."""
    seen = allow(by=by, person=person, action=Action.CHANGE_CIRCLE, room=ROOM)
    id = new_id or ids.new()
    changed(seen, INVITATION, id)
    return circles.invite(
        by=by,
        person=person,
        account=guest.account,
        address=guest.address,
        role=guest.role,
        post=guest.post,
        words=Words(relationship=guest.relationship, purpose=guest.purpose),
        history_from=guest.history_from,
        new_id=id,
    )


@transaction.atomic
def withdraw(*, by: Viewer, person: UUID, invitation: UUID) -> None:
    """Take back an invitation that was not answered."""
    seen = allow(by=by, person=person, action=Action.CHANGE_CIRCLE, room=ROOM)
    if not Invitation.objects.filter(pk=invitation, person=person).exists():
        raise Refused(by=by, action="withdraw", room=ROOM, rule="absent", object=invitation)
    changed(seen, INVITATION, invitation)
    circles.withdraw(by=by, invitation=invitation)


@transaction.atomic
def remove(*, by: Viewer, person: UUID, membership: UUID) -> None:
    """Take somebody out of the circle: from this moment they see nothing of this person."""
    seen = allow(by=by, person=person, action=Action.CHANGE_CIRCLE, room=ROOM)
    own_member(by=by, person=person, membership=membership)
    changed(seen, MEMBERSHIP, membership)
    circles.remove(by=by, membership=membership)


@transaction.atomic
def change_key_worker(*, by: Viewer, person: UUID, to: UUID) -> None:
    """Make another worker of the circle the key worker."""
    seen = allow(by=by, person=person, action=Action.CHANGE_CIRCLE, room=ROOM)
    own_member(by=by, person=person, membership=to)
    changed(seen, MEMBERSHIP, to)
    circles.change_key_worker(by=by, person=person, to=to)


@transaction.atomic
def become_key_worker(*, by: Viewer, person: UUID) -> None:
    """A worker on duty takes a journey that their team holds and that has no key worker yet.

    They join the circle with it, in the post that they act in. Taking it twice is taking it once.
    Raises HasKeyWorker.
    """
    seen = allow(by=by, person=person, action=Action.CHANGE_CIRCLE, room=ROOM)
    if is_key_worker(by=by, person=person):
        return
    mine = own_place(by=by, person=person)
    place = mine.pk if mine else ids.new()
    # Of two who take it at once the second waits here, for the chain, and then finds the first.
    changed(seen, MEMBERSHIP, place)
    if circles_now.key_worker(person, clock.now()) is not None:
        raise HasKeyWorker
    if mine is None:
        join(by=by, person=person, new_id=place)
    circles.change_key_worker(by=by, person=person, to=place)


@transaction.atomic
def leave(*, by: Viewer, person: UUID) -> None:
    """Leave the circle, at once. Raises NotMember when they were taken out in this very moment."""
    seen = allow(by=by, person=person, action=Action.LEAVE, room=ROOM)
    mine = own_place(by=by, person=person)
    if mine is None:
        raise NotMember
    written(seen, action=Action.LEAVE, room=ROOM, kind=MEMBERSHIP, object=mine.pk)
    circles.leave(by=by, membership=mine.pk)


@transaction.atomic
def invitations(*, by: Viewer) -> list[tuple[Invitation, Person]]:
    """What this viewer is asked to join, with the name: who invited chose to tell it."""
    if by.account is None:
        return []
    now = clock.now()
    closed = exclusions(by, now).filter(person=OuterRef("person"))
    asked = list(
        Invitation.objects.filter(
            circles_now.waiting(now), circles_now.meant_for(by.account), post=by.post_id
        )
        .exclude(Exists(closed))
        .select_related("person")
        .order_by("invited_at", "id")
    )
    vault.fetch_keys(invitation.person_id for invitation in asked)
    audit.record(
        by=by, looks=[told(invitation, READ_INVITATION) for invitation in asked], fold=True
    )
    return [(invitation, invitation.person) for invitation in asked]


def also_as_self(*, by: Viewer) -> Q:
    """Whether this worker has a record, a place or an open invitation that belongs to no post.

    To be asked as a part of another query. It shows nobody to anybody, so it is no look.
    """
    me, now = as_self(by), clock.now()
    closed = Exists(exclusions(me, now).filter(person=OuterRef("person")))
    own = Person.objects.filter(account=me.account)
    places = memberships(me, now).exclude(closed)
    meant = circles_now.meant_for(me.account)
    asked = Invitation.objects.filter(circles_now.waiting(now), meant, post=None).exclude(closed)
    return Q(Exists(own)) | Q(Exists(places)) | Q(Exists(asked))


@transaction.atomic
def accept(*, by: Viewer, invitation: UUID) -> Membership:
    """Say yes. Only who was asked can; for everybody else it does not exist.

    Saying yes twice is saying it once.
    """
    found = own_invitation(by=by, invitation=invitation)
    if place := accepted(found, by=by):
        return place
    try:
        with transaction.atomic():
            audit.record(by=by, looks=[told(found, "accept")])
            return circles.accept(by=by, invitation=invitation)
    except NotInvited:
        # A twin of this very click came first, while this one waited for the chain.
        if place := accepted(own_invitation(by=by, invitation=invitation), by=by):
            return place
        raise


@transaction.atomic
def decline(*, by: Viewer, invitation: UUID) -> None:
    """Say no. Only who was asked can; for everybody else it does not exist.

    Saying no twice is saying it once.
    """
    found = own_invitation(by=by, invitation=invitation)
    if found.answer == Answer.DECLINED:
        return
    try:
        with transaction.atomic():
            audit.record(by=by, looks=[told(found, "decline")])
            circles.decline(by=by, invitation=invitation)
    except NotInvited:  # as in accept
        if own_invitation(by=by, invitation=invitation).answer != Answer.DECLINED:
            raise


def accepted(invitation: Invitation, *, by: Viewer) -> Membership | None:
    """The place that this invitation has become already."""
    if invitation.answer != Answer.ACCEPTED:
        return None
    return own_place(by=by, person=invitation.person_id)


def join(*, by: Viewer, person: UUID, new_id: UUID) -> None:
    """Invite and accept in one step, for a worker who takes a journey of their own team."""
    assert by.account is not None  # noqa: S101  (a team on duty is made of accounts)
    invitation = Invitation.objects.filter(
        circles_now.waiting(clock.now()), person=person, account=by.account, post=by.post_id
    ).first() or circles.invite(
        by=by, person=person, account=by.account, role=Role.WORKER, post=by.post_id
    )
    circles.accept(by=by, invitation=invitation.pk, new_id=new_id)


def own_place(*, by: Viewer, person: UUID) -> Membership | None:
    """The viewer's place in this circle, in the post that they act in."""
    return Membership.objects.filter(
        circles_now.active(clock.now()), person=person, account=by.account, post=by.post_id
    ).first()


def is_key_worker(*, by: Viewer, person: UUID) -> bool:
    held = circles_now.key_worker(person, clock.now())
    return held is not None and (held.account_id, held.post_id) == (by.account, by.post_id)


def own_member(*, by: Viewer, person: UUID, membership: UUID) -> None:
    """The membership must belong to the person that was decided about."""
    if not Membership.objects.filter(pk=membership, person=person).exists():
        raise Refused(by=by, action="change", room=ROOM, rule="absent", object=membership)


def own_invitation(*, by: Viewer, invitation: UUID) -> Invitation:
    """An invitation of this viewer, answered or not. Whoever is excluded has none."""
    meant = circles_now.meant_for(by.account)
    found = Invitation.objects.filter(meant, pk=invitation, post=by.post_id).first()
    if found is None or exclusions(by, clock.now()).filter(person=found.person_id).exists():
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
