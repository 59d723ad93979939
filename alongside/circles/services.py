"""Changes of a circle. Callers have decided already, and write the audit event themselves.

Every service here is atomic, locks the person first (so that two changes of one circle come
one after the other), and publishes the region "circle" on commit. What cannot be raises a
CircleRefusal and changes nothing. History is never rewritten: a row ends, a new one begins.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from alongside.accounts.addresses import pseudo
from alongside.accounts.viewer import Viewer
from alongside.circles import queries, refusals
from alongside.circles.models import (
    Answer,
    Holding,
    Invitation,
    KeyWorkerSpell,
    Membership,
    Question,
    Reach,
    Role,
    Words,
)
from alongside.circles.steps import (
    check_guest,
    close,
    close_expired,
    end,
    lay_down,
    lock,
    lock_invitation,
    lock_membership,
    own_invitation,
    own_membership,
    publish,
    publish_many,
)
from alongside.lib import clock, ids
from alongside.people.models import Person

INVITATION_LASTS = timedelta(days=14)


@transaction.atomic
def invite(
    *,
    by: Viewer,
    person: UUID,
    account: UUID | None = None,
    address: str = "",
    role: Role,
    post: UUID | None = None,
    words: Words | None = None,
    history_from: datetime | None = None,
    expires_at: datetime | None = None,
    new_id: UUID | None = None,
) -> Invitation:
    """Ask somebody to join. `history_from` None shows them the whole history once they are in.

    A worker is invited in a post they hold now, everybody else without one, by their account or by
    an address, which waits for whoever signs in with it: whose it is decides nothing here.
    Somebody who left can be invited again.
    Raises OwnCircle, WrongPost, AlreadyMember, AlreadyInvited,
    Person.DoesNotExist.
    """
    now = clock.now()
    lock(person)
    token = pseudo(address) if address else ""
    check_guest(person=person, account=account, role=role, post=post, at=now)
    close_expired(person=person, account=account, address=token, post=post, at=now)
    words = words or Words()
    invitation = Invitation(
        id=new_id or ids.new(),
        person_id=person,
        account_id=account,
        address=token,
        post_id=post,
        role=role,
        history_from=history_from,
        invited_by_id=by.account,
        invited_at=now,
        expires_at=expires_at or now + INVITATION_LASTS,
    )
    invitation.put(Question(words.relationship, words.purpose, address.strip()))
    invitation.save(force_insert=True)
    publish(person, "invited", invitation.id)
    return invitation


@transaction.atomic
def accept(*, by: Viewer, invitation: UUID, new_id: UUID | None = None) -> Membership:
    """Join the circle, from now on. Only the account that was invited can.

    Raises NotInvited (also when it was answered or withdrawn), Expired, WrongPost (the post has
    ended since), AlreadyMember, OwnCircle.
    """
    now = clock.now()
    found, account = own_invitation(invitation, account=by.account)
    if found.expires_at <= now:
        raise refusals.Expired
    person, post = found.person_id, found.post_id
    check_guest(person=person, account=account, role=Role(found.role), post=post, at=now)
    close(found, Answer.ACCEPTED, at=now)
    membership = Membership(
        id=new_id or ids.new(),
        person_id=person,
        account_id=account,
        post_id=post,
        role=found.role,
        since=now,
        history_from=found.history_from,
    )
    membership.put(Words(found.words.relationship, found.words.purpose))
    membership.save(force_insert=True)
    publish(person, "joined", membership.id)
    return membership


@transaction.atomic
def decline(*, by: Viewer, invitation: UUID) -> None:
    """Say no to an invitation, in time or not. Only who was invited can. Raises NotInvited."""
    found, _account = own_invitation(invitation, account=by.account)
    close(found, Answer.DECLINED, at=clock.now())
    publish(found.person_id, "declined", found.id)


@transaction.atomic
def withdraw(*, by: Viewer, invitation: UUID) -> None:
    """Take back an invitation that was not answered. Raises NotInvited."""
    found = lock_invitation(invitation)
    close(found, Answer.WITHDRAWN, at=clock.now())
    publish(found.person_id, "withdrawn", found.id)


@transaction.atomic
def leave(*, by: Viewer, membership: UUID) -> None:
    """Leave a circle, at once. Only the member can. Raises NotMember."""
    found = own_membership(membership, account=by.account)
    end(found, at=clock.now())
    publish(found.person_id, "left", found.id)


@transaction.atomic
def remove(*, by: Viewer, membership: UUID) -> None:
    """Take somebody out of a circle, at once. Open invitations to them are withdrawn with it.

    One to an address stays, so that nobody learns whose it is, and opens nothing to them any more.
    Raises NotMember.
    """
    now = clock.now()
    found = lock_membership(membership)
    end(found, at=now)
    for invitation in Invitation.objects.filter(
        person=found.person_id, account=found.account_id, answered_at=None
    ):
        close(invitation, Answer.WITHDRAWN, at=now)
    publish(found.person_id, "removed", found.id)


@transaction.atomic
def freeze(*, by: Viewer, membership: UUID) -> None:
    """Stop what a family member, carer or advocate can see, at once. The same again changes nothing.

    Raises NotMember, and WorkersPlace for a worker.
    """
    found = lock_membership(membership)
    if found.role == Role.WORKER:
        raise refusals.WorkersPlace
    if found.frozen_at is None:
        found.frozen_at = clock.now()
        found.save(update_fields=["frozen_at"])
        publish(found.person_id, "frozen", found.id)


@transaction.atomic
def set_reach(*, by: Viewer, membership: UUID, reach: Reach) -> None:
    """Let a family member, carer or advocate see this much from now on. It ends a freeze.

    Raises NotMember, and WorkersPlace for a worker.
    """
    found = lock_membership(membership)
    if found.role == Role.WORKER:
        raise refusals.WorkersPlace
    found.reach, found.frozen_at = reach, None
    found.save(update_fields=["reach", "frozen_at"])
    publish(found.person_id, "reach", found.id)


@transaction.atomic
def change_key_worker(*, by: Viewer, person: UUID, to: UUID) -> Membership:
    """Make the membership `to` key worker instead of whoever was; their team holds the journey.

    The team of the one before goes on holding it until release_hold. The same again changes
    nothing. Raises NotAWorker when `to` is no active worker of this circle.
    """
    now = clock.now()
    lock(person)
    workers = Membership.objects.filter(
        queries.active(now), person=person, role=Role.WORKER, until=None
    )
    found = workers.filter(id=to).select_related("post").first()
    if found is None or found.post is None:
        raise refusals.NotAWorker
    if not found.is_key_worker:
        for before in Membership.objects.filter(person=person, is_key_worker=True):
            lay_down(before, at=now)
        found.is_key_worker = True
        found.save(update_fields=["is_key_worker"])
        KeyWorkerSpell.objects.create(person_id=person, membership=found, since=now)
        publish(person, "key-worker", found.id)
    hold(by=by, person=person, team=found.post.team_id)
    return found


@transaction.atomic
def hold(*, by: Viewer, person: UUID, team: UUID) -> Holding:
    """Let a team hold the journey, so that its people may see it while on duty.

    A team that holds it already goes on. Raises Person.DoesNotExist.
    """
    lock(person)
    holding, is_new = Holding.objects.get_or_create(
        person_id=person, team_id=team, until=None, defaults={"since": clock.now()}
    )
    if is_new:
        publish(person, "held", holding.id)
    return holding


@transaction.atomic
def hold_many(*, by: Viewer, people: Iterable[UUID], team: UUID) -> list[Holding]:
    """Let a team hold many journeys that it never held, in a few queries. Returns what began.

    A journey whose hold somebody has ended stays as it is: a load is not their change of mind.
    """
    wanted = set(people)
    list(Person.objects.select_for_update(no_key=True).filter(id__in=wanted).order_by("id"))
    before = Holding.objects.filter(person__in=wanted, team=team)
    new = sorted(wanted - set(before.values_list("person_id", flat=True)))
    now = clock.now()
    made = Holding.objects.bulk_create(
        Holding(person_id=person, team_id=team, since=now) for person in new
    )
    publish_many("held", [(holding.person_id, holding.id) for holding in made])
    return made


@transaction.atomic
def release_hold(*, by: Viewer, person: UUID, team: UUID) -> None:
    """End a team's hold, at once. Raises NotHeld, and KeyWorkersTeam for the key worker's team."""
    lock(person)
    holding = Holding.objects.filter(person=person, team=team, until=None).first()
    if holding is None:
        raise refusals.NotHeld
    if Membership.objects.filter(person=person, is_key_worker=True, post__team=team).exists():
        raise refusals.KeyWorkersTeam
    holding.until = max(clock.now(), holding.since)
    holding.save(update_fields=["until"])
    publish(person, "released", holding.id)
