"""Other words for what was told already. Numbers, faces and what was enclosed stay as they were."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.forms import HiddenInput, UUIDField
from django.utils.translation import gettext_lazy as _

from alongside.journey.forms import AskingForm
from alongside.journey.parts import Label
from alongside.journey.voices import QUESTIONS, View, Viewpoint
from alongside.ui.forms import Words

SPACES: dict[str, Label] = {
    "words": _("What you said"),
    "good": _("Good things"),
    "worries": _("Worries"),
    "hopes": _("Hopes"),
}
WHY = _("%(question)s: why this number?")
HIGHER = _("%(question)s: what would make it one higher?")
EMPTY = _("Leave at least one word. You can also change who can see it.")


class ToldForm(AskingForm):
    """A correction of a view or a viewpoint: each of its texts, and nothing else."""

    correction = _("Change these words")
    is_told = True

    based_on = UUIDField(widget=HiddenInput)

    def __init__(
        self, *args: Any, said: View | Viewpoint, happened_at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.said, self.happened_at = said, happened_at
        if isinstance(said, View):
            for name, label in SPACES.items():
                self.ask(name, label, getattr(said, name))
        for scale in said.scales:
            question = {"question": QUESTIONS[scale.question]}
            self.ask(f"{scale.question}_why", str(WHY) % question, scale.why)
            self.ask(f"{scale.question}_higher", str(HIGHER) % question, scale.higher)

    def ask(self, name: str, label: Label, text: str) -> None:
        self.fields[name] = Words(label=label, initial=text, required=False, rows=3)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["happened_at"] = self.happened_at
        if not self.errors and self.says_nothing:
            self.add_error(None, str(EMPTY))
        return self.cleaned_data

    @property
    def says_nothing(self) -> bool:
        """Whether nothing at all would be left. A face or a number says something too."""
        said = self.said
        if not isinstance(said, View) or said.scales or said.faces or said.enclosed or said.unsafe:
            return False
        return not any(self.cleaned_data[name] for name in SPACES)

    @property
    def contents(self) -> View | Viewpoint:
        answers = self.cleaned_data
        scales = tuple(
            replace(
                scale,
                why=answers[f"{scale.question}_why"],
                higher=answers[f"{scale.question}_higher"],
            )
            for scale in self.said.scales
        )
        if isinstance(self.said, View):
            told = {name: answers[name] for name in SPACES}
            return replace(self.said, scales=scales, **told)
        return replace(self.said, scales=scales)
