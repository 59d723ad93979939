"""Several loops climb at once, on a real database with real threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from alongside.duty import services
from alongside.duty.climbing import LEASE, beat, claim, climb, fire
from alongside.duty.models import Call, Promise, Rung, State
from alongside.duty.tests.factories import make_promise, make_worker
from alongside.lib import clock
from alongside.notices.models import Sent

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PROMISES = 6


def at_once[T](times: int, move: Callable[[int], T]) -> list[T]:
    gate = Barrier(times)

    def run(which: int) -> T:
        gate.wait()
        try:
            return move(which)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(run, range(times)))


def test_two_loops_at_once_fire_every_rung_once() -> None:
    with clock.hold(NOON):
        samira = make_worker("Samira Khan")
        make_worker("Helen Marsh", role="Team manager")
        for _ in range(PROMISES):
            make_promise(samira, due_in=timedelta(days=1))
        clock.advance(timedelta(days=30))
        climbed = at_once(2, lambda _: climb())
    fired = [one.rung for both in climbed for one in both.fired]
    assert len(fired) == len(set(fired)) == 4 * PROMISES
    assert sum(len(both.breached) for both in climbed) == PROMISES
    # The people on duty are nobody, so three rungs of four have called somebody.
    assert Call.objects.count() == Sent.objects.count() == 3 * PROMISES


def test_one_rung_is_claimed_by_one_loop() -> None:
    with clock.hold(NOON):
        make_promise(make_worker(), due_in=timedelta(days=1))
        claimed = at_once(4, lambda _: claim(at=NOON, now=NOON))
    assert len([rung for rung in claimed if rung is not None]) == 1


def test_a_loop_that_lost_its_claim_calls_nobody() -> None:
    with clock.hold(NOON):
        make_promise(make_worker(), due_in=timedelta(days=1))
        slow, later = claim(at=NOON, now=NOON), NOON + LEASE
        quick = claim(at=later, now=later)
        assert slow is not None
        assert quick is not None
        assert fire(slow, at=later, now=later) is None
        assert fire(quick, at=later, now=later) is not None
        assert fire(quick, at=later, now=later) is None
    assert Call.objects.count() == 1


def test_a_loop_that_died_holds_nobody_up_when_the_clock_steps_back() -> None:
    with clock.hold(NOON):
        make_promise(make_worker(), due_in=timedelta(days=1))
        assert claim(at=NOON, now=NOON) is not None
        assert climb().fired == ()
        clock.advance(-timedelta(hours=3))
        assert len(climb().fired) == 1


def test_an_answer_that_comes_while_a_rung_fires_wins_or_waits() -> None:
    with clock.hold(NOON):
        samira = make_worker()
        promise = make_promise(samira, due_in=timedelta(days=1))
        moves: list[Callable[[], object]] = [
            climb,
            lambda: services.answer(by=samira, promise=promise.id),
        ]
        at_once(2, lambda which: moves[which]())
        clock.advance(timedelta(days=30))
        climb()
    assert Promise.objects.get().state == State.ANSWERED
    assert Call.objects.count() <= 1
    assert Rung.objects.filter(fired_at__gt=NOON).count() == 0


def test_two_beats_at_once_keep_the_latest_time() -> None:
    times = [NOON, NOON + timedelta(hours=1), NOON - timedelta(hours=1)]
    at_once(3, lambda which: beat(times[which]))
    assert beat(NOON) == NOON + timedelta(hours=1)
