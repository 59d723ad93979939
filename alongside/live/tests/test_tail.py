import asyncio
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from alongside.lib import clock, ids
from alongside.live import services as live
from alongside.live import tail, waking
from alongside.live.models import Event

PERSON = UUID(int=7)
AT = datetime(2025, 3, 3, 22, 46, tzinfo=UTC)

only_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'")


def publish(region: str = "journey") -> None:
    live.publish(person=PERSON, region=region, kind="journey.entry", object=ids.new())


def regions(events: list[Event]) -> list[str]:
    return [event.region for event in events]


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_told_in_order() -> None:
    start = tail.head()
    for region in ("journey", "circle", "access"):
        publish(region)
    assert regions(tail.after(start, limit=10)) == ["journey", "circle", "access"]


@pytest.mark.django_db(transaction=True)
def test_an_event_holds_ids_and_the_time() -> None:
    start, entry = tail.head(), ids.new()
    with clock.hold(AT):
        live.publish(person=PERSON, region="journey", kind="journey.entry", object=entry)
    (event,) = tail.after(start, limit=10)
    assert (event.person, event.object, event.kind, event.at) == (
        PERSON,
        entry,
        "journey.entry",
        AT,
    )


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_told() -> None:
    start = tail.head()
    with transaction.atomic():
        publish()
        transaction.set_rollback(True)
    assert tail.after(start, limit=10) == []


@pytest.mark.django_db(transaction=True)
def test_resuming_from_any_place_has_no_gap_and_no_repeat() -> None:
    start = tail.head()
    for number in range(7):
        publish(str(number))
    heard: list[str] = []
    while events := tail.after(start, limit=2):
        heard += regions(events)
        start = events[-1].pk
    assert heard == [str(number) for number in range(7)]


@pytest.mark.django_db(transaction=True)
def test_from_the_head_everything_is_still_to_come() -> None:
    publish("before")
    start = tail.head()
    assert tail.after(start, limit=10) == []
    publish("afterwards")
    assert regions(tail.after(start, limit=10)) == ["afterwards"]


class Elsewhere:
    """Another connection to the same PostgreSQL, with a transaction of its own."""

    def __init__(self) -> None:
        self.connection = connection.copy()
        self.cursor = self.connection.cursor()
        self.cursor.execute("BEGIN")

    def begin_writing(self) -> None:
        """From here the transaction has its number."""
        self.cursor.execute("SELECT pg_current_xact_id()")

    def publish(self, region: str) -> None:
        self.cursor.execute(
            "INSERT INTO live_event (at, person, region, kind) VALUES (now(), %s, %s, '')",
            [PERSON, region],
        )

    def commit(self) -> None:
        self.cursor.execute("COMMIT")


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    other = Elsewhere()
    yield other
    other.connection.close()


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_who_inserts_first_and_commits_last_is_not_skipped(elsewhere: Elsewhere) -> None:
    start = tail.head()
    elsewhere.publish("slow")
    publish("quick")
    early = tail.after(start, limit=10)
    elsewhere.commit()
    late = tail.after(early[-1].pk if early else start, limit=10)
    assert sorted(regions([*early, *late])) == ["quick", "slow"]


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_who_inserts_first_in_a_later_transaction_is_not_skipped(elsewhere: Elsewhere) -> None:
    """The older transaction takes the larger turn, and commits while the younger still runs."""
    start = tail.head()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        elsewhere.begin_writing()
        elsewhere.publish("younger")
        publish("older")
    early = tail.after(start, limit=10)
    assert regions(early) == ["older"]
    elsewhere.commit()
    assert regions(tail.after(early[-1].pk, limit=10)) == ["younger"]


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_transaction_in_a_database_beside_ours_holds_up_nothing() -> None:
    beside = connection.copy()
    beside.settings_dict = beside.settings_dict | {"NAME": "postgres"}
    with closing(beside), beside.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT pg_current_xact_id()")
        start = tail.head()
        publish("ours")
        assert regions(tail.after(start, limit=10)) == ["ours"]


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_the_turn_of_a_key_leaves_the_transaction_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seqmax FROM pg_sequence WHERE seqrelid = 'live_event_turn'::regclass"
        )
        assert cursor.fetchone() == ((1 << tail.TURN_BITS) - 1,)


@pytest.mark.django_db(transaction=True)
def test_old_events_are_dropped_and_a_place_before_them_is_no_longer_good() -> None:
    with clock.hold(AT):
        publish("first")
        (first,) = tail.after(0, limit=1)
        publish("second")
        clock.advance(timedelta(days=1, seconds=1))
        publish("today")
        assert tail.reaches(first.pk)
        assert live.prune() == 1
    assert regions(list(Event.objects.order_by("pk"))) == ["second", "today"]
    assert not tail.reaches(first.pk)
    assert tail.reaches(tail.head())
    assert not tail.reaches(tail.head() + 1)


@pytest.mark.django_db
def test_pruning_nothing_is_fine() -> None:
    assert live.prune() == 0


async def waited(waker: tail.Waker, timeout: float = 5) -> tuple[bool, float]:
    started = time.monotonic()
    return await waker.wait(timeout), time.monotonic() - started


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_is_woken_at_commit() -> None:
    async def watch() -> tuple[bool, float]:
        waker = tail.Waker()
        committing = Thread(target=in_a_thread, args=[publish, 0.1])
        committing.start()
        result = await waited(waker)
        await asyncio.to_thread(committing.join)
        return result

    woken, seconds = asyncio.run(watch())
    assert woken
    assert seconds < 2


@pytest.mark.django_db
def test_nobody_is_woken_before_the_commit() -> None:
    waker = tail.Waker()
    publish()  # in the transaction of this test, which never commits
    assert not waker._woken


def test_a_wake_up_that_came_before_the_waiting_is_not_lost_and_counts_once() -> None:
    waker = tail.Waker()
    waking.wake_all()
    waking.wake_all()

    async def twice() -> list[bool]:
        return [await waker.wait(timeout=0.05), await waker.wait(timeout=0.05)]

    assert asyncio.run(twice()) == [True, False]


def test_waking_one_whose_loop_has_ended_does_no_harm() -> None:
    waker = tail.Waker()
    loop = asyncio.new_event_loop()
    waker._waiting = loop, asyncio.Event()
    loop.close()
    waker.wake()


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_another_process_wakes_through_notify() -> None:
    async def watch() -> tuple[bool, float]:
        waker = tail.Waker()
        await waker.wait(timeout=2)  # the listener connects, and wakes once
        asyncio.get_running_loop().call_later(0.1, notify)
        return await waited(waker)

    woken, seconds = asyncio.run(watch())
    assert woken
    assert seconds < 2


def notify() -> None:
    """As another process would: past our own wake-up at commit."""
    Thread(target=in_a_thread, args=[_notify, 0]).start()


def _notify() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [waking.CHANNEL])


def in_a_thread(act: Any, seconds: float) -> None:
    time.sleep(seconds)
    try:
        act()
    finally:
        connection.close()
