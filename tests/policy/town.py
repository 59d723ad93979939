"""A small town for the policy: everybody there can be, every item there can be, and random ties.

The town and its items are made once; a world is only the ties of one moment, made in bulk and
rolled back, so that thousands of worlds are cheap and each of them is asked about every item.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID

from django.db import transaction
from hypothesis import strategies as st

from alongside.accounts.models import Account
from alongside.accounts.viewer import Capacity, PostHeld, Viewer, public, system
from alongside.agencies.models import Agency, Post, Team
from alongside.circles.models import Holding, Membership
from alongside.duty.models import Shift
from alongside.journey.models import Draft
from alongside.lib import clock, ids
from alongside.people.models import Person
from alongside.sharing.models import Exclusion, NamedReader
from alongside.sharing.rules import Audience, Reach, Topic

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ACCOUNTS, PEOPLE, TEAMS, AGENCIES = 4, 2, 3, 2

# Days from now: long over, ending now, running, beginning now, still to come.
SPANS = ((-10, None), (-10, -1), (-10, 1), (1, None), (-10, 0), (0, None))
# Around the day from which some members see the history.
HAPPENED = (-8, -5, -2)
HISTORY_FROM = -5
# The day to look again has long come, is today, or is still to come.
LOOK_AGAIN = (-3, 0, 1)

type Days = tuple[int, int | None]


@dataclass(frozen=True)
class Place:
    """Somebody's place in a circle, as drawn."""

    person: int
    account: int
    as_worker: bool
    days: Days
    whole_history: bool
    key_worker: bool
    reach: Reach
    frozen: bool


@dataclass(frozen=True)
class Ties:
    """All that ties people to each other in one world."""

    places: list[Place]
    holdings: list[tuple[int, int, Days]]
    shifts: list[tuple[int, int, Days]]
    exclusions: list[tuple[int, int, Days]]


SPAN = st.sampled_from(SPANS)
PERSON = st.integers(0, PEOPLE - 1)
ACCOUNT = st.integers(0, ACCOUNTS - 1)
TEAM = st.integers(0, TEAMS - 1)
PLACE = st.builds(
    Place,
    PERSON,
    ACCOUNT,
    st.booleans(),
    SPAN,
    st.booleans(),
    st.booleans(),
    st.sampled_from(Reach),
    st.booleans(),
)
TIES = st.builds(
    Ties,
    places=st.lists(PLACE, max_size=6),
    holdings=st.lists(st.tuples(PERSON, TEAM, SPAN), max_size=3),
    shifts=st.lists(st.tuples(TEAM, TEAM, SPAN), max_size=3),
    exclusions=st.lists(st.tuples(PERSON, ACCOUNT, SPAN), max_size=2),
)


@dataclass(frozen=True)
class Thing:
    """An item as the policy sees it, with its readers at hand."""

    id: UUID
    person: UUID
    author: UUID | None
    agency: UUID | None
    audience: str
    happened_at: datetime
    readers: frozenset[UUID]
    look_again: date | None
    topic: Topic = Topic.STORY

    @property
    def review_is_due(self) -> bool:
        return self.look_again is not None and self.look_again <= NOW.date()

    def names(self, account: UUID) -> bool:
        return account in self.readers


@dataclass(frozen=True)
class Town:
    """Two agencies, three teams, four accounts of which three also hold posts, two people."""

    accounts: list[UUID]
    teams: list[Team]
    posts: list[Post]
    people: list[UUID]
    things: list[Thing]
    viewers: list[Viewer]


def everybody(accounts: list[UUID], posts: list[Post]) -> list[Viewer]:
    """All accounts in every capacity in which they can act, and those without one."""
    persons = [viewer(account, None) for account in accounts]
    workers = [viewer(post.account_id, post) for post in posts]
    guest = Viewer(accounts[1], Capacity.GUEST, None, "demo", None, ids.new())
    return [*persons, *workers, guest, public(), system()]


def viewer(account: UUID, post: Post | None) -> Viewer:
    held = PostHeld(post.pk, post.agency_id, post.team_id, post.role) if post else None
    capacity = Capacity.WORKER if post else Capacity.PERSON
    return Viewer(account, capacity, held, "demo", None, ids.new())


