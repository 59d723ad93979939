"""A view that a worker writes down: who was there, what was asked, and the person's exact words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.journey.voices import Together, View
from alongside.ui.forms import Line, Words
from alongside.voice.tell_forms import TellForm


class TogetherForm(TellForm):
    """The same as the person's own page, after two questions to whoever writes."""

    present = Line(label=_("Who was there?"))
    question = Words(
        label=_("What did you ask?"),
        help_text=_("Write your question too, so that the answer can be understood."),
        rows=3,
        required=False,
    )

    def __init__(
        self, *args: Any, name: str, choices: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, choices=choices, **kwargs)
        said = _("What did %(name)s say? Write it word for word.") % {"name": name}
        self.fields["words"].label = said
        self.order_fields(["operation", "present", "question", "words"])

    @property
    def view(self) -> View:
        told, said = super().view, self.cleaned_data
        return View(
            words=told.words,
            faces=told.faces,
            good=told.good,
            worries=told.worries,
            hopes=told.hopes,
            scales=told.scales,
            together=Together(present=said["present"], asked=said["question"]),
        )
