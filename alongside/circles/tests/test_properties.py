"""Any sequence of services keeps a circle whole, and never rewrites what has been."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Count
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from alongside.accounts.viewer import Viewer, system
from alongside.circles import queries, services
from alongside.circles.models import Holding, Invitation, KeyWorkerSpell, Membership
from alongside.circles.refusals import CircleRefusal
from alongside.circles.tests.factories import invite
from alongside.duty.tests.factories import make_viewer, make_worker
from alongside.lib import clock
from alongside.people.models import Person
from alongside.people.tests.factories import make_person
from tests.harness.proving import count

START = datetime(2026, 3, 2, 12, tzinfo=UTC)

WORDS = ["invite", "accept", "decline", "withdraw", "leave", "remove", "change", "hold", "release"]
# Which service, which of the things it could act on, and how the clock moves before it.
MOVES = st.tuples(
    st.sampled_from(sorted([*WORDS, "invite", "accept", "accept", "change"])),
    st.integers(0, 7),
    st.sampled_from([timedelta(0), timedelta(minutes=5), timedelta(days=15), -timedelta(hours=2)]),
)


@dataclass
class World:
    """One person, four guests, and everything that has happened so far."""

    person: Person
    guests: list[Viewer]
    before: dict[tuple[str, Any], dict[str, Any]] = field(default_factory=dict)

    def play(self, what: str, which: int) -> None:
        try:
            self.moves(which)[what]()
        except (CircleRefusal, NothingThere):
            return

    def moves(self, which: int) -> dict[str, Callable[[], object]]:
        person, guest = self.person.id, self.guests[which % len(self.guests)]
        stay = partial(pick, queries.stays(person), which)
        asked = partial(pick, list(Invitation.objects.filter(person=person).order_by("id")), which)
        team = guest.team_id or person
        return {
            "invite": lambda: invite(self.person, guest),
            "accept": lambda: services.accept(by=self.invited(asked()), invitation=asked().id),
            "decline": lambda: services.decline(by=self.invited(asked()), invitation=asked().id),
            "withdraw": lambda: services.withdraw(by=system(), invitation=asked().id),
            "leave": lambda: services.leave(by=guest, membership=stay().id),
            "remove": lambda: services.remove(by=system(), membership=stay().id),
            "change": lambda: services.change_key_worker(by=guest, person=person, to=stay().id),
            "hold": lambda: services.hold(by=guest, person=person, team=self.some_team),
            "release": lambda: services.release_hold(by=guest, person=person, team=team),
        }

    def invited(self, invitation: Invitation) -> Viewer:
        return next(guest for guest in self.guests if guest.account == invitation.account_id)

    @property
    def some_team(self) -> UUID:
        team = self.guests[0].team_id
        assert team is not None
        return team


class NothingThere(Exception):
    """The move has nothing to act on yet."""


def pick[T](rows: list[T], which: int) -> T:
    """The latest rows are the likeliest, since they are the ones still running."""
    if not rows:
        raise NothingThere
    return rows[-1 - which % len(rows)]


@pytest.mark.prove
class CircleStaysWhole(HypothesisTestCase):
    @settings(max_examples=count(25, prove=500))
    @given(st.lists(MOVES, min_size=4, max_size=24))
    def test_any_sequence_of_services_keeps_a_circle_whole(
        self, moves: list[tuple[str, int, timedelta]]
    ) -> None:
        with clock.hold(START):
            guests = [
                make_worker("Samira Khan"),
                make_worker("Kwame Owusu", team="Pastoral", agency="larkfield"),
                make_worker("Jo Bright", team="School nurses", agency="health"),
                make_viewer("Dawn Hale"),
            ]
            world = World(make_person("Robyn", "Hale"), guests)
            for what, which, step in moves:
                clock.advance(step)
                world.play(what, which)
                check(world)


def check(world: World) -> None:
    assert not repeated("account", "post"), "two active stays of one account in one post"
    flagged = list(Membership.objects.filter(person=world.person, is_key_worker=True))
    assert len(flagged) <= 1, "two key workers"
    spells = KeyWorkerSpell.objects.filter(person=world.person)
    open_spells = list(spells.filter(until=None).values_list("membership", flat=True))
    assert open_spells == [member.id for member in flagged], "history and flag disagree"
    for member in flagged:
        assert member.until is None
        assert member.post is not None
        held = Holding.objects.filter(person=world.person, team=member.post.team, until=None)
        assert held.count() == 1, "the key worker's team does not hold the journey"
    check_history(world)


def repeated(*fields: str) -> bool:
    active = Membership.objects.filter(until=None).values("person", *fields)
    return any(row["times"] > 1 for row in active.annotate(times=Count("id")))


# What may still be written where nothing was: an end, an answer, the flag of now.
STILL_OPEN: dict[type[Any], set[str]] = {
    Membership: {"until", "is_key_worker"},
    KeyWorkerSpell: {"until"},
    Holding: {"until"},
    Invitation: {"account_id", "answered_at", "answer"},
}


def check_history(world: World) -> None:
    """Nothing vanishes; what has ended stays word for word; what runs can only come to its end."""
    now = {
        (model.__name__, row["id"]): {**row, "sealed": bytes(row.get("sealed", b""))}
        for model in STILL_OPEN
        for row in model.objects.values()
    }
    ends = {model.__name__: fields for model, fields in STILL_OPEN.items()}
    for key, row in world.before.items():
        changed = {name for name, value in row.items() if now[key][name] != value}
        assert changed <= ends[key[0]], f"{key[0]}: {changed} rewritten"
        over = row.get("until") or row.get("answered_at")
        assert not (over and changed), f"{key[0]} was over, and {changed} changed"
    world.before = now
