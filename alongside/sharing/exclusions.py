"""Who is kept out of a record, for whoever looks after the circle: who it is, set and ended.

Every function takes a look that was allowed SET_EXCLUSION; the services decide again. Each form is
one write, however often it is sent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.accounts.names import names
from alongside.accounts.operations import Outcome, once
from alongside.agencies import queries as agencies
from alongside.audit import services as audit
from alongside.circles import queries as circles
from alongside.lib import clock
from alongside.sharing import queries, services
from alongside.sharing.models import Exclusion
from alongside.sharing.rules import Action
from alongside.sharing.services import Look, Refused, allow


@dataclass(frozen=True, slots=True)
class KeptOut:
    """One exclusion as its page shows it."""

    id: UUID
    who: str
    since: datetime
    set_by: str
    reason: str


def kept_out(look: Look) -> Sequence[KeptOut]:
    """Everybody who is kept out now, whoever came last first."""
    return in_words(queries.exclusions_of(look.person.pk).order_by("-since", "-id"))


def to_end(look: Look, exclusion: UUID, *, or_ended: bool) -> KeptOut:
    """One exclusion that can be ended (or, for words that came late, was). Raises Refused."""
    found = queries.exclusion(exclusion, person=look.person.pk)
    if found is None or (found.until is not None and not or_ended):
        action = Action.SET_EXCLUSION
        raise Refused(by=look.by, action=action, room="sharing", rule="absent", object=exclusion)
    return in_words([found])[0]


def in_words(rows: Iterable[Exclusion]) -> list[KeptOut]:
    found = list(rows)
    who = described(row.account for row in found)
    setters = names({row.set_by for row in found if row.set_by})
    return [
        KeptOut(
            id=row.pk,
            who=who.get(row.account, ""),
            since=row.since,
            set_by=setters.get(row.set_by, "") if row.set_by else "",
            reason=row.contents.reason,
        )
        for row in found
    ]


def around(look: Look) -> Mapping[UUID, str]:
    """Everybody in the circle now by account: not the person, and not whoever asks."""
    members = {row.account_id for row in circles.members(look.person.pk, clock.now())}
    return described(members - {look.person.account_id, look.by.account})


def out_already(look: Look) -> set[UUID]:
    return set(queries.exclusions_of(look.person.pk).values_list("account", flat=True))


def described(accounts: Iterable[UUID]) -> Mapping[UUID, str]:
    """Names, with the post that somebody acts in."""
    called = names(accounts)
    acting = agencies.current_posts(called, clock.now())
    posts = agencies.posts(acting.values())

    def line(account: UUID) -> str:
        post = posts.get(acting[account]) if account in acting else None
        return f"{called[account]}, {post.role}, {post.agency}" if post else called[account]

    return {account: line(account) for account in called}


@transaction.atomic
def keep_out(*, look: Look, account: UUID, reason: str, operation: UUID, digest: bytes) -> Outcome:
    """Raises Refused, UsedOperation, OwnRecord and ExcludedAlready."""
    person = look.person.pk
    decide_again(look)

    def effect(new_id: UUID) -> UUID:
        return services.exclude(
            by=look.by, person=person, account=account, reason=reason, new_id=new_id
        ).pk

    kind = "sharing.exclude"
    return once(by=look.by, operation=operation, kind=kind, digest=digest, effect=effect)


@transaction.atomic
def end(*, look: Look, exclusion: UUID, reason: str, operation: UUID, digest: bytes) -> Outcome:
    """Raises Refused, UsedOperation and EndedAlready."""
    person = look.person.pk
    decide_again(look)

    def effect(_new_id: UUID) -> UUID:
        return services.end_exclusion(
            by=look.by, person=person, exclusion=exclusion, reason=reason
        ).pk

    kind = "sharing.end-exclusion"
    return once(by=look.by, operation=operation, kind=kind, digest=digest, effect=effect)


def decide_again(look: Look) -> None:
    """A replay is an answer too. The chain comes first: see sharing.circle."""
    audit.hold([look.person.pk])
    allow(by=look.by, person=look.person.pk, action=Action.SET_EXCLUSION, room="sharing")