def settle(topic: Topic = Topic.STORY) -> Town:
    """Make the town, with items of this topic. Call it once, inside a transaction that ends in a roll-back."""
    accounts = [Account(id=ids.new(), sealed=b"") for _ in range(ACCOUNTS)]
    agencies = [
        Agency(slug=f"agency-{n}", name=f"Agency {n}", kind="council") for n in range(AGENCIES)
    ]
    teams = [Team(agency=agencies[n % AGENCIES], name=f"Team {n}") for n in range(TEAMS)]
    posts = [
        Post(account=account, agency=team.agency, team=team, role="Worker", since=NOW - 90 * DAY)
        for account, team in zip(accounts[1:], teams, strict=True)
    ]
    people = [Person(id=ids.new(), sealed=b"") for _ in range(PEOPLE)]
    people[0].account = accounts[0]
    Account.objects.bulk_create(accounts)
    Agency.objects.bulk_create(agencies)
    Team.objects.bulk_create(teams)
    Post.objects.bulk_create(posts)
    Person.objects.bulk_create(people)
    ids_of_accounts, ids_of_people = [a.pk for a in accounts], [p.pk for p in people]
    things = every_thing(ids_of_people, ids_of_accounts, [a.pk for a in agencies], topic)
    write(things)
    viewers = everybody(ids_of_accounts, posts)
    return Town(ids_of_accounts, teams, posts, ids_of_people, things, viewers)


def every_thing(
    people: list[UUID], accounts: list[UUID], agencies: list[UUID], topic: Topic
) -> list[Thing]:
    """Every person, author, agency, audience and day; readers and days to look again in turn."""
    readers = ((), accounts[:1], accounts[1:2], accounts[1:3], accounts[3:])
    days_to_look_again = (None, *(NOW.date() + days * DAY for days in LOOK_AGAIN))
    every = product(people, [None, *accounts], [None, *agencies], Audience, HAPPENED)
    return [
        Thing(
            id=ids.new(),
            person=person,
            author=author,
            agency=agency,
            audience=audience,
            happened_at=NOW + days * DAY,
            readers=frozenset(readers[n % len(readers)]),
            look_again=days_to_look_again[n % len(days_to_look_again)],
            topic=topic,
        )
        for n, (person, author, agency, audience, days) in enumerate(every)
    ]


def write(things: list[Thing]) -> None:
    """Drafts stand in for every table of RecordItems: rows without content, so that they are cheap."""
    Draft.objects.bulk_create(
        Draft(
            id=thing.id,
            person_id=thing.person,
            author=thing.author,
            agency=thing.agency,
            audience=thing.audience,
            happened_at=thing.happened_at,
            created_at=NOW,
            withheld_until=thing.look_again,
            kind="note",
            sealed=b"",
        )
        for thing in things
    )
    NamedReader.objects.bulk_create(
        NamedReader(item=thing.id, account=reader) for thing in things for reader in thing.readers
    )


@contextmanager
def world(ties: Ties, town: Town) -> Iterator[None]:
    """The town with these ties, and nothing left of them afterwards."""
    with clock.hold(NOW), transaction.atomic():
        Membership.objects.bulk_create(memberships(ties.places, town))
        held = {(person, team): days for person, team, days in ties.holdings}
        Holding.objects.bulk_create(
            Holding(
                person_id=town.people[person],
                team=town.teams[team],
                since=when(days[0]),
                until=until(days),
            )
            for (person, team), days in held.items()
        )
        Shift.objects.bulk_create(
            Shift(
                post=town.posts[post],
                account_id=town.posts[post].account_id,
                team=town.teams[team],
                starts=when(days[0]),
                ends=until(days) or when(20),
            )
            for post, team, days in ties.shifts
        )
        Exclusion.objects.bulk_create(
            Exclusion(
                person_id=town.people[person],
                account=town.accounts[account],
                since=when(days[0]),
                until=until(days),
                set_by=town.accounts[0],
                sealed=b"",
            )
            for person, account, days in ties.exclusions
        )
        yield
        transaction.set_rollback(True)


def memberships(places: list[Place], town: Town) -> Iterator[Membership]:
    """Each place once, and one key worker a person, as the tables demand."""
    taken: set[tuple[int, int, bool]] = set()
    keyed: set[int] = set()
    for place in places:
        post = town.posts[place.account - 1] if place.as_worker and place.account else None
        where = (place.person, place.account, post is not None)
        if where in taken:
            continue
        taken.add(where)
        fit = place.key_worker and post is not None and place.days[1] is None
        is_key = fit and place.person not in keyed
        keyed |= {place.person} if is_key else set()
        yield Membership(
            person_id=town.people[place.person],
            account_id=town.accounts[place.account],
            post=post,
            role="worker" if post else "family",
            is_key_worker=is_key,
            since=when(place.days[0]),
            until=until(place.days),
            history_from=None if place.whole_history else when(HISTORY_FROM),
            reach=place.reach,
            frozen_at=when(-1) if place.frozen and post is None else None,
            sealed=b"",
        )


def when(days: int) -> datetime:
    return NOW + days * DAY


def until(days: Days) -> datetime | None:
    return None if days[1] is None else when(days[1])
