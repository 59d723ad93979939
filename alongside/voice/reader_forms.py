"""Who can see what somebody told: the same question as when they told it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.journey.policy import Unfit
from alongside.sharing.rules import Audience
from alongside.ui.forms import Choice, Form


class ReadersForm(Form):
    """One question. What holds now is chosen."""

    def __init__(
        self, *args: Any, choices: Sequence[tuple[str, str]], now: Audience, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["audience"] = now.value
        self.fields["audience"] = Choice(
            label=_("Who can see this from now on?"), choices=list(choices)
        )

    def refuse(self, unfit: Unfit) -> None:
        """Show what a service said against it, where it belongs."""
        self.add_error(unfit.field if unfit.field in self.fields else None, str(unfit.sentence))

    @property
    def chosen(self) -> Audience:
        return Audience(self.cleaned_data["audience"])
