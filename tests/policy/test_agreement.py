"""The heart: x is in visible(by) exactly when decide(by, x) allows, in random worlds."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

import pytest
from django.db.models import QuerySet
from hypothesis import event, given, settings

from alongside.accounts.viewer import Viewer
from alongside.journey.models import Draft
from alongside.sharing import queries
from alongside.sharing.rules import Action, Standing, Topic, decide
from alongside.sharing.standings import standing_of, standings
from tests.harness.proving import count, figure
from tests.policy.town import NOW, TIES, Thing, Ties, Town, settle, world

# Of each action; together at least 2,000 worlds under make prove.
WORLDS = count(5, prove=700)

pytestmark = [pytest.mark.django_db, pytest.mark.prove]


@pytest.mark.parametrize(
    ("action", "topic"),
    [
        (Action.READ, Topic.STORY),
        (Action.READ, Topic.PLAN),
        (Action.PLAN, Topic.PLAN),
        (Action.CORRECT, Topic.STORY),
        (Action.REVIEW, Topic.STORY),
    ],
)
def test_visible_and_decide_agree(
    action: Action, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For every viewer and every item: in all people's rows, in one person's rows, by decision."""
    monkeypatch.setattr(Draft, "topic", topic)
    town, worlds, cells, allowed = settle(topic), 0, 0, 0
    ask = Asking(town, action)

    @settings(max_examples=WORLDS)
    @given(TIES)
    def agree(ties: Ties) -> None:
        nonlocal worlds, cells, allowed
        worlds += 1
        with world(ties, town):
            together = {p: standings(person=p, viewers=town.viewers, at=NOW) for p in town.people}
            for by in town.viewers:
                decided = set[UUID]()
                one_by_one = set[UUID]()
                for person, stood in together.items():
                    decided |= ask.decided(person, stood[by])
                    one_by_one |= found(ask.of_one(by, person, stood[by]))
                everywhere = found(ask.of_all(by))
                assert everywhere == decided, told(town, everywhere ^ decided)
                assert one_by_one == decided, told(town, one_by_one ^ decided)
                cells, allowed = cells + len(town.things), allowed + len(decided)
                event("something is seen" if decided else "nothing is seen")

    agree()
    assert worlds >= WORLDS
    assert 0 < allowed < cells
    figure(f"policy: worlds, {action} {topic}", worlds, "worlds", aim="2,000 in all")
    figure(f"policy: decisions compared, {action} {topic}", cells, f"cells, {allowed:,} allowed")


@dataclass(frozen=True)
class Asking:
    """The questions of one action. What follows from their arguments alone is worked out once.

    A queryset of `visible` holds the viewer, the time (which is held) and the standing it was
    given, and nothing of the world; so does a decision. The worlds differ in their rows.
    """

    town: Town
    action: Action

    @cache  # noqa: B019  (lives as long as its test)
    def of_all(self, by: Viewer) -> QuerySet[Draft]:
        return queries.visible(Draft, by=by, action=self.action)

    @cache  # noqa: B019  (as above)
    def of_one(self, by: Viewer, person: UUID, standing: Standing) -> QuerySet[Draft]:
        return queries.visible(Draft, by=by, person=person, standing=standing, action=self.action)

    @cache  # noqa: B019  (as above)
    def decided(self, person: UUID, standing: Standing) -> frozenset[UUID]:
        return frozenset(
            thing.id
            for thing in self.town.things
            if thing.person == person and decide(standing, thing, self.action).allow
        )

    def __hash__(self) -> int:
        return id(self)


def found(rows: QuerySet[Draft]) -> set[UUID]:
    return set(rows.values_list("pk", flat=True))


def test_the_ways_to_ask_for_standing_agree() -> None:
    """One viewer at a time, all viewers of a stream at once, and the list of people."""
    town, worlds, tied = settle(), count(8, prove=1_000), 0

    @settings(max_examples=worlds)
    @given(TIES)
    def agree(ties: Ties) -> None:
        nonlocal tied
        with world(ties, town):
            together = {p: standings(person=p, viewers=town.viewers, at=NOW) for p in town.people}
            for by in town.viewers:
                seen = set(queries.people(by=by).values_list("pk", flat=True))
                for person in town.people:
                    _, alone = standing_of(by=by, person=person, at=NOW)
                    assert together[person][by] == alone
                    assert (person in seen) == decide(alone, None, Action.SEE).allow
                    tied += bool(alone.ties)

    agree()
    assert tied
    figure("policy: worlds of standings", worlds, "worlds")


def told(town: Town, differing: set[UUID]) -> str:
    """The first item on which the two ways differ, for whoever reads a failure."""
    first: Thing | None = next((t for t in town.things if t.id in differing), None)
    return f"{len(differing)} items differ; the first is {first}"
