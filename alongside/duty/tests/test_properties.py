"""Whatever crashes and however the clock moves: every promise is climbed, and nobody is called twice."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import F, Q
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from alongside.accounts.viewer import Viewer
from alongside.duty import queries, services
from alongside.duty.climbing import LEASE, LOOK_AGAIN, beat, claim, climb, fire
from alongside.duty.models import Call, Promise, Rung, State
from alongside.duty.tests.factories import make_promise, make_shift, make_worker
from alongside.lib import clock
from alongside.notices.models import Sent
from tests.harness.proving import count

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
STEPS = [timedelta(0), timedelta(seconds=20), timedelta(hours=7), timedelta(days=1)]
STEPS += [timedelta(days=4), -timedelta(hours=3), -timedelta(days=2)]
WORDS = ["make", "seen", "answer", "shift", "climb", "climb", "claimed-and-died", "called-and-died"]
MOVES = st.tuples(st.sampled_from(WORDS), st.integers(0, 3), st.sampled_from(STEPS))


class Died(Exception):
    """The process is gone, and its open transaction with it."""


def play(what: str, which: int, workers: list[Viewer]) -> None:
    worker = workers[which % len(workers)]
    owed = list(Promise.objects.exclude(state=State.ANSWERED).order_by("id"))
    match what:
        case "make":
            make_promise(workers[0], due_in=timedelta(days=3 * which - 1))
        case "shift":
            make_shift(worker, lasts=timedelta(days=1 + which))
        case "seen" if owed:
            services.seen(by=worker, promise=owed[which % len(owed)].id)
        case "answer" if owed:
            services.answer(by=worker, promise=owed[which % len(owed)].id)
        case "climb":
            climb()
        case "claimed-and-died":
            claim(at=beat(clock.now()), now=clock.now())
        case "called-and-died":
            die_while_calling()


def die_while_calling() -> None:
    at = beat(clock.now())
    rung = claim(at=at, now=clock.now())
    if rung is None:
        return
    try:
        with transaction.atomic():
            fire(rung, at=at, now=clock.now())
            raise Died
    except Died:
        return


@pytest.mark.prove
class NothingIsForgotten(HypothesisTestCase):
    @settings(max_examples=count(25, prove=500))
    @given(st.lists(MOVES, min_size=4, max_size=20), st.sampled_from(["Team manager", "Clerk"]))
    def test_every_promise_is_climbed_whatever_crashes_and_however_the_clock_moves(
        self, moves: list[tuple[str, int, timedelta]], role: str
    ) -> None:
        with clock.hold(START):
            workers = [make_worker("Samira Khan"), make_worker("Joyce Adeyemi")]
            workers.append(make_worker("Helen Marsh", role=role))
            make_promise(workers[0], due_in=timedelta(days=5))
            for what, which, step in moves:
                clock.advance(step)
                play(what, which, workers)
                check_always()
            settle()


def check_always() -> None:
    """True after every step, a crash included."""
    assert Rung.objects.filter(position=0).count() == Promise.objects.count()
    assert Sent.objects.count() == Call.objects.count(), "a call without its notice, or the reverse"
    unfired = Call.objects.filter(rung__fired_at=None)
    assert not unfired.exists(), "somebody was called by a rung that has not fired"
    silent = Rung.objects.filter(fired_at__isnull=False, nobody_at=None, calls=None)
    assert not silent.exists(), (
        "a rung fired and neither called somebody nor said that it could not"
    )
    early = Rung.objects.filter(fired_at__lt=F("fires_at"))
    assert not early.exists()


def settle() -> None:
    """Once a loop lives for a minute, nothing is left behind."""
    clock.advance(LEASE)
    climb()
    clock.advance(LOOK_AGAIN)
    at = climb().at
    assert queries.forgotten(at) == []
    owed = Rung.objects.filter(promise__answered_at=None, fired_at=None, fires_at__lte=at)
    assert not owed.filter(nobody_at=None).exists(), "a due rung that nobody tried"
    # However it went: a promise still owed has a rung to come, or one that keeps looking.
    ended = Promise.objects.filter(answered_at=None).exclude(rungs__fired_at=None)
    assert not ended.exists(), "a promise at the end of its ladder"
    late = Promise.objects.filter(Q(answered_at=None), due_at__lt=at, breached_at=None)
    assert not late.exists()
