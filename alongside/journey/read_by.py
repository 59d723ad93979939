"""Who has read what somebody told, and when first: for whoever told it, from the log of looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Self
from uuid import UUID

from django.db.models import Q

from alongside.accounts.names import names
from alongside.agencies import queries as agencies
from alongside.agencies.queries import PostLabel
from alongside.audit.models import AccessEvent
from alongside.audit.services import FOLDED, Depth, Outcome
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
    """Somebody who has read it: opened by itself, or in the record where it stands.

    `maybe`: their look began before they could. A look that goes on is one event in the log for a
    quarter of an hour, so it may have shown it or not.
    """

    name: str
    post: PostLabel | None
    at: datetime
    opened: bool
    maybe: bool = False


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
        at__gt=entry.created_at - FOLDED,
    ).exclude(account=look.person.account_id)
    then = Then.of(look, entry)
    first: dict[UUID, tuple[Shown, AccessEvent]] = {}
    for event in rows.order_by("seq")[:LOOKED_THROUGH]:
        shown = then.shown_to(event)
        if event.account and shown > first.get(event.account, (Shown.NOT, event))[0]:
            first[event.account] = shown, event
    return in_words(list(first.values()))


class Shown(IntEnum):
    """What the log knows of a look. Opened by itself says more than seen in the record."""

    NOT = 0
    PERHAPS = 1
    IN_RECORD = 2
    OPENED = 3


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
        """Four queries, one fewer where the key worker was never the only reader."""
        person = look.person.pk
        changes = list(AudienceChange.objects.filter(entry=entry).order_by("created_at", "id"))
        for_key = Audience.KEY_WORKER in {entry.audience, *(one.audience for one in changes)}
        decided = AccessDecision.objects.filter(person=person, confirmed_at__isnull=False)
        return cls(
            entry,
            changes,
            circles.stays(person),
            circles.key_worker_spells(person) if for_key else (),
            list(decided.order_by("confirmed_at", "id")),
        )

    def shown_to(self, event: AccessEvent) -> Shown:
        """How surely this look showed it. It may have gone on for a quarter of an hour."""
        if event.kind:
            return Shown.OPENED
        if event.at >= self.entry.created_at and self.could_read(event, event.at):
            return Shown.IN_RECORD
        turns = (self.entry.created_at, *(change.created_at for change in self.changes))
        later = (at for at in turns if event.at < at < event.at + FOLDED)
        return Shown.PERHAPS if any(self.could_read(event, at) for at in later) else Shown.NOT

    def could_read(self, event: AccessEvent, at: datetime) -> bool:
        """Whether it stood in the record for whoever looked: by the rule that let them in then."""
        audience = self.audience(at)
        if event.rule == "team-sees":
            return audience in FOR_WORKERS
        stay = self.stay(event)
        if stay is None or (stay.history_from and self.entry.happened_at < stay.history_from):
            return False
        if event.rule == "circle-sees":
            was_key = audience == Audience.KEY_WORKER and self.was_key_worker(stay, at)
            return audience in FOR_WORKERS or was_key
        is_family = event.rule == "family-sees"
        return is_family and audience == Audience.CIRCLE and self.saw_the_story(stay, at)

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


def in_words(events: Sequence[tuple[Shown, AccessEvent]]) -> Sequence[ReadBy]:
    called = names({event.account for _shown, event in events if event.account})
    posts = agencies.posts({event.post for _shown, event in events if event.post})
    found = [
        ReadBy(
            called.get(event.account, "") if event.account else "",
            posts.get(event.post) if event.post else None,
            event.at,
            opened=shown is Shown.OPENED,
            maybe=shown is Shown.PERHAPS,
        )
        for shown, event in events
    ]
    return sorted(found, key=lambda one: one.at)
