"""How family and workers see it: the same questions as everybody, and who can see the answer."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from alongside.journey.parts import Label
from alongside.journey.voices import QUESTIONS, Viewpoint
from alongside.sharing.rules import Audience
from alongside.ui.forms import Choice, DraftableForm
from alongside.voice.scales import (
    NUMBER_MISSING,
    Asked,
    asked_in,
    scale_fields,
    scales_in,
    words_without_number,
)

NOTHING = _("Answer at least one of the questions.")
AUDIENCES: dict[Audience, Label] = {
    Audience.CIRCLE: _("Everyone in the circle"),
    Audience.KEY_WORKER: _("Only the key worker"),
    Audience.ONLY_ME: _("Only me, for now"),
}


class ViewpointForm(DraftableForm):
    """Six questions. All may stay empty, but not all at once."""

    template_name = "voice/viewpoint_form.html"

    def __init__(self, *args: Any, choices: Sequence[Audience], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= scale_fields()
        if len(choices) > 1:
            self.initial.setdefault("audience", Audience.CIRCLE.value)
            self.fields["audience"] = Choice(
                label=_("Who can see this?"),
                choices=[(choice.value, AUDIENCES[choice]) for choice in choices],
            )

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        for question in words_without_number(answers):
            sentence = NUMBER_MISSING % {"question": QUESTIONS[question]}
            self.add_error(f"{question}_score", sentence)
        if not self.errors and not scales_in(answers):
            self.add_error(None, str(NOTHING))
        return answers

    def asked(self) -> Iterator[Asked]:
        return asked_in(self)

    @property
    def viewpoint(self) -> Viewpoint:
        return Viewpoint(scales_in(self.cleaned_data))

    @property
    def chosen_audience(self) -> Audience:
        return Audience(self.cleaned_data.get("audience") or Audience.CIRCLE)

    @property
    def audience_asked(self) -> BoundField | None:
        """The question who can see it, where there is a choice."""
        return self["audience"] if "audience" in self.fields else None
