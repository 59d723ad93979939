"""Ways out. A channel gets a notice and an account's id: it has no argument that could hold text."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from alongside.notices.notice import Notice

log = logging.getLogger("alongside.notices")


@dataclass(frozen=True, slots=True)
class Delivery:
    notice: Notice
    to: UUID


class Channel(Protocol):
    name: str

    def deliver(self, delivery: Delivery) -> None:
        """Hand it over, or raise: what raised is tried again."""


class Console:
    """Writes a line to the log: which notice, to whose id. For development and the demo."""

    name = "console"

    def deliver(self, delivery: Delivery) -> None:
        log.info("notice %s to %s", delivery.notice.value, delivery.to)


class Capture:
    """Keeps what it is given, for tests."""

    name = "console"

    def __init__(self) -> None:
        self.deliveries: list[Delivery] = []

    def deliver(self, delivery: Delivery) -> None:
        self.deliveries.append(delivery)


_channel: Channel = Console()


def channel() -> Channel:
    """The way out that this installation uses."""
    return _channel


@contextmanager
def through(other: Channel) -> Iterator[None]:
    """Send through another channel until the block ends, in every thread."""
    global _channel
    before, _channel = _channel, other
    try:
        yield
    finally:
        _channel = before


@contextmanager
def captured() -> Iterator[list[Delivery]]:
    """For tests: what would have left, and nothing leaves."""
    capture = Capture()
    with through(capture):
        yield capture.deliveries
