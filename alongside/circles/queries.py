"""Plain reads by id, for the rooms above. Nothing here decides who may look: sharing does.

Words are sealed with the person's key: fetch keys (vault.fetch_keys) before a list is drawn.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from alongside.accounts.models import Account
from alongside.circles.models import Holding, Invitation, KeyWorkerSpell, Membership


def active(at: datetime) -> Q:
    """Memberships that count at this moment: since <= at < until, and the post is still held."""
    began = Q(since__lte=at) & (Q(until__isnull=True) | Q(until__gt=at))
    # Family and carers have no post: the outer join leaves post__until empty for them.
    return began & (Q(post__until__isnull=True) | Q(post__until__gt=at))


def held(at: datetime) -> Q:
    """Holdings that count at this moment."""
    return Q(since__lte=at) & (Q(until__isnull=True) | Q(until__gt=at))


def waiting(at: datetime) -> Q:
    """Invitations that can be accepted at this moment."""
    return Q(answered_at__isnull=True, invited_at__lte=at, expires_at__gt=at)


def meant_for(account: UUID | None) -> Q:
    """Invitations to this account, or to the address that it signs in with.

    An address is asked by somebody who does not know whose it is. So one to the person's own
    address, to a member's, or from before a member left or was taken out opens nothing, and
    whoever asked is not told.
    """
    if account is None:
        return Q(pk__in=[])
    own = Account.objects.filter(pk=account, email__isnull=False).values("email")
    stays = Membership.objects.filter(person=OuterRef("person"), account=account)
    in_the_way = stays.filter(Q(until__gt=OuterRef("invited_at")) | Q(until=None, post=None))
    by_address = Q(account__isnull=True, address__in=own)
    return Q(account=account) | by_address & ~Exists(in_the_way) & ~Q(person__account=account)


def members(person: UUID, at: datetime, **more: Subquery) -> list[Membership]:
    """Who is around the person at this moment: the key worker first, then who came first.

    `more`: what else each row is asked for in the same query.
    """
    rows = Membership.objects.filter(active(at), person=person).annotate(**more)
    return list(rows.order_by("-is_key_worker", "since", "id"))


def stays(person: UUID) -> list[Membership]:
    """Everybody who is or was in the circle, with since and until: the oldest first."""
    return list(Membership.objects.filter(person=person).order_by("since", "id"))


def key_worker(person: UUID, at: datetime) -> Membership | None:
    """The key worker as long as they are an active member; a circle may have none."""
    return Membership.objects.filter(active(at), person=person, is_key_worker=True).first()


def key_worker_spells(person: UUID) -> list[KeyWorkerSpell]:
    """Who was key worker from when to when, the oldest first, with their membership."""
    return list(
        KeyWorkerSpell.objects.filter(person=person)
        .select_related("membership")
        .order_by("since", "id")
    )


def invitations_to(person: UUID, at: datetime) -> list[Invitation]:
    """Invitations into this person's circle that can be accepted at this moment."""
    return list(Invitation.objects.filter(waiting(at), person=person).order_by("invited_at", "id"))


def holding(person: UUID, at: datetime) -> QuerySet[Holding, UUID]:
    """The same teams, to be asked for as a part of another query."""
    return Holding.objects.filter(held(at), person=person).values_list("team_id", flat=True)
