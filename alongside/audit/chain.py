"""What is hashed, and how: SHA-256 over RFC 8785 canonical JSON. Pure; the database is not here."""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import rfc8785

START = bytes(32)
HASHED = (
    "chain",
    "seq",
    "prev",
    "at",
    "account",
    "post",
    "agency",
    "capacity",
    "action",
    "room",
    "kind",
    "object",
    "person",
    "rule",
    "reason",
    "depth",
    "request",
    "outcome",
)


def event_hash(event: Mapping[str, Any]) -> bytes:
    """The hash of one event, from the columns in HASHED."""
    return sha256(b"\x00" + canonical({name: event[name] for name in HASHED})).digest()


def checkpoint_hash(*, number: int, at: datetime, heads: str, prev: bytes) -> bytes:
    """The hash of one checkpoint. The other first byte keeps it from passing for an event."""
    written = {"number": number, "at": at, "heads": heads, "prev": prev}
    return sha256(b"\x01" + canonical(written)).digest()


def canonical(values: Mapping[str, Any]) -> bytes:
    return rfc8785.dumps({name: _plain(value) for name, value in values.items()})


def _plain(value: Any) -> str | int | None:
    match value:
        case None | int() | str():
            return value
        case UUID():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case bytes() | memoryview():
            return value.hex()
    raise TypeError(f"{type(value).__name__} has no canonical form here.")
