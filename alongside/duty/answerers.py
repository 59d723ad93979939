"""Who can answer what is owed. The room that made a promise knows, and is asked at each call."""

from collections.abc import Callable
from uuid import UUID

# From the id of what a promise is about to the accounts that could open and answer it right now.
type Answerers = Callable[[UUID], frozenset[UUID]]

_rooms: dict[str, Answerers] = {}


def register(room: str, answerers: Answerers) -> None:
    """Said once by a room, when the house starts."""
    _rooms[room] = answerers


def able(room: str, object: UUID) -> frozenset[UUID] | None:
    """Who could answer for this right now. None when its room has nothing to say about it."""
    answerers = _rooms.get(room)
    return answerers(object) if answerers else None
