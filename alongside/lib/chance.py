"""The one source of randomness: the system's, unless a test has seeded this context."""

import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count


class _Stream:
    """Bytes that follow from the seed alone: HMAC-SHA256 over a counter."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._blocks = count()

    def octets(self, number: int) -> bytes:
        blocks = (
            hmac.digest(self._seed, next(self._blocks).to_bytes(8), "sha256")
            for _ in range(-(-number // 32))
        )
        return b"".join(blocks)[:number]


_stream: ContextVar[_Stream | None] = ContextVar("chance", default=None)


def octets(number: int) -> bytes:
    """This many unpredictable bytes (predictable only inside `seeded`)."""
    stream = _stream.get()
    return os.urandom(number) if stream is None else stream.octets(number)


@contextmanager
def seeded(seed: bytes) -> Iterator[None]:
    """For tests: within this context the same seed gives the same bytes, every time."""
    token = _stream.set(_Stream(seed))
    try:
        yield
    finally:
        _stream.reset(token)
