"""The one clock. Everything that asks for the time asks here, so that a test can hold it still."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Lock

# A module variable, not a ContextVar: a held clock must hold for every thread of a live server.
_held: datetime | None = None
_lock = Lock()


def now() -> datetime:
    """The present moment, in UTC and aware."""
    held = _held
    return datetime.now(UTC) if held is None else held


@contextmanager
def hold(at: datetime) -> Iterator[None]:
    """Hold time still at this moment, in every thread, until the block ends."""
    if at.tzinfo is None:
        raise ValueError("A held time needs its time zone.")
    before = _set(at.astimezone(UTC))
    try:
        yield
    finally:
        _set(before)


def advance(by: timedelta) -> datetime:
    """Move a held clock, forwards or back. Returns the new time."""
    global _held
    with _lock:
        if _held is None:
            raise RuntimeError("Hold the clock before moving it.")
        _held += by
        return _held


def _set(at: datetime | None) -> datetime | None:
    global _held
    with _lock:
        before, _held = _held, at
        return before
