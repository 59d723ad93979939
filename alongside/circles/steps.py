"""The small steps that the verbs of services.py are made of: lock, check, close, end, tell."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from alongside.agencies import queries as agencies
from alongside.circles import queries, refusals
from alongside.circles.models import Answer, Invitation, KeyWorkerSpell, Membership, Role
from alongside.live import services as live
from alongside.people.models import Person


def lock(person: UUID) -> Person:
    """The person's row, locked to the end of the transaction. Entries can still be written."""
    return Person.objects.select_for_update(no_key=True).get(id=person)


def lock_invitation(invitation: UUID) -> Invitation:
    """An open invitation, read again after its circle is locked. Raises NotInvited."""
    person = Invitation.objects.filter(id=invitation).values_list("person_id", flat=True).first()
    if person is None:
        raise refusals.NotInvited
    lock(person)
    found = Invitation.objects.filter(id=invitation, answered_at=None).first()
    if found is None:
        raise refusals.NotInvited
    return found


def own_invitation(invitation: UUID, *, account: UUID | None) -> tuple[Invitation, UUID]:
    """The same with the account, for the one who was invited: now it is known who that is."""
    found = lock_invitation(invitation)
    mine = Invitation.objects.filter(queries.meant_for(account), id=invitation).exists()
    if account is None or not mine:
        raise refusals.NotInvited
    found.account_id = account
    return found, account


def lock_membership(membership: UUID) -> Membership:
    """A membership that has not ended, read again after its circle is locked. Raises NotMember."""
    person = Membership.objects.filter(id=membership).values_list("person_id", flat=True).first()
    if person is None:
        raise refusals.NotMember
    lock(person)
    found = Membership.objects.filter(id=membership, until=None).first()
    if found is None:
        raise refusals.NotMember
    return found


def own_membership(membership: UUID, *, account: UUID | None) -> Membership:
    """The same, for the member."""
    found = lock_membership(membership)
    if found.account_id != account:
        raise refusals.NotMember
    return found


def check_guest(
    *, person: UUID, account: UUID | None, role: Role, post: UUID | None, at: datetime
) -> None:
    """They could join at this moment, in this post. Raises OwnCircle, WrongPost, AlreadyMember.

    An address (no account) could: whose it is shows when they answer.
    """
    if (role is Role.WORKER) != (post is not None):
        raise refusals.WrongPost
    if account is None:
        return
    if Person.objects.filter(id=person, account=account).exists():
        raise refusals.OwnCircle
    if post is not None and not agencies.active(at).filter(id=post, account=account).exists():
        raise refusals.WrongPost
    if Membership.objects.filter(person=person, account=account, post=post, until=None).exists():
        raise refusals.AlreadyMember


def close_expired(
    *, person: UUID, account: UUID | None, address: str, post: UUID | None, at: datetime
) -> None:
    """Make room for a new invitation where the last one ran out. Raises AlreadyInvited."""
    earlier = Invitation.objects.filter(
        person=person, account=account, address=address, post=post, answered_at=None
    ).first()
    if earlier is None:
        return
    if earlier.expires_at > at:
        raise refusals.AlreadyInvited
    close(earlier, Answer.LAPSED, at=at)


def close(invitation: Invitation, answer: Answer, *, at: datetime) -> None:
    invitation.answer = answer
    invitation.answered_at = at
    invitation.save(update_fields=["account", "answer", "answered_at"])


def end(membership: Membership, *, at: datetime) -> None:
    """End a stay. A clock that has stepped back ends it at its start, never before."""
    if membership.is_key_worker:
        lay_down(membership, at=at)
    membership.until = max(at, membership.since)
    membership.save(update_fields=["until"])


def lay_down(membership: Membership, *, at: datetime) -> None:
    """End being key worker; the spell stays as history."""
    membership.is_key_worker = False
    membership.save(update_fields=["is_key_worker"])
    for spell in KeyWorkerSpell.objects.filter(membership=membership, until=None):
        spell.until = max(at, spell.since)
        spell.save(update_fields=["until"])


def publish(person: UUID, what: str, thing: UUID) -> None:
    """Open pages draw the circle again, once this is committed."""
    publish_many(what, [(person, thing)])


def publish_many(what: str, changes: Iterable[tuple[UUID, UUID]]) -> None:
    live.publish_many(region="circle", kind=f"circle.{what}", changes=changes)
