"""What happened: one short form for each kind, one thing at a time, the same in every agency."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.forms import HiddenInput, UUIDField
from django.utils.translation import gettext_lazy as _

from alongside.journey.asking import About
from alongside.journey.forms import NARROWING, OpennessForm
from alongside.journey.kinds import (
    ALONE,
    Alone,
    Decision,
    Kind,
    Meeting,
    Note,
    PathwayEvent,
    PhoneCall,
    Recorded,
    Visit,
)
from alongside.journey.parts import Label
from alongside.lib import clock
from alongside.ui.forms import Choice, Line, Moment, Words

ONE_LINE = _("One line. It is what people read first.")
WORD_FOR_WORD = _("Write it word for word, as it was said.")
WHO_AND_WHEN = _("Who does it, and when.")


class EntryForm(OpennessForm):
    """One kind of entry. A correction asks the same, but not who can see it."""

    schema: ClassVar[type[Recorded]]
    headline: ClassVar[str]
    heading: ClassVar[Label]
    correction: ClassVar[Label]

    happened_at = Moment(label=_("When was it?"))

    def __init__(self, *args: Any, whom: About, is_correction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, whom=whom, **kwargs)
        self.initial.setdefault("happened_at", clock.now())
        if is_correction:
            for name in ("audience", *NARROWING):
                self.fields.pop(name, None)
            self.fields["based_on"] = UUIDField(widget=HiddenInput)
        first = ["operation", self.headline, "happened_at"]
        self.order_fields([*first, *self.told(), "audience", *NARROWING])

    @classmethod
    def told(cls) -> tuple[str, ...]:
        """The names of what this kind holds."""
        return tuple(field.name for field in fields(cls.schema))

    @property
    def contents(self) -> Recorded:
        return self.schema(**{name: self.cleaned_data[name] for name in self.told()})

    def clean_happened_at(self) -> datetime:
        happened: datetime = self.cleaned_data["happened_at"]
        if happened > clock.now():
            raise ValidationError(_("Say when it happened. It cannot be in the future."))
        return happened

    def clean(self) -> dict[str, Any]:
        return super().clean() if "audience" in self.fields else self.cleaned_data


class VisitForm(EntryForm):
    schema = Visit
    headline = "why"
    heading = _("Add a visit")
    correction = _("Correct a visit")

    why = Line(label=_("Why did you visit?"), help_text=ONE_LINE)
    where = Line(label=_("Where was it?"), required=False)
    seen = Line(label=_("Who did you see?"))
    alone = Choice(
        label=_("Did you see %(name)s alone?"),
        choices=tuple((answer.value, words) for answer, words in ALONE.items()),
    )
    observed = Words(label=_("What did you see and hear?"), rows=6)
    words = Words(label=_("What did %(name)s say?"), help_text=WORD_FOR_WORD, required=False)
    next = Words(label=_("What happens next?"), help_text=WHO_AND_WHEN, required=False)

    def clean_alone(self) -> Alone:
        return Alone(self.cleaned_data["alone"])


class CallForm(EntryForm):
    schema = PhoneCall
    headline = "why"
    heading = _("Add a phone call")
    correction = _("Correct a phone call")

    why = Line(label=_("What was the call about?"), help_text=ONE_LINE)
    talked_to = Line(label=_("Who was on the phone?"))
    said = Words(label=_("What was said?"), rows=6)
    words = Words(label=_("What did %(name)s say?"), help_text=WORD_FOR_WORD, required=False)
    next = Words(label=_("What happens next?"), help_text=WHO_AND_WHEN, required=False)


class MeetingForm(EntryForm):
    schema = Meeting
    headline = "why"
    heading = _("Add a meeting")
    correction = _("Correct a meeting")

    why = Line(label=_("What was the meeting about?"), help_text=ONE_LINE)
    where = Line(label=_("Where was it?"), required=False)
    came = Line(label=_("Who came?"))
    talked_about = Words(label=_("What did you talk about?"), rows=6)
    agreed = Words(label=_("What did you agree?"), required=False)
    words = Words(label=_("What did %(name)s say?"), help_text=WORD_FOR_WORD, required=False)
    next = Words(label=_("What happens next?"), help_text=WHO_AND_WHEN, required=False)


class NoteForm(EntryForm):
    schema = Note
    headline = "about"
    heading = _("Add a note")
    correction = _("Correct a note")

    about = Line(label=_("What is it about?"), help_text=ONE_LINE)
    text = Words(label=_("What do you want to note?"), rows=6)
    words = Words(label=_("What did %(name)s say?"), help_text=WORD_FOR_WORD, required=False)
    next = Words(label=_("What happens next?"), help_text=WHO_AND_WHEN, required=False)


class DecisionForm(EntryForm):
    schema = Decision
    headline = "decided"
    heading = _("Add a decision")
    correction = _("Correct a decision")

    decided = Line(label=_("What was decided?"), help_text=ONE_LINE)
    why = Words(label=_("Why?"))
    deciders = Line(label=_("Who decided?"))
    words = Words(
        label=_("What does %(name)s say about it?"), help_text=WORD_FOR_WORD, required=False
    )
    next = Words(label=_("What happens next?"), help_text=WHO_AND_WHEN, required=False)


class PathwayForm(EntryForm):
    """A correction of what another database told: its title and each of its details."""

    schema = PathwayEvent
    headline = "title"
    heading = _("Add")
    correction = _("Correct an entry")

    title = Line(label=_("What was it?"), help_text=ONE_LINE)

    def __init__(self, *args: Any, details: tuple[tuple[str, ...], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.labels = [label for label, _text in details]
        for number, (label, text) in enumerate(details):
            self.fields[f"detail_{number}"] = Words(
                label=label, initial=text, required=False, rows=2
            )

    @property
    def contents(self) -> Recorded:
        said = [self.cleaned_data[f"detail_{number}"] for number in range(len(self.labels))]
        details = tuple(zip(self.labels, said, strict=True))
        return PathwayEvent(self.cleaned_data["title"], details)


FORMS: Mapping[Kind, type[EntryForm]] = {
    Kind.VISIT: VisitForm,
    Kind.CALL: CallForm,
    Kind.MEETING: MeetingForm,
    Kind.NOTE: NoteForm,
    Kind.DECISION: DecisionForm,
}
