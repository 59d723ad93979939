"""Waking whoever waits for events: in this process at commit, in others through NOTIFY."""

import asyncio
import time
from contextlib import suppress
from threading import Lock, Thread
from weakref import WeakSet

import psycopg
from django.db import connection

CHANNEL = "alongside_live"


class Waker:
    """Where one asyncio task waits for the next event. A wake-up in between is not lost."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._woken = False
        self._waiting: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None
        with _lock:
            _wakers.add(self)

    def wake(self) -> None:
        """From any thread."""
        with self._lock:
            self._woken = True
            if self._waiting:
                loop, event = self._waiting
                with suppress(RuntimeError):  # the loop has ended meanwhile
                    loop.call_soon_threadsafe(event.set)

    async def wait(self, timeout: float) -> bool:
        """Until woken, or this many seconds. Says whether it was woken."""
        _listen()
        event = asyncio.Event()
        with self._lock:
            if not self._woken:
                self._waiting = asyncio.get_running_loop(), event
            else:
                event.set()
        try:
            await asyncio.wait_for(event.wait(), timeout)
        except TimeoutError:
            return False
        finally:
            with self._lock:
                self._waiting, self._woken = None, False
        return True


_wakers: WeakSet[Waker] = WeakSet()
_lock = Lock()
_listener: Thread | None = None


def wake_all() -> None:
    """Wake everybody in this process."""
    with _lock:
        wakers = list(_wakers)
    for waker in wakers:
        waker.wake()


def _listen() -> None:
    """On PostgreSQL, have one thread of this process hear what other processes commit."""
    global _listener
    if connection.vendor != "postgresql" or (_listener and _listener.is_alive()):
        return
    with _lock:
        if _listener is None or not _listener.is_alive():
            _listener = Thread(target=_hear, args=[_address()], name="live", daemon=True)
            _listener.start()


def _address() -> dict[str, str]:
    settings = connection.settings_dict
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    address = {name: str(settings[key]) for name, key in (named | {"port": "PORT"}).items()}
    return {name: value for name, value in address.items() if value}


def _hear(address: dict[str, str]) -> None:
    """Until nobody in this process waits any more; a lost connection is made again."""
    while _wakers:
        try:
            with psycopg.connect(**address, autocommit=True) as listening:  # type: ignore[arg-type]  # all text
                listening.execute(f"LISTEN {CHANNEL}")
                wake_all()  # for what was committed while nobody listened
                while _wakers:
                    for _ in listening.notifies(timeout=1, stop_after=1):
                        wake_all()
        except psycopg.OperationalError:
            time.sleep(1)
