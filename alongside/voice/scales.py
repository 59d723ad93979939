"""The six questions as fields of a form: a number, why, and what would make it one higher."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.forms import BoundField, Field, Form
from django.utils.translation import gettext_lazy as _

from alongside.journey.voices import HIGHEST, LOWEST, QUESTIONS, Question, Scale
from alongside.ui.forms import Choice, Words
from alongside.ui.widgets import Radios

NUMBERS = [(str(number), str(number)) for number in range(LOWEST, HIGHEST + 1)]
NO_ANSWER = ("", _("No answer"))
NUMBER_MISSING = _("Choose a number too, so that we can keep these words: %(question)s")


class Plain(Words):
    """Not "(if you want)" beside every question: the page says once that all may stay empty."""

    asks_plainly = True


class ScaleChoice(Choice):
    asks_plainly = True


class ScaleRadios(Radios):
    """Eleven numbers in a row, and a way to take an answer back."""

    template_name = "voice/scale.html"


def scale_fields() -> dict[str, Field]:
    """Three fields a question. All of them may stay empty."""
    fields: dict[str, Field] = {}
    for question in Question:
        fields[f"{question}_score"] = ScaleChoice(
            label=str(QUESTIONS[question]),
            choices=[*NUMBERS, NO_ANSWER],
            required=False,
            widget=ScaleRadios,
        )
        fields[f"{question}_why"] = Plain(label=_("Why this number?"), rows=2, required=False)
        fields[f"{question}_higher"] = Plain(
            label=_("What would make it one higher?"), rows=2, required=False
        )
    return fields


def scales_in(answers: Mapping[str, str]) -> tuple[Scale, ...]:
    """What was answered, out of the cleaned fields."""
    return tuple(
        Scale(
            question,
            int(answers[f"{question}_score"]),
            answers.get(f"{question}_why", ""),
            answers.get(f"{question}_higher", ""),
        )
        for question in Question
        if answers.get(f"{question}_score")
    )


def words_without_number(answers: Mapping[str, str]) -> list[Question]:
    """Where somebody wrote why, and chose no number that it could belong to."""
    return [
        question
        for question in Question
        if not answers.get(f"{question}_score")
        and (answers.get(f"{question}_why") or answers.get(f"{question}_higher"))
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on a page. `is_open`: words stand below it already, or something is wrong."""

    score: BoundField
    why: BoundField
    higher: BoundField

    @property
    def is_open(self) -> bool:
        return bool(self.why.value() or self.higher.value() or self.why.errors)


def asked_in(form: Form) -> Iterator[Asked]:
    for question in Question:
        yield Asked(*(form[f"{question}_{part}"] for part in ("score", "why", "higher")))
