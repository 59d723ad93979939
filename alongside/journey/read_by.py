"""Who has read what somebody told, and when first: for whoever told it, from the log of looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from django.db.models import Q

from alongside.accounts.names import names
from alongside.agencies import queries as agencies
from alongside.agencies.queries import PostLabel
from alongside.audit.models import AccessEvent
from alongside.audit.services import Depth, Outcome
from alongside.circles import queries as circles
from alongside.circles.models import KeyWorkerSpell, Membership
from alongside.journey.models import AudienceChange, Entry
from alongside.sharing.models import AccessDecision
from alongside.sharing.rules import Action, Audience, Reach
from alongside.sharing.services import Look

LOOKED_THROUGH = 1_000
FOR_WORKERS = frozenset({Audience.CIRCLE, Audience.WORKERS})


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Somebody who has read it: opened by itself, or in the record where it stands."""

    name: str
    post: PostLabel | None
    at: datetime
    opened: bool


def read_by(look: Look, entry: Entry) -> Sequence[ReadBy]:
    """Who has read it and when first. The events are the person's own: see sharing.access_log.

    Whoever read it while they could see it has read it, also when they no longer can; and whoever
    looked before they could has not. Seven queries.
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
    then = Then.of(look, entry)
    first: dict[UUID, AccessEvent] = {}
    for event in rows.order_by("seq")[:LOOKED_THROUGH]:
        if event.account and (event.kind or then.could_read(event)):
            before = first.get(event.account)
            # Opened by itself says more than seen in the record.
            if before is None or (event.kind and not before.kind):
                first[event.account] = event
    return in_words(list(first.values()))


@dataclass(frozen=True, slots=True)
class Then:
    """Who could read an entry at any time since it was written, by what was decided until then."""

    entry: Entry
    changes: Sequence[AudienceChange]
    stays: Sequence[Membership]
    spells: Sequence[KeyWorkerSpell]
    decisions: Sequence[AccessDecision]

    @classmethod
    def of(cls, look: Look, entry: Entry) -> Self:
        """Four queries."""
        person = look.person.pk
        decided = AccessDecision.objects.filter(person=person, confirmed_at__isnull=False)
        return cls(
            entry,
            list(AudienceChange.objects.filter(entry=entry).order_by("created_at", "id")),
            circles.stays(person),
            circles.key_worker_spells(person),
            list(decided.order_by("confirmed_at", "id")),
        )

    def could_read(self, event: AccessEvent) -> bool:
        """Whether it stood in the record for whoever looked: by the rule that let them in then."""
        audience = self.audience(event.at)
        if event.rule == "team-sees":
            return audience in FOR_WORKERS
        stay = self.stay(event)
        if stay is None or (stay.history_from and self.entry.happened_at < stay.history_from):
            return False
        if event.rule == "circle-sees":
            was_key = audience == Audience.KEY_WORKER and self.was_key_worker(stay, event.at)
            return audience in FOR_WORKERS or was_key
        is_family = event.rule == "family-sees"
        return is_family and audience == Audience.CIRCLE and self.saw_the_story(stay, event.at)

    def audience(self, at: datetime) -> str:
        later = (change.audience for change in self.changes if at < change.created_at)
        return next(later, self.entry.audience)

    def stay(self, event: AccessEvent) -> Membership | None:
        who = (event.account, event.post)
        stays = (one for one in self.stays if (one.account_id, one.post_id) == who)
        return next((one for one in stays if is_within(event.at, one.since, one.until)), None)

    def was_key_worker(self, stay: Membership, at: datetime) -> bool:
        spells = (one for one in self.spells if one.membership_id == stay.pk)
        return any(is_within(at, one.since, one.until) for one in spells)

    def saw_the_story(self, stay: Membership, at: datetime) -> bool:
        """By the newest decision about this member then; before the first, what it says of before."""
        decided = [one for one in self.decisions if one.membership == stay.pk]
        if not decided:
            return stay.reach == Reach.SHARED
        before = [one for one in decided if one.confirmed_at and one.confirmed_at <= at]
        return before[-1].reach == Reach.SHARED if before else not decided[0].takes_two


def is_within(at: datetime, since: datetime, until: datetime | None) -> bool:
    return since <= at and (until is None or at < until)


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
