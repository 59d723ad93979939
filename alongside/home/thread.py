"""You said it, they read it, this is what was done: one thread from a view to what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from alongside.accounts.names import names
from alongside.agencies import queries as agencies
from alongside.agencies.queries import PostLabel
from alongside.audit.models import AccessEvent
from alongside.audit.services import Depth, Outcome
from alongside.journey.cards import Beside, Card
from alongside.journey.models import Entry, Stance
from alongside.journey.queries import cards_for
from alongside.plans.queries import Become, from_view
from alongside.sharing.queries import who_may
from alongside.sharing.rules import Action
from alongside.sharing.services import Look

LOOKED_THROUGH = 1_000


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Somebody who has read it: opened by itself, or in the record where it stands."""

    name: str
    post: PostLabel | None
    at: datetime
    opened: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """A view from what was said to what was done."""

    card: Card
    read_by: Sequence[ReadBy]
    done: Sequence[Beside]
    become: Become

    @property
    def has_become(self) -> bool:
        return bool(self.done or self.become)


def thread(look: Look, entry: Entry) -> Thread:
    """The thread of one entry that the person of this look reads. Only for the person."""
    card = cards_for([entry], look=look)[0]
    return Thread(
        card=card,
        read_by=read_by(look, entry),
        done=[one for one in card.remarks if one.remark.stance == Stance.DONE],
        become=from_view(look, entry.pk),
    )


def read_by(look: Look, entry: Entry) -> Sequence[ReadBy]:
    """Who has read it and when first. The events are the person's own: see sharing.access_log."""
    itself = Q(kind=Entry._meta.label_lower, object=entry.pk, action=Action.READ)
    record = Q(kind="", action=Action.SEE, room__in=("journey", "home"), depth=Depth.OPENED)
    rows = AccessEvent.objects.filter(
        itself | record,
        chain=look.person.pk,
        outcome=Outcome.ALLOWED,
        account__isnull=False,
        at__gte=entry.created_at,
    ).exclude(account=look.person.account_id)
    readers = who_may(entry, Action.READ)
    first: dict[UUID, AccessEvent] = {}
    for event in rows.order_by("seq")[:LOOKED_THROUGH]:
        if event.account and (event.kind or event.account in readers):
            before = first.get(event.account)
            # Opened by itself says more than seen in the record.
            if before is None or (event.kind and not before.kind):
                first[event.account] = event
    return in_words(list(first.values()))


def in_words(events: Sequence[AccessEvent]) -> Sequence[ReadBy]:
    called = names({event.account for event in events if event.account})
    posts = agencies.posts({event.post for event in events if event.post})
    found = [
        ReadBy(
            called.get(event.account, "") if event.account else "",
            posts.get(event.post) if event.post else None,
            event.at,
            bool(event.kind),
        )
        for event in events
    ]
    return sorted(found, key=lambda one: one.at)
