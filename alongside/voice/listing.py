"""The newest of what was told, for a page of its own; what is older stands in the story."""

from collections.abc import Sequence

from alongside.journey.cards import Card
from alongside.journey.kinds import Kind
from alongside.journey.queries import cards_for, seen_by
from alongside.sharing.services import Look

SHOWN = 10


def newest_views(look: Look) -> Sequence[Card]:
    """The newest views that this viewer may read, with what is attached to them."""
    return cards_for(list(seen_by(look).filter(kind=Kind.VIEW)[:SHOWN]), look=look)
