"""Every cell of the policy, against the oracle."""

from collections.abc import Iterator
from itertools import product
from uuid import UUID

import pytest

from alongside.sharing.rules import RULES, Action, Audience, Reach, Standing, Tie, Topic, decide
from alongside.sharing.tests.oracle import JOINED, Thing, before, may

ME, OTHER = UUID(int=1), UUID(int=2)
MINE, THEIRS = UUID(int=11), UUID(int=12)

TIES: list[frozenset[Tie]] = [
    frozenset(),
    frozenset({Tie.SELF}),
    frozenset({Tie.FAMILY}),
    frozenset({Tie.SELF, Tie.FAMILY}),
    frozenset({Tie.CIRCLE_WORKER}),
    frozenset({Tie.TEAM_ON_DUTY}),
    frozenset({Tie.CIRCLE_WORKER, Tie.TEAM_ON_DUTY}),
]
ON_ITEMS = [Action.READ, Action.CORRECT, Action.REVIEW, Action.PLAN]


def standings() -> Iterator[Standing]:
    for ties, excluded, key, start, agency, reach in product(
        TIES, [False, True], [False, True], [None, JOINED], [None, MINE], Reach
    ):
        yield Standing(
            account=ME,
            agency=agency,
            ties=ties,
            excluded=excluded,
            key_worker=key and Tie.CIRCLE_WORKER in ties,
            history_from=start,
            reach=reach,
        )


def things() -> Iterator[Thing]:
    for audience, author, agency, when, readers, due, topic in product(
        Audience,
        [None, ME, OTHER],
        [None, MINE, THEIRS],
        [JOINED, before(JOINED)],
        [(), (ME,)],
        [False, True],
        Topic,
    ):
        yield Thing(author, agency, audience, when, frozenset(readers), due, topic)


@pytest.mark.parametrize("action", ON_ITEMS)
def test_every_cell_agrees_with_the_oracle(action: Action) -> None:
    wrong = [
        (standing, thing)
        for standing, thing in product(standings(), things())
        if decide(standing, thing, action).allow != may(standing, thing, action)
    ]
    assert wrong == []


def test_an_exclusion_beats_every_grant() -> None:
    for standing in (standing for standing in standings() if standing.excluded):
        for action in Action:
            assert not decide(standing, None, action).allow
            assert not any(decide(standing, thing, action).allow for thing in things())


def test_without_a_tie_nothing_is_allowed() -> None:
    for standing in (standing for standing in standings() if not standing.ties):
        for action in Action:
            assert not decide(standing, None, action).allow


CAST: dict[str, Standing] = {
    "self": Standing(account=ME, ties=frozenset({Tie.SELF})),
    "family": Standing(account=ME, ties=frozenset({Tie.FAMILY}), reach=Reach.SHARED),
    "worker": Standing(account=ME, agency=MINE, ties=frozenset({Tie.CIRCLE_WORKER})),
    "key worker": Standing(
        account=ME, agency=MINE, ties=frozenset({Tie.CIRCLE_WORKER}), key_worker=True
    ),
    "colleague on duty": Standing(account=ME, agency=MINE, ties=frozenset({Tie.TEAM_ON_DUTY})),
}

WITH_THE_JOURNEY: dict[Action, set[str]] = {
    Action.SEE: {"self", "family", "worker", "key worker", "colleague on duty"},
    Action.ADD: {"worker", "key worker", "colleague on duty"},
    Action.TELL: {"self", "family", "worker", "key worker", "colleague on duty"},
    Action.CHANGE_CIRCLE: {"key worker", "colleague on duty"},
    Action.SET_EXCLUSION: {"key worker", "colleague on duty"},
    Action.NAME: {"worker", "key worker", "colleague on duty"},
    Action.LEAVE: {"family", "worker", "key worker"},
    Action.READ_LOG: {"self"},
    Action.READ_ACCESS: {"self", "worker", "key worker", "colleague on duty"},
    Action.PROPOSE_ACCESS: {"self", "key worker", "colleague on duty"},
    Action.CONFIRM_ACCESS: {"self", "worker", "key worker", "colleague on duty"},
    Action.FREEZE: {"worker", "key worker", "colleague on duty"},
}


@pytest.mark.parametrize("action", WITH_THE_JOURNEY)
def test_who_may_do_what_with_a_journey(action: Action) -> None:
    allowed = {name for name, standing in CAST.items() if decide(standing, None, action).allow}
    assert allowed == WITH_THE_JOURNEY[action]


def test_every_action_is_in_one_of_the_two_tables() -> None:
    assert set(WITH_THE_JOURNEY) | set(ON_ITEMS) == set(Action)


def test_every_rule_says_why_in_a_sentence() -> None:
    for row in RULES:
        assert row.because[0].isupper(), row.name
        assert row.because.endswith("."), row.name
    assert len({row.name for row in RULES}) == len(RULES)
