"""A second opinion on the policy, written from the words of the glossary and not from the table."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from alongside.sharing.rules import Action, Audience, Reach, Standing, Tie, Topic

JOINED = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Thing:
    """An item as a test makes it."""

    author: UUID | None
    agency: UUID | None
    audience: str
    happened_at: datetime
    readers: frozenset[UUID] = frozenset()
    review_is_due: bool = False
    topic: Topic = Topic.STORY

    def names(self, account: UUID) -> bool:
        return account in self.readers


def may_read(standing: Standing, thing: Thing) -> bool:
    """Who may read: first who never may, then the author, then by the audience's own words."""
    if standing.excluded or not standing.ties:
        return False
    if wrote(standing, thing):
        return True
    person = Tie.SELF in standing.ties
    family = Tie.FAMILY in standing.ties and old_enough(standing, thing) and let(standing, thing)
    colleague = Tie.TEAM_ON_DUTY in standing.ties
    member = Tie.CIRCLE_WORKER in standing.ties and old_enough(standing, thing)
    own_agency = thing.agency is not None and thing.agency == standing.agency
    if thing.audience == Audience.CIRCLE:
        return person or family or member or colleague
    if thing.audience == Audience.WORKERS:
        return member or colleague
    if thing.audience == Audience.AGENCY:
        return own_agency and (member or colleague)
    if thing.audience == Audience.NAMED:
        family_alone = standing.ties == {Tie.FAMILY}
        named = standing.account in thing.readers and (not family_alone or let(standing, thing))
        return named or left_to_agency(standing, thing)
    if thing.audience == Audience.KEY_WORKER:
        return Tie.CIRCLE_WORKER in standing.ties and standing.key_worker
    return False


def wrote(standing: Standing, thing: Thing) -> bool:
    """Whoever works for an agency writes for one; whoever is here as themselves for none."""
    if thing.author is None or thing.author != standing.account:
        return False
    return (thing.agency is None) == (standing.agency is None)


def left_to_agency(standing: Standing, thing: Thing) -> bool:
    """From the day for looking again on, the author's agency may do it for the author."""
    works = Tie.TEAM_ON_DUTY in standing.ties or (
        Tie.CIRCLE_WORKER in standing.ties and old_enough(standing, thing)
    )
    own_agency = thing.agency is not None and thing.agency == standing.agency
    return thing.review_is_due and works and own_agency


def may_change(standing: Standing, thing: Thing, action: Action) -> bool:
    """Correcting and reviewing are for the author, and for workers of the author's agency."""
    if not may_read(standing, thing):
        return False
    if wrote(standing, thing):
        return True
    same = thing.agency is not None and thing.agency == standing.agency
    works = bool(standing.ties & {Tie.CIRCLE_WORKER, Tie.TEAM_ON_DUTY})
    if thing.audience == Audience.NAMED:
        return action == Action.REVIEW and left_to_agency(standing, thing)
    shared = thing.audience in {Audience.CIRCLE, Audience.WORKERS, Audience.AGENCY}
    return same and works and shared


def may_plan(standing: Standing, thing: Thing) -> bool:
    """Whoever reads what everyone in the circle reads may write it with them. It has no author."""
    return thing.audience == Audience.CIRCLE and may_read(standing, replace(thing, author=None))


def let(standing: Standing, thing: Thing) -> bool:
    """What two people have decided that family may see."""
    if thing.topic == Topic.PLAN:
        return standing.reach != Reach.NOTHING
    return standing.reach == Reach.SHARED


def old_enough(standing: Standing, thing: Thing) -> bool:
    return standing.history_from is None or thing.happened_at >= standing.history_from


def may(standing: Standing, thing: Thing, action: Action) -> bool:
    if action == Action.PLAN:
        return may_plan(standing, thing)
    return (
        may_read(standing, thing) if action == Action.READ else may_change(standing, thing, action)
    )


def before(at: datetime) -> datetime:
    return at - timedelta(microseconds=1)
