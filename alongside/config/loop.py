"""What happens by itself, day and night: promises climb, checkpoints are signed, old events go.

One loop a process; several may run at once, since every tick claims what it does. A tick that fails
is told in the log by its kind and its place in the code, never by its words, and stops no other.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Event, Thread
from traceback import extract_tb

from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections

from alongside.audit import services as audit
from alongside.duty import services as duty
from alongside.live import services as live
from alongside.notices import services as notices
from alongside.private_space import services as private_space

log = logging.getLogger("alongside.loop")


@dataclass(slots=True)
class Tick:
    """Something to do again and again, this many seconds apart."""

    name: str
    every: float
    act: Callable[[], object]
    due: float = field(default=0.0)  # on the monotonic clock; the first turn comes at once


def ticks() -> list[Tick]:
    """All that the loop does. Climbing leaves the sign of life that /health/ looks for."""
    return [
        Tick("duty.climb", 15, duty.climb),
        Tick("notices.deliver_waiting", 30, notices.deliver_waiting),
        Tick("audit.checkpoint", 60, audit.checkpoint),
        Tick("live.prune", 3600, live.prune),
        Tick("private_space.keep", 60, private_space.keep),
        Tick("sessions.expire", 3600, SessionStore.clear_expired),
    ]


class Loop:
    """Runs the ticks in a thread of its own (demo) or in the foreground (worker)."""

    def __init__(self, chosen: Iterable[Tick] | None = None) -> None:
        self.ticks = list(ticks() if chosen is None else chosen)
        self.stopping = Event()
        self.thread: Thread | None = None

    def begin(self) -> None:
        self.thread = Thread(target=self.run, name="loop", daemon=True)
        self.thread.start()

    def end(self, *, timeout: float = 10) -> None:
        """Ask it to stop, and wait for the tick that runs."""
        self.stopping.set()
        if self.thread is not None:
            self.thread.join(timeout)

    def run(self) -> None:
        while not self.stopping.is_set():
            self.turn(time.monotonic())
            self.stopping.wait(max(0.0, self.next_due() - time.monotonic()))

    def next_due(self) -> float:
        return min((tick.due for tick in self.ticks), default=float("inf"))

    def turn(self, now: float) -> None:
        """Run every tick that is due."""
        for tick in self.ticks:
            if tick.due <= now and not self.stopping.is_set():
                tick.due = now + tick.every
                run_alone(tick)


def run_alone(tick: Tick) -> None:
    close_old_connections()
    try:
        tick.act()
    except Exception as problem:  # noqa: BLE001 - whatever it is, the other ticks must go on
        log.error("%s failed: %s", tick.name, told(problem))
    finally:
        close_old_connections()


def told(problem: BaseException) -> str:
    """What went wrong without its words, since those could be somebody's."""
    where = extract_tb(problem.__traceback__)[-1]
    return f"{type(problem).__name__} in {where.name}, line {where.lineno}"
