"""What stands in a space: notes, and what happened to them. Always of one size once it is sealed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from alongside.private_space import keys
from alongside.private_space.keys import BLOCKS
from alongside.private_space.store import PART
from alongside.vault import contents

CAPACITY = PART * BLOCKS - 4
EVENTS_KEPT = 24
# Room that events may take, so that what is left for words is known beforehand.
FOR_EVENTS = EVENTS_KEPT * 220 + 200
FOR_WORDS = CAPACITY - FOR_EVENTS


class Full(Exception):
    """The words do not fit. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was written, and when it was last changed."""

    id: UUID
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened here: opened, added, changed, deleted, emptied.

    `hash` holds on to the event before, under a key of the space: nobody but its owner can make
    or change one. `operation` tells a form that was sent twice.
    """

    what: str
    at: datetime
    operation: UUID | None
    hash: str


@dataclass(frozen=True, slots=True)
class Space:
    """Everything in one space. A space that was never used is this, empty."""

    notes: tuple[Note, ...] = ()
    events: tuple[Event, ...] = ()
    # The hash that the oldest kept event holds on to.
    before: str = ""

    @property
    def room(self) -> int:
        """How many more letters fit, told a little low: some letters take more than one byte."""
        return max(0, FOR_WORDS - sum(map(weight, self.notes)) - 120)

    def note(self, wanted: UUID | None) -> Note | None:
        return next((note for note in self.notes if note.id == wanted), None)

    def has_done(self, operation: UUID) -> bool:
        """Whether this form was sent before. As far back as events are kept."""
        return any(event.operation == operation for event in self.events)


def weight(note: Note) -> int:
    return len(contents.encode(note)) + 1


def told(
    space: Space, *, secret: bytes, what: str, at: datetime, operation: UUID | None = None
) -> Space:
    """The space with one more event; the oldest makes room for it."""
    newest = space.events[-1].hash if space.events else space.before
    seal = keys.chain(secret, newest, what, at.isoformat(), str(operation or ""))
    events = (*space.events, Event(what, at, operation, seal))
    gone = events[:-EVENTS_KEPT]
    return replace(
        space, events=events[-EVENTS_KEPT:], before=gone[-1].hash if gone else space.before
    )


def is_whole(space: Space, *, secret: bytes) -> bool:
    """Whether every kept event holds on to the one before."""
    hash_before = space.before
    for event in space.events:
        parts = (hash_before, event.what, event.at.isoformat(), str(event.operation or ""))
        if keys.chain(secret, *parts) != event.hash:
            return False
        hash_before = event.hash
    return True


def with_notes(space: Space, notes: Iterable[Note]) -> Space:
    """Raises Full when they do not fit."""
    kept = tuple(notes)
    if sum(map(weight, kept)) > FOR_WORDS:
        raise Full
    return replace(space, notes=kept)


def pack(space: Space) -> list[bytes]:
    """Four parts of one size, whatever is in them."""
    written = contents.encode(space)
    if len(written) > CAPACITY:
        raise Full
    whole = (len(written).to_bytes(4) + written).ljust(CAPACITY + 4, b"\0")
    return [whole[start : start + PART] for start in range(0, len(whole), PART)]


def unpack(parts: list[bytes]) -> Space:
    whole = b"".join(parts)
    return contents.decode(Space, whole[4 : 4 + int.from_bytes(whole[:4])])
