"""Who has read what somebody told, and when first: for whoever told it, from the log of looks."""

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
from alongside.journey.models import AudienceChange, Entry
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


def read_by(look: Look, entry: Entry) -> Sequence[ReadBy]:
    """Who has read it and when first. The events are the person's own: see sharing.access_log.

    Whoever read it while more people could see it has read it, also when they no longer can. Four
    queries, and as many as it takes to ask who may see an entry for each change of that.
    """
    itself = Q(kind=Entry._meta.label_lower, object=entry.pk, action=Action.READ)
    record = Q(kind="", action=Action.SEE, room__in=("journey", "home"), depth=Depth.OPENED)
    rows = AccessEvent.objects.filter(
        itself | record,
        chain=look.person.pk,
        outcome=Outcome.ALLOWED,
        account__isnull=False,
        at__gte=entry.created_at,
    ).exclude(account=look.person.account_id)
    times = readers_by_time(entry)
    first: dict[UUID, AccessEvent] = {}
    for event in rows.order_by("seq")[:LOOKED_THROUGH]:
        if event.account and (event.kind or event.account in readers_at(event.at, times)):
            before = first.get(event.account)
            # Opened by itself says more than seen in the record.
            if before is None or (event.kind and not before.kind):
                first[event.account] = event
    return in_words(list(first.values()))


type Times = Sequence[tuple[datetime | None, frozenset[UUID]]]


def readers_by_time(entry: Entry) -> Times:
    """Who could read it until when, the first first; at last who can now, until nobody knows when."""
    changes = AudienceChange.objects.filter(entry=entry).order_by("created_at", "id")
    before = [(change.created_at, who_may(change, Action.READ)) for change in changes]
    return [*before, (None, who_may(entry, Action.READ))]


def readers_at(at: datetime, times: Times) -> frozenset[UUID]:
    return next(readers for until, readers in times if until is None or at < until)


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
