"""What a view is told with. All of it may stay empty, and all of it is kept as it was said."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.journey.voices import FACES, QUESTIONS, Face, View
from alongside.sharing.rules import Audience
from alongside.ui.forms import Choice, Choices, DraftableForm
from alongside.ui.widgets import Checkboxes
from alongside.voice.scales import (
    NUMBER_MISSING,
    Asked,
    Plain,
    asked_in,
    scale_fields,
    scales_in,
    words_without_number,
)

NOTHING = _("You have not told us anything yet. One word, one face or one drawing is enough.")


class Faces(Checkboxes):
    """Five faces in a row, each with its word. More than one can be true."""

    template_name = "voice/faces.html"


class Feelings(Choices):
    asks_plainly = True


class TellForm(DraftableForm):
    """Words, faces, three spaces and six questions; and who can see it."""

    words = Plain(label=_("What do you want to say?"), rows=6, required=False)
    faces = Feelings(
        label=_("How does it feel?"),
        help_text=_("You can choose more than one."),
        choices=[(face.value, FACES[face]) for face in Face],
        required=False,
        widget=Faces,
    )
    good = Plain(label=_("Good things"), rows=3, required=False)
    worries = Plain(label=_("Worries"), rows=3, required=False)
    hopes = Plain(label=_("Hopes"), rows=3, required=False)

    def __init__(
        self,
        *args: Any,
        choices: Sequence[tuple[str, str]],
        has_attached: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.has_attached = has_attached
        self.fields |= scale_fields()
        self.fields["audience"] = Choice(
            label=_("Who can see this?"), choices=list(choices), error_messages={"required": WHO}
        )

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        for question in words_without_number(answers):
            sentence = NUMBER_MISSING % {"question": QUESTIONS[question]}
            self.add_error(f"{question}_score", sentence)
        if not self.errors and not self.says_something:
            self.add_error(None, str(NOTHING))
        return answers

    @property
    def says_something(self) -> bool:
        told = any(self.cleaned_data.get(name) for name in ("words", "faces", *SPACES))
        return told or self.has_attached or bool(scales_in(self.cleaned_data))

    def asked(self) -> Iterator[Asked]:
        return asked_in(self)

    @property
    def has_numbers(self) -> bool:
        """Whether the questions with numbers stand open already."""
        return any(one.score.value() or one.score.errors for one in self.asked())

    @property
    def view(self) -> View:
        said = self.cleaned_data
        return View(
            words=said["words"],
            faces=tuple(Face(face) for face in said["faces"]),
            good=said["good"],
            worries=said["worries"],
            hopes=said["hopes"],
            scales=scales_in(said),
        )

    @property
    def chosen_audience(self) -> Audience:
        return Audience(self.cleaned_data["audience"])


SPACES = ("good", "worries", "hopes")
WHO = _("Choose who can see this. You can change it later.")
