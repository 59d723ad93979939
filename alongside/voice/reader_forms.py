"""Who can see what somebody told: the same question as when they told it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

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

    @property
    def chosen(self) -> Audience:
        return Audience(self.cleaned_data["audience"])
