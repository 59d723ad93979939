"""The ladder of a review, rung by rung, with the clock held still."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from alongside.accounts.viewer import Viewer, system
from alongside.agencies import services as agencies
from alongside.duty import queries
from alongside.duty.climbing import LOOK_AGAIN, claim, climb
from alongside.duty.models import Call, Promise, Rung, State
from alongside.duty.services import answer, seen
from alongside.duty.tests.factories import make_promise, make_shift, make_worker
from alongside.lib import clock
from alongside.notices.channels import captured
from alongside.notices.models import Sent
from alongside.notices.notice import Notice

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def called(at: datetime) -> list[UUID]:
    """Who is called when the loop climbs at this moment."""
    return [account for fired in climb(at).fired for account in fired.called]


def account(viewer: Viewer) -> UUID:
    assert viewer.account is not None
    return viewer.account


def test_a_review_calls_its_owner_then_who_is_on_duty_then_the_team_manager() -> None:
    with clock.hold(NOON):
        samira = make_worker("Samira Khan")
        joyce = make_worker("Joyce Adeyemi")
        helen = make_worker("Helen Marsh", role="Team Manager")
        make_worker("Alan Stride", team="Leisure", role="Manager")
        make_shift(joyce, lasts=60 * DAY)
        make_promise(samira, due_in=28 * DAY)
    due = NOON + 28 * DAY
    assert called(due - 3 * DAY - SECOND) == []
    assert called(due - 3 * DAY) == [samira.account]
    assert called(due - SECOND) == []
    assert called(due) == [samira.account]
    assert called(due + DAY - SECOND) == []
    assert called(due + DAY) == [joyce.account]
    assert called(due + 2 * DAY) == [helen.account]
    assert called(due + 3 * DAY - SECOND) == []
    assert called(due + 3 * DAY) == [helen.account], "the last rung comes back until it is answered"
    told = Sent.objects.order_by("at", "id").values_list("to", "notice")
    assert list(told)[:4] == [
        (samira.account, Notice.REVIEW_DUE),
        (samira.account, Notice.REVIEW_DUE),
        (joyce.account, Notice.REVIEW_LATE),
        (helen.account, Notice.REVIEW_LATE),
    ]


def test_a_review_that_is_due_soon_calls_its_owner_at_once() -> None:
    with clock.hold(NOON):
        samira = make_worker()
        make_promise(samira, due_in=DAY)
        assert called(NOON) == [samira.account]
        assert called(NOON) == []


def test_everybody_on_duty_in_the_team_is_called_once_each() -> None:
    with clock.hold(NOON):
        samira, joyce, tom = (make_worker(name) for name in ("Samira", "Joyce", "Tom"))
        elsewhere = make_worker("Colin Reeve", team="Lettings", agency="quayside", on_duty=True)
        for worker in (joyce, joyce, tom):
            make_shift(worker, lasts=9 * DAY)
        make_promise(samira, due_in=timedelta(0))
        climb(NOON)
    assert set(called(NOON + DAY)) == {joyce.account, tom.account}
    assert not Call.objects.filter(recipient=elsewhere.account).exists()


def test_the_rota_is_read_when_a_rung_fires_and_not_before() -> None:
    with clock.hold(NOON):
        samira, joyce = make_worker("Samira Khan"), make_worker("Joyce Adeyemi")
        make_promise(samira, due_in=timedelta(0))
        climb(NOON)
        make_shift(joyce, starts_in=DAY, lasts=timedelta(hours=1))
    assert called(NOON + DAY) == [joyce.account]


def test_an_empty_rota_fires_the_next_rung_at_once_and_says_so() -> None:
    with clock.hold(NOON):
        samira = make_worker("Samira Khan")
        helen = make_worker("Helen Marsh", role="Team manager")
        promise = make_promise(samira, due_in=timedelta(0))
        climb(NOON)
    assert called(NOON + DAY) == [helen.account]
    empty, lead, *_ = queries.rungs(promise.id)[2:]
    assert (empty.nobody_at, empty.fired_at) == (NOON + DAY, NOON + DAY)
    assert (lead.nobody_at, lead.fired_at) == (None, NOON + DAY)


def test_an_owner_who_has_left_is_an_empty_rota() -> None:
    with clock.hold(NOON):
        samira, joyce = make_worker("Samira Khan"), make_worker("Joyce Adeyemi", on_duty=True)
        make_promise(samira)
        assert samira.post_id is not None
        agencies.end_post(by=system(), post=samira.post_id, at=NOON)
    with clock.hold(NOON + 25 * DAY):
        make_shift(joyce)
        assert called(clock.now()) == [joyce.account]


def test_the_last_rung_keeps_looking_until_somebody_is_there() -> None:
    with clock.hold(NOON):
        samira = make_worker("Samira Khan")
        promise = make_promise(samira, due_in=timedelta(0))
        climb(NOON)
        assert called(NOON + DAY) == []
        assert [rung.promise_id for rung in queries.calling_nobody()] == [promise.id]
        assert queries.forgotten(NOON + 9 * DAY) == []
        helen = make_worker("Helen Marsh", role="Team manager")
    assert called(NOON + DAY + LOOK_AGAIN - SECOND) == []
    assert called(NOON + DAY + LOOK_AGAIN) == [helen.account]
    assert queries.calling_nobody() == []


def test_seen_is_not_answered() -> None:
    with clock.hold(NOON):
        samira = make_worker()
        promise = make_promise(samira, due_in=3 * DAY)
        climb(NOON)
        seen(by=samira, promise=promise.id)
        seen(by=samira, promise=promise.id)
    assert Promise.objects.get().state == State.SEEN
    assert promise.sightings.count() == 1
    assert called(NOON + 3 * DAY) == [samira.account]
    assert Promise.objects.get().state == State.OPEN, "the next rung opens it again"
    assert promise.sightings.count() == 1, "that it was seen stays true"


def test_an_answer_ends_the_ladder_and_deletes_nothing() -> None:
    with clock.hold(NOON):
        samira = make_worker()
        promise = make_promise(samira, due_in=DAY)
        climb(NOON)
        answer(by=samira, promise=promise.id)
    later = NOON + 90 * DAY
    assert claim(at=later, now=later) is None
    assert called(later) == []
    found = Promise.objects.get()
    assert (found.state, found.answered_by_id, found.breached_at) == (
        State.ANSWERED,
        samira.account,
        None,
    )
    assert Rung.objects.count() == 4


def test_a_breach_is_recorded_beside_and_the_promise_stays_owed() -> None:
    with clock.hold(NOON):
        samira = make_worker()
        promise = make_promise(samira, due_in=DAY)
    assert climb(NOON + DAY).breached == ()
    assert climb(NOON + DAY + SECOND).breached == (promise.id,)
    assert climb(NOON + 2 * DAY).breached == ()
    found = Promise.objects.get()
    assert (found.state, found.breached_at) == (State.OPEN, NOON + DAY + SECOND)
    assert [owed.id for owed in queries.owed_by(account(samira))] == [promise.id]


def test_a_late_answer_is_a_breach_even_if_no_loop_has_run() -> None:
    with clock.hold(NOON):
        samira = make_worker()
        promise = make_promise(samira, due_in=DAY)
        clock.advance(DAY + SECOND)
        answer(by=samira, promise=promise.id)
    assert Promise.objects.get().breached_at == NOON + DAY + SECOND


def test_a_restart_fires_everything_overdue_and_says_how_late() -> None:
    with clock.hold(NOON):
        samira = make_worker("Samira Khan")
        make_worker("Helen Marsh", role="Team manager")
        joyce = make_worker("Joyce Adeyemi")
        make_shift(joyce, lasts=90 * DAY)
        make_promise(samira, due_in=10 * DAY)
        assert len(queries.forgotten(NOON + 30 * DAY)) == 1
    late = [fired.late_by for fired in climb(NOON + 30 * DAY).fired]
    assert late == [23 * DAY, 20 * DAY, 19 * DAY, 18 * DAY]
    assert queries.forgotten(NOON + 30 * DAY) == []


def test_a_clock_that_steps_back_delays_nothing() -> None:
    with clock.hold(NOON):
        samira = make_worker()
        make_promise(samira, due_in=9 * DAY)
    assert called(NOON + 6 * DAY - SECOND) == []
    climb(NOON + 6 * DAY)
    with clock.hold(NOON):
        make_promise(samira, due_in=8 * DAY)
        # By the wall clock its owner is called in five days; those have passed already.
        assert called(NOON) == [samira.account]


def test_the_loop_is_alive_for_a_minute_after_it_climbed() -> None:
    assert not queries.loop_is_alive(NOON)
    climb(NOON)
    assert queries.loop_is_alive(NOON + 60 * SECOND)
    assert not queries.loop_is_alive(NOON + 61 * SECOND)
    assert not queries.loop_is_alive(NOON - 61 * SECOND), (
        "a beat from the future is no sign of life"
    )


@pytest.mark.django_db(transaction=True)
def test_what_leaves_says_nothing_about_anybody() -> None:
    with clock.hold(NOON):
        samira = make_worker()
        make_promise(samira, due_in=timedelta(0))
        with captured() as deliveries:
            climb(NOON)
    assert {(delivery.notice, delivery.to) for delivery in deliveries} == {
        (Notice.REVIEW_DUE, samira.account)
    }
