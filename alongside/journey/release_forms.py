"""Choosing what everyone in the circle may see of what another database brought in."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.forms import CharField
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from alongside.journey.cards import Card
from alongside.ui.forms import Choices, Form

LOOK_AT_ALL, CONFIRM = "all", "release"


class Waiting(Choices):
    """Entries that wait. One that was decided about meanwhile is no choice, and no mistake either."""

    decided: Collection[str] = ()
    asks_plainly = True  # not "(if you want)": all of them is a choice too

    def valid_value(self, value: Any) -> bool:
        return str(value) in self.decided or super().valid_value(value)


class ReleaseForm(Form):
    """First a choice, then a look at it, then the word. Only the last step changes anything.

    The button that was pressed is the step. `decided` are those that were sent and do not wait
    any more: so the same form, sent again, is the same.
    """

    step = CharField(required=False)

    def __init__(
        self, *args: Any, cards: Sequence[Card], decided: Collection[UUID] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.every = tuple(card.entry.pk for card in cards)
        waiting = Waiting(
            label=_("Which ones?"),
            required=False,
            choices=[(str(card.entry.pk), described(card)) for card in cards],
        )
        waiting.decided = {str(entry) for entry in decided}
        self.fields["entries"] = waiting

    def clean(self) -> dict[str, Any]:
        if not self.chosen and not self.errors:
            self.add_error("entries", _("Choose at least one."))
        return self.cleaned_data

    @property
    def step_now(self) -> str:
        step: str = self.cleaned_data.get("step", "")
        return step

    @property
    def is_confirmed(self) -> bool:
        return self.step_now == CONFIRM

    @property
    def chosen(self) -> tuple[UUID, ...]:
        if self.step_now == LOOK_AT_ALL:
            return self.every
        return tuple(UUID(entry) for entry in self.cleaned_data.get("entries", ()))

    @property
    def waiting(self) -> tuple[UUID, ...]:
        """Those of the chosen that nobody has decided about until now."""
        return tuple(entry for entry in self.chosen if entry in self.every)


def described(card: Card) -> str:
    day = formats.date_format(card.entry.happened_at, "j F Y")
    return f"{day}: {card.headline}"
