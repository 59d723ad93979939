"""You said it, they read it, this is what was done: one thread from a view to what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from alongside.journey.cards import Beside, Card
from alongside.journey.models import Entry, Stance
from alongside.journey.queries import cards_for
from alongside.journey.read_by import ReadBy, read_by
from alongside.plans.queries import Become, from_view
from alongside.sharing.services import Look


@dataclass(frozen=True, slots=True)
class Thread:
    """A view from what was said to what was done."""

    card: Card
    read_by: Sequence[ReadBy]
    done: Sequence[Beside]
    become: Become

    @property
    def has_become(self) -> bool:
        return bool(self.done or self.become)


def thread(look: Look, entry: Entry) -> Thread:
    """The thread of one entry that the person of this look reads. Only for the person."""
    card = cards_for([entry], look=look)[0]
    return Thread(
        card=card,
        read_by=read_by(look, entry),
        done=[one for one in card.remarks if one.remark.stance == Stance.DONE],
        become=from_view(look, entry.pk),
    )
