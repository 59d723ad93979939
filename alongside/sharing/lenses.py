"""The policy table as SQL: two ways to ask the database what `rules` says of one row.

`KnownLens` is for one person whose standing is already loaded; `AnyLens` is for all people at
once. `where` turns the same table into a filter through either of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Protocol

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from alongside.accounts.viewer import Capacity, Viewer
from alongside.circles.models import Holding, Membership
from alongside.duty import queries as duty
from alongside.duty.models import Shift
from alongside.people.models import Person
from alongside.sharing.models import Exclusion, NamedReader, today
from alongside.sharing.rules import RULES, Action, Condition, Reach, Standing, Tie, Topic, reaches

# A part of a filter: a condition for the database, or what is known already.
type Part = Q | bool


class Lens(Protocol):
    """How one way of asking answers the questions of the table."""

    def excluded(self) -> Part: ...
    def tied(self, tie: Tie) -> Part: ...
    def key_worker(self) -> Part: ...
    def since_joined(self) -> Part: ...
    def in_reach(self, topic: Topic) -> Part: ...


def where(action: Action, lens: Lens, *, by: Viewer, topic: Topic) -> Q:
    """The rows with which this viewer may do this, for a table of RecordItems of this topic."""
    granted = any_of(
        all_of(
            any_of(lens.tied(tie) for tie in sorted(row.ties)),
            Q(audience__in=sorted(row.audiences)),
            *(holds(condition, lens, by=by, topic=topic) for condition in sorted(row.conditions)),
        )
        for row in RULES
        if action in row.actions and row.audiences
    )
    return unless(lens.excluded(), granted)


def where_people(action: Action, lens: Lens, *, through: frozenset[Tie]) -> Q:
    """The people with whose journey as a whole this viewer may do this, by these ties alone."""
    granted = any_of(
        all_of(
            any_of(lens.tied(tie) for tie in sorted(row.ties & through)),
            *(holds_of_journey(condition, lens) for condition in sorted(row.conditions)),
        )
        for row in RULES
        if action in row.actions and not row.audiences
    )
    return unless(lens.excluded(), granted)


def holds(condition: Condition, lens: Lens, *, by: Viewer, topic: Topic) -> Part:
    match condition:
        case Condition.AUTHOR:
            at_work = Q(agency__isnull=by.agency_id is None)
            return Q(author=by.account) & at_work if by.account else False
        case Condition.SAME_AGENCY:
            return Q(agency=by.agency_id) if by.agency_id else False
        case Condition.NAMED:
            readers = NamedReader.objects.filter(item=OuterRef("pk"))
            return Q(Exists(readers.filter(account=by.account))) if by.account else False
        case Condition.KEY_WORKER:
            return lens.key_worker()
        case Condition.SINCE_JOINED:
            return lens.since_joined()
        case Condition.REVIEW_DUE:
            return Q(withheld_until__lte=today())
        case Condition.IN_REACH:
            return lens.in_reach(topic)


def holds_of_journey(condition: Condition, lens: Lens) -> Part:
    """Of a journey as a whole only the key worker is a condition: see `rules.applies`."""
    return lens.key_worker() if condition == Condition.KEY_WORKER else True


def all_of(*parts: Part) -> Part:
    if any(part is False for part in parts):
        return False
    asked = [part for part in parts if isinstance(part, Q)]
    return reduce(and_, asked) if asked else True


def any_of(parts: Iterable[Part]) -> Part:
    known = list(parts)
    if any(part is True for part in known):
        return True
    asked = [part for part in known if isinstance(part, Q)]
    return reduce(or_, asked) if asked else False


def unless(excluded: Part, granted: Part) -> Q:
    """What is granted, and nothing at all to somebody excluded."""
    if excluded is True or granted is False:
        return Q(pk__in=[])
    allowed = granted if isinstance(granted, Q) else Q()
    return ~excluded & allowed if isinstance(excluded, Q) else allowed


@dataclass(frozen=True, slots=True)
class KnownLens:
    """One person, whose standing towards the viewer is known."""

    standing: Standing

    def excluded(self) -> Part:
        return self.standing.excluded

    def tied(self, tie: Tie) -> Part:
        return tie in self.standing.ties

    def key_worker(self) -> Part:
        return self.standing.key_worker

    def since_joined(self) -> Part:
        start = self.standing.history_from
        return True if start is None else Q(happened_at__gte=start)

    def in_reach(self, topic: Topic) -> Part:
        return reaches(self.standing.reach, topic)


@dataclass(frozen=True, slots=True)
class AnyLens:
    """All people at once. `outer` names the column that holds the person's id."""

    by: Viewer
    at: datetime
    outer: str = "person_id"

    def excluded(self) -> Part:
        return self._any(exclusions(self.by, self.at))

    def tied(self, tie: Tie) -> Part:
        match tie:
            case Tie.SELF if self.by.capacity == Capacity.PERSON and self.by.account:
                own = Person.objects.filter(pk=OuterRef(self.outer), account=self.by.account)
                return Q(Exists(own))
            case Tie.FAMILY if self.by.capacity == Capacity.PERSON:
                return self._any(memberships(self.by, self.at))
            case Tie.CIRCLE_WORKER if self.by.capacity == Capacity.WORKER:
                return self._any(memberships(self.by, self.at))
            case Tie.TEAM_ON_DUTY if self.by.capacity == Capacity.WORKER:
                return self._any(holdings(self.by, self.at))
            case _:
                return False

    def key_worker(self) -> Part:
        return self._any(memberships(self.by, self.at).filter(is_key_worker=True))

    def since_joined(self) -> Part:
        start = Q(history_from=None) | Q(history_from__lte=OuterRef("happened_at"))
        return self._any(memberships(self.by, self.at).filter(start))

    def in_reach(self, topic: Topic) -> Part:
        enough = [reach for reach in Reach if reaches(reach, topic)]
        return self._any(memberships(self.by, self.at).filter(reach__in=enough))

    def _any[M: Model](self, rows: QuerySet[M]) -> Q:
        return Q(Exists(rows.filter(person=OuterRef(self.outer))))


def during(at: datetime) -> Q:
    """Rows with since and until that are in force at this moment."""
    return Q(since__lte=at) & (Q(until=None) | Q(until__gt=at))


def exclusions(by: Viewer, at: datetime) -> QuerySet[Exclusion]:
    if by.account is None:
        return Exclusion.objects.none()
    return Exclusion.objects.filter(during(at), account=by.account)


def memberships(by: Viewer, at: datetime) -> QuerySet[Membership]:
    """The viewer's own places in circles: a worker's belong to the post that they act in.

    A place that is frozen is none, so that nobody can tell that it was frozen.
    """
    if by.account is None:
        return Membership.objects.none()
    return Membership.objects.filter(
        during(at), account=by.account, post=by.post_id, frozen_at=None
    )


def holdings(by: Viewer, at: datetime) -> QuerySet[Holding]:
    """Journeys held by the teams for which the viewer is on duty, in the post that they act in.

    Not their own, and none of somebody to whom they are family: a shift opens so many records, and
    nobody has decided about this one.
    """
    shifts = Shift.objects.filter(duty.running(at), account=by.account, post=by.post_id).values(
        "team"
    )
    family = Membership.objects.filter(during(at), account=by.account, post=None)
    return (
        Holding.objects.filter(during(at), team__in=shifts)
        .exclude(person__in=Person.objects.filter(account=by.account).values("pk"))
        .exclude(person__in=family.values("person"))
    )
