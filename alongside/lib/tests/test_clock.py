from datetime import UTC, datetime, timedelta, timezone
from threading import Thread

import pytest

from alongside.lib import clock

AT = datetime(2025, 3, 3, 22, 46, tzinfo=UTC)


def test_the_clock_runs_and_is_aware() -> None:
    first, second = clock.now(), clock.now()
    assert first <= second
    assert first.utcoffset() == timedelta(0)


def test_a_held_clock_stands_still_and_then_runs_again() -> None:
    with clock.hold(AT):
        assert clock.now() == AT == clock.now()
    assert clock.now() > AT


def test_a_held_clock_stands_still_in_other_threads_too() -> None:
    seen: list[datetime] = []
    with clock.hold(AT):
        other = Thread(target=lambda: seen.append(clock.now()))
        other.start()
        other.join()
    assert seen == [AT]


def test_holding_within_a_hold_gives_the_outer_time_back() -> None:
    with clock.hold(AT):
        with clock.hold(AT + timedelta(days=1)):
            assert clock.now() == AT + timedelta(days=1)
        assert clock.now() == AT


def test_a_held_time_is_kept_in_utc() -> None:
    summer = datetime(2025, 7, 1, 12, tzinfo=timezone(timedelta(hours=1)))
    with clock.hold(summer):
        assert clock.now().isoformat() == "2025-07-01T11:00:00+00:00"


def test_only_a_held_clock_can_be_moved() -> None:
    with clock.hold(AT):
        assert clock.advance(timedelta(minutes=15)) == clock.now() == AT + timedelta(minutes=15)
    with pytest.raises(RuntimeError, match="Hold the clock"):
        clock.advance(timedelta(minutes=1))


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.hold(AT.replace(tzinfo=None)):
        pass
