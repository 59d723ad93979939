"""Shifts, and the state machine of a promise as a table."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from alongside.accounts.viewer import system
from alongside.agencies import services as agencies
from alongside.duty import queries, services
from alongside.duty.climbing import climb
from alongside.duty.models import Promise, Rung, Shift, State, Whom
from alongside.duty.tests.factories import make_promise, make_shift, make_team, make_worker
from alongside.lib import clock, ids

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("before", "verb", "after"),
    [
        (State.OPEN, "seen", State.SEEN),
        (State.OPEN, "rung", State.OPEN),
        (State.OPEN, "answer", State.ANSWERED),
        (State.SEEN, "seen", State.SEEN),
        (State.SEEN, "rung", State.OPEN),
        (State.SEEN, "answer", State.ANSWERED),
        (State.ANSWERED, "seen", services.AnsweredAlready),
        (State.ANSWERED, "rung", State.ANSWERED),
        (State.ANSWERED, "answer", services.AnsweredAlready),
    ],
)
def test_the_states_of_a_promise(before: State, verb: str, after: State | type[Exception]) -> None:
    with clock.hold(NOON):
        samira = make_worker()
        promise = make_promise(samira, due_in=HOUR)
        climb(NOON)
        if before == State.SEEN:
            services.seen(by=samira, promise=promise.id)
        if before == State.ANSWERED:
            services.answer(by=samira, promise=promise.id)
        if verb == "rung":
            climb(NOON + HOUR)
        elif isinstance(after, type):
            with pytest.raises(after):
                getattr(services, verb)(by=samira, promise=promise.id)
            return
        else:
            getattr(services, verb)(by=samira, promise=promise.id)
    assert Promise.objects.get().state == after


def test_a_promise_is_written_with_its_whole_ladder() -> None:
    with clock.hold(NOON):
        samira = make_worker()
        promise = make_promise(samira, due_in=28 * 24 * HOUR)
    due = NOON + 28 * 24 * HOUR
    assert promise.team_id == samira.team_id
    assert [(rung.whom, rung.fires_at) for rung in queries.rungs(promise.id)] == [
        (Whom.OWNER, due - 72 * HOUR),
        (Whom.OWNER, due),
        (Whom.ON_DUTY, due + 24 * HOUR),
        (Whom.LEAD, due + 48 * HOUR),
    ]


def test_the_system_sees_nothing_and_may_answer() -> None:
    promise = make_promise(make_worker())
    with pytest.raises(services.SeenByNobody):
        services.seen(by=system(), promise=promise.id)
    assert services.answer(by=system(), promise=promise.id).answered_by_id is None


def test_promises_are_found_by_what_they_are_about() -> None:
    samira, entry = make_worker(), ids.new()
    first, second = (make_promise(samira, object=entry) for _ in range(2))
    make_promise(samira)
    services.answer(by=samira, promise=first.id)
    assert {found.id for found in queries.promises_for("journey", entry)} == {first.id, second.id}
    assert [found.id for found in queries.unanswered_for("journey", entry)] == [second.id]


def teams_on_duty(account: UUID, at: datetime) -> set[UUID]:
    running = Shift.objects.filter(queries.running(at), account=account)
    return set(running.values_list("team_id", flat=True))


@pytest.mark.parametrize(("minutes", "people"), [(-1, 0), (0, 1), (59, 1), (60, 0)])
def test_a_shift_runs_from_its_start_until_just_before_its_end(minutes: int, people: int) -> None:
    at = NOON + timedelta(minutes=minutes)
    with clock.hold(NOON):
        joyce = make_worker("Joyce Adeyemi")
        make_shift(joyce, starts_in=timedelta(0), lasts=HOUR)
    assert joyce.account is not None
    assert joyce.team_id is not None
    assert teams_on_duty(joyce.account, at) == {*[joyce.team_id][:people]}
    assert [one.account for one in queries.on_duty(joyce.team_id, at)] == [joyce.account][:people]


def test_a_shift_for_another_team_is_no_shift_for_ones_own() -> None:
    joyce, duty_team = make_worker("Joyce Adeyemi"), make_team("Emergency Duty Team")
    make_shift(joyce, team=duty_team.id)
    assert joyce.account is not None
    assert teams_on_duty(joyce.account, clock.now()) == {duty_team.id}


def test_who_has_no_post_any_more_is_not_on_duty() -> None:
    joyce = make_worker("Joyce Adeyemi", on_duty=True)
    assert joyce.account is not None
    assert joyce.post_id is not None
    agencies.end_post(by=system(), post=joyce.post_id, at=clock.now())
    assert teams_on_duty(joyce.account, clock.now()) == set()


def test_a_shift_can_be_ended_and_called_off_but_not_brought_back() -> None:
    with clock.hold(NOON):
        joyce = make_worker("Joyce Adeyemi")
        running, coming = make_shift(joyce), make_shift(joyce, starts_in=HOUR)
        for shift in (running, coming):
            services.end_shift(by=system(), shift=shift.id)
        assert joyce.account is not None
        assert teams_on_duty(joyce.account, NOON) == set()
        assert teams_on_duty(joyce.account, NOON + 2 * HOUR) == set()
        clock.advance(HOUR)
        services.end_shift(by=system(), shift=running.id)
    assert Shift.objects.get(id=running.id).ends == NOON


@pytest.mark.parametrize("hours", [0, -1])
def test_a_shift_ends_after_it_starts(hours: int) -> None:
    joyce = make_worker("Joyce Adeyemi")
    with pytest.raises(services.BadShift):
        make_shift(joyce, lasts=hours * HOUR)


def test_the_database_refuses_a_second_rung_at_one_position() -> None:
    promise = make_promise(make_worker())
    with pytest.raises(IntegrityError), transaction.atomic():
        Rung.objects.create(promise=promise, position=0, whom=Whom.LEAD, fires_at=NOON)


@pytest.mark.parametrize(
    "broken", [{"state": State.ANSWERED}, {"answered_at": NOON}, {"kind": "other"}]
)
def test_the_database_refuses_a_promise_in_no_state(broken: dict[str, object]) -> None:
    promise = make_promise(make_worker())
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(id=promise.id).update(**broken)
