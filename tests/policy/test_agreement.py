"""The heart: x is in visible(by) exactly when decide(by, x) allows, in random worlds.

Drafts stand in for every table of RecordItems: rows without content, so that a world is cheap.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import event, given
from hypothesis import strategies as st

from alongside.accounts.models import Account
from alongside.accounts.viewer import Capacity, PostHeld, Viewer
from alongside.agencies.models import Agency, Post, Team
from alongside.circles.models import Holding, Membership
from alongside.duty.models import Shift
from alongside.journey.models import Draft
from alongside.lib import clock, ids
from alongside.people.models import Person
from alongside.sharing import queries
from alongside.sharing.models import Exclusion, NamedReader
from alongside.sharing.rules import Action, Audience, decide
from alongside.sharing.standings import standing_of, standings

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SPAN = st.sampled_from([(-10, None), (-10, -1), (-10, 1), (1, None), (-10, 0), (0, None)])
DAY = timedelta(days=1)
ACCOUNTS, PEOPLE, TEAMS = 4, 2, 3

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Cast:
    """A small town: two agencies, three teams, four accounts of which three also hold posts."""

    accounts: list[UUID]
    teams: list[Team]
    posts: list[Post]
    people: list[UUID]

    @property
    def viewers(self) -> list[Viewer]:
        persons = [viewer(account, None) for account in self.accounts]
        return [*persons, *(viewer(post.account_id, post) for post in self.posts)]


def viewer(account: UUID, post: Post | None) -> Viewer:
    held = PostHeld(post.pk, post.agency_id, post.team_id, post.role) if post else None
    capacity = Capacity.WORKER if post else Capacity.PERSON
    return Viewer(account, capacity, held, "demo", None, ids.new())


def settle() -> Cast:
    accounts = [Account(id=ids.new(), sealed=b"") for _ in range(ACCOUNTS)]
    Account.objects.bulk_create(accounts)
    agencies = [Agency(slug=f"agency-{n}", name=f"Agency {n}", kind="council") for n in range(2)]
    Agency.objects.bulk_create(agencies)
    teams = [Team(agency=agencies[n % 2], name=f"Team {n}") for n in range(TEAMS)]
    Team.objects.bulk_create(teams)
    posts = [
        Post(account=account, agency=team.agency, team=team, role="Worker", since=NOW - 90 * DAY)
        for account, team in zip(accounts[1:], teams, strict=True)
    ]
    Post.objects.bulk_create(posts)
    people = [Person(id=ids.new(), sealed=b"") for _ in range(PEOPLE)]
    people[0].account = accounts[0]
    Person.objects.bulk_create(people)
    return Cast([a.pk for a in accounts], teams, posts, [p.pk for p in people])


def when(days: int | None) -> datetime | None:
    return None if days is None else NOW + days * DAY


@st.composite
def membership(draw: st.DrawFn) -> dict[str, object]:
    since, until = draw(SPAN)
    return {
        "person": draw(st.integers(0, PEOPLE - 1)),
        "account": draw(st.integers(0, ACCOUNTS - 1)),
        "as_worker": draw(st.booleans()),
        "since": since,
        "until": until,
        "history_from": draw(st.sampled_from([None, -5])),
        "key_worker": draw(st.booleans()),
    }


@st.composite
def item(draw: st.DrawFn) -> dict[str, object]:
    return {
        "person": draw(st.integers(0, PEOPLE - 1)),
        "author": draw(st.none() | st.integers(0, ACCOUNTS - 1)),
        "agency": draw(st.none() | st.integers(0, TEAMS - 1)),
        "audience": draw(st.sampled_from(Audience)),
        "happened": draw(st.sampled_from([-8, -5, -2])),
        "readers": draw(st.sets(st.integers(0, ACCOUNTS - 1), max_size=2)),
    }


WORLDS = st.fixed_dictionaries(
    {
        "members": st.lists(membership(), max_size=6),
        "holdings": st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2), SPAN), max_size=3),
        "shifts": st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), SPAN), max_size=3),
        "exclusions": st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3), SPAN), max_size=2),
        "items": st.lists(item(), min_size=1, max_size=8),
    }
)


@contextmanager
def world(plan: dict[str, list]) -> Iterator[Cast]:  # type: ignore[type-arg]  # drawn rows
    """Build a world, and leave nothing of it behind."""
    with clock.hold(NOW), transaction.atomic():
        cast = settle()
        build_ties(plan, cast)
        for row in plan["items"]:
            build_item(row, cast)
        yield cast
        transaction.set_rollback(True)


def build_ties(plan: dict[str, list], cast: Cast) -> None:  # type: ignore[type-arg]  # drawn rows
    seen: set[tuple[object, ...]] = set()
    keyed: set[int] = set()
    for row in plan["members"]:
        post = cast.posts[row["account"] - 1] if row["as_worker"] and row["account"] else None
        place = (row["person"], row["account"], post and post.pk)
        if place in seen:
            continue
        seen.add(place)
        key = bool(row["key_worker"] and post and row["until"] is None) and (
            row["person"] not in keyed
        )
        keyed |= {row["person"]} if key else set()
        Membership.objects.create(
            person_id=cast.people[row["person"]],
            account_id=cast.accounts[row["account"]],
            post=post,
            role="worker" if post else "family",
            is_key_worker=key,
            since=when(row["since"]),
            until=when(row["until"]),
            history_from=when(row["history_from"]),
            sealed=b"",
        )
    for person, team, (since, until) in {
        (p, t): (p, t, s) for p, t, s in plan["holdings"]
    }.values():
        Holding.objects.create(
            person_id=cast.people[person],
            team=cast.teams[team],
            since=when(since),
            until=when(until),
        )
    for post, team, (since, until) in plan["shifts"]:
        held = cast.posts[post]
        Shift.objects.create(
            post=held,
            account_id=held.account_id,
            team=cast.teams[team],
            starts=when(since),
            ends=when(20 if until is None else until),
        )
    for person, account, (since, until) in plan["exclusions"]:
        Exclusion.objects.create(
            person_id=cast.people[person],
            account=cast.accounts[account],
            since=when(since),
            until=when(until),
            set_by=cast.accounts[0],
            sealed=b"",
        )


def build_item(row: dict[str, object], cast: Cast) -> None:
    author, agency = row["author"], row["agency"]
    made = Draft.objects.create(
        person_id=cast.people[row["person"]],  # type: ignore[call-overload]  # a drawn index
        author=None if author is None else cast.accounts[author],  # type: ignore[call-overload]
        agency=None if agency is None else cast.teams[agency].agency_id,  # type: ignore[call-overload]
        audience=row["audience"],
        happened_at=when(row["happened"]),  # type: ignore[arg-type]  # a drawn day
        created_at=NOW,
        kind="note",
        sealed=b"",
    )
    NamedReader.objects.bulk_create(
        NamedReader(item=made.pk, account=cast.accounts[reader])
        for reader in row["readers"]  # type: ignore[attr-defined]  # a drawn set
    )


@given(WORLDS)
def test_visible_and_decide_agree(plan: dict[str, list]) -> None:  # type: ignore[type-arg]
    """For every viewer and item: in all people's rows, in one person's rows, and by decision."""
    with world(plan) as cast:
        items = list(Draft.objects.all())
        for by in cast.viewers:
            ties = {person: standing_of(by=by, person=person, at=NOW)[1] for person in cast.people}
            for action in (Action.READ, Action.CORRECT, Action.REVIEW):
                decided = {
                    row.pk for row in items if decide(ties[row.person_id], row, action).allow
                }
                everywhere = model_rows(by, action, None)
                assert everywhere == decided
                one_by_one = set().union(*(model_rows(by, action, p) for p in cast.people))
                assert one_by_one == decided
                event(f"{action}: {'some' if decided else 'none'}")


def model_rows(by: Viewer, action: Action, person: UUID | None) -> set[UUID]:
    rows = queries.visible(Draft, by=by, person=person, action=action)
    return set(rows.values_list("pk", flat=True))


@given(WORLDS)
def test_the_ways_to_ask_for_standing_agree(plan: dict[str, list]) -> None:  # type: ignore[type-arg]
    """One viewer at a time, all viewers of a stream at once, and the list of people."""
    with world(plan) as cast:
        viewers = cast.viewers
        for person in cast.people:
            together = standings(person=person, viewers=viewers, at=NOW)
            for by in viewers:
                _, alone = standing_of(by=by, person=person, at=NOW)
                assert together[by] == alone
                listed = queries.people(by=by).filter(pk=person).exists()
                assert listed == decide(alone, None, Action.SEE).allow
