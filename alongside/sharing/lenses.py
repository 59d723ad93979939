"""The policy table as SQL: two ways to ask the database what `rules` says of one row.

`KnownLens` is for one person whose standing is already loaded; `AnyLens` is for all people at
once. `where` turns the same table into a filter through either of them.
"""

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
from alongside.sharing.models import Exclusion, NamedReader
from alongside.sharing.rules import RULES, Action, Condition, Standing, Tie

NEVER = Q(pk__in=[])
ALWAYS = ~NEVER


class Lens(Protocol):
    """How one way of asking answers the questions of the table."""

    def excluded(self) -> Q: ...
    def tied(self, tie: Tie) -> Q: ...
    def key_worker(self) -> Q: ...
    def since_joined(self) -> Q: ...


def where(action: Action, lens: Lens, *, by: Viewer) -> Q:
    """The rows with which this viewer may do this, for a table of RecordItems."""
    return ~lens.excluded() & reduce(
        or_,
        (
            reduce(or_, (lens.tied(tie) for tie in sorted(row.ties)))
            & Q(audience__in=sorted(row.audiences))
            & reduce(and_, (holds(c, lens, by=by) for c in sorted(row.conditions)), ALWAYS)
            for row in RULES
            if action in row.actions and row.audiences
        ),
        NEVER,
    )


def where_people(action: Action, lens: Lens, *, through: frozenset[Tie]) -> Q:
    """The people with whose journey as a whole this viewer may do this, by these ties alone."""
    return ~lens.excluded() & reduce(
        or_,
        (
            reduce(or_, (lens.tied(tie) for tie in sorted(row.ties & through)), NEVER)
            & (lens.key_worker() if Condition.KEY_WORKER in row.conditions else ALWAYS)
            for row in RULES
            if action in row.actions and not row.audiences
        ),
        NEVER,
    )


def holds(condition: Condition, lens: Lens, *, by: Viewer) -> Q:
    match condition:
        case Condition.AUTHOR:
            return Q(author=by.account) if by.account else NEVER
        case Condition.SAME_AGENCY:
            return Q(agency=by.agency_id) if by.agency_id else NEVER
        case Condition.NAMED:
            readers = NamedReader.objects.filter(item=OuterRef("pk"))
            return Q(Exists(readers.filter(account=by.account))) if by.account else NEVER
        case Condition.KEY_WORKER:
            return lens.key_worker()
        case Condition.SINCE_JOINED:
            return lens.since_joined()


def truth(value: bool) -> Q:  # noqa: FBT001  (a truth value is the whole meaning)
    return ALWAYS if value else NEVER


@dataclass(frozen=True, slots=True)
class KnownLens:
    """One person, whose standing towards the viewer is known."""

    standing: Standing

    def excluded(self) -> Q:
        return truth(self.standing.excluded)

    def tied(self, tie: Tie) -> Q:
        return truth(tie in self.standing.ties)

    def key_worker(self) -> Q:
        return truth(self.standing.key_worker)

    def since_joined(self) -> Q:
        start = self.standing.history_from
        return ALWAYS if start is None else Q(happened_at__gte=start)


@dataclass(frozen=True, slots=True)
class AnyLens:
    """All people at once. `outer` names the column that holds the person's id."""

    by: Viewer
    at: datetime
    outer: str = "person_id"

    def excluded(self) -> Q:
        return self._any(exclusions(self.by, self.at))

    def tied(self, tie: Tie) -> Q:
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
                return NEVER

    def key_worker(self) -> Q:
        return self._any(memberships(self.by, self.at).filter(is_key_worker=True))

    def since_joined(self) -> Q:
        start = Q(history_from=None) | Q(history_from__lte=OuterRef("happened_at"))
        return self._any(memberships(self.by, self.at).filter(start))

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
    """The viewer's own places in circles: a worker's belong to the post that they act in."""
    if by.account is None:
        return Membership.objects.none()
    return Membership.objects.filter(during(at), account=by.account, post=by.post_id)


def holdings(by: Viewer, at: datetime) -> QuerySet[Holding]:
    """Journeys held by the teams for which the viewer is on duty, in the post that they act in."""
    shifts = Shift.objects.filter(duty.running(at), account=by.account, post=by.post_id).values(
        "team"
    )
    return Holding.objects.filter(during(at), team__in=shifts)
