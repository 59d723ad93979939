"""The loop goes on, whatever one of its ticks does."""

import logging
import time

import pytest

from alongside.config.loop import Loop, Tick, ticks


def counting(name: str, every: float, calls: list[str]) -> Tick:
    return Tick(name, every, lambda: calls.append(name))


def failing() -> None:
    raise ValueError("Robyn Canarywood")


def test_each_tick_comes_at_once_and_then_at_its_own_pace() -> None:
    calls: list[str] = []
    loop = Loop([counting("often", 15, calls), counting("seldom", 60, calls)])
    for second in range(100, 160):
        loop.turn(float(second))
    assert calls.count("often") == 4
    assert calls.count("seldom") == 1


def test_a_tick_that_fails_stops_no_other_and_comes_again() -> None:
    calls: list[str] = []
    broken = Tick("broken", 10, failing)
    loop = Loop([broken, counting("sound", 10, calls)])
    loop.turn(0.0)
    loop.turn(10.0)
    assert calls == ["sound", "sound"]
    assert broken.due == 20.0


def test_what_failed_is_told_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="alongside.loop"):
        Loop([Tick("broken", 10, failing)]).turn(0.0)
    assert "broken failed: ValueError in failing" in caplog.text
    assert "Canarywood" not in caplog.text


def test_it_sleeps_until_the_next_tick_and_wakes_to_stop() -> None:
    calls: list[str] = []
    loop = Loop([counting("often", 3600, calls)])
    loop.begin()
    until = time.monotonic() + 5
    while not calls and time.monotonic() < until:
        time.sleep(0.01)
    began = time.monotonic()
    loop.end()
    assert time.monotonic() - began < 1
    assert calls == ["often"]


@pytest.mark.django_db(transaction=True)
def test_everything_it_does_runs_on_an_empty_house() -> None:
    for tick in ticks():
        tick.act()
