"""Forms as GOV.UK Frontend draws them: `{{ form }}` is all that a page writes.

Every form carries an operation id, so that the same form sent twice is one write.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.lib import ids
from alongside.ui.widgets import (
    Box,
    Boxes,
    Checkboxes,
    DayBoxes,
    LineInput,
    MomentBoxes,
    Radios,
    Select,
    WordsInput,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Label

__all__ = [
    "Box",
    "Boxes",
    "Choice",
    "Choices",
    "Day",
    "DraftableForm",
    "Form",
    "Line",
    "LineInput",
    "Moment",
    "OneOfMany",
    "Renderer",
    "Words",
    "WordsInput",
    "YesNo",
    "operation_of",
]

# Said by Django when a field does not say it better; we name the question instead.
UNASKED = forms.Field.default_error_messages["required"]
LOST_PLACE = _("This page was open for a long time. Your words are still here. Send it once more.")
NOT_OFFERED: Label = _("Choose one of the answers below.")
TEXT_FAULTS: dict[str, Label] = {
    "max_length": _("Use at most %(limit_value)d letters. You wrote %(show_value)d."),
    "null_characters_not_allowed": _("There is a sign in here that we cannot keep. Type it again."),
}


class Renderer(TemplatesSetting):
    """Draws every form and field with our templates."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class Fault(Protocol):
    """What a service has against what was sent: where, and in a sentence what to do."""

    @property
    def field(self) -> str: ...
    @property
    def sentence(self) -> object: ...


class Form(forms.Form):
    """A form with an operation id, made with the page and sent back with it."""

    operation = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": LOST_PLACE, "invalid": LOST_PLACE}
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("operation", ids.new())

    def full_clean(self) -> None:
        """An empty answer is told by its question, since all faults stand together on top."""
        for field in self.fields.values():
            if field.label and field.error_messages.get("required") == UNASKED:
                field.error_messages["required"] = _("Answer this: %(question)s") % {
                    "question": field.label
                }
        super().full_clean()
        if "operation" in self.errors:
            self._renew_operation()

    def canonical(self) -> str:
        """What was sent, always in one order and spelling: the same words give the same text.

        The operation id is left out. Call it on a valid form.
        """
        names = sorted(name for name in self.cleaned_data if name != "operation")
        told = [[name, spelled(self.cleaned_data[name])] for name in names]
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    def refuse(self, fault: Fault) -> None:
        """Show what a service said against it, where it belongs."""
        self.add_error(fault.field if fault.field in self.fields else None, str(fault.sentence))

    def renewed(self, sentence: Label) -> None:
        """Keep the words under a fresh operation id, and say what happened."""
        self._renew_operation()
        self.add_error(None, ValidationError(sentence))

    def _renew_operation(self) -> None:
        sent = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        sent[self.add_prefix("operation")] = str(ids.new())
        self.data = sent


class DraftableForm(Form):
    """A form that can show a draft as it was left: nothing is wrong with it yet."""

    def __init__(self, *args: Any, is_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_draft = is_draft

    def full_clean(self) -> None:
        if not self.is_draft:
            super().full_clean()
            return
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}


def spelled(value: object) -> str | list[str]:
    """One spelling for one answer, whatever the browser's line ends and order of ticks."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Iterable):
        return sorted(str(spelled(part)) for part in value)
    return str(value)


class Line(forms.CharField):
    """One line of text."""

    widget = LineInput
    default_error_messages = TEXT_FAULTS

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maxlength: a browser would cut off what somebody pastes, and say nothing."""
        return without_limit(super().widget_attrs(widget))


class Words(forms.CharField):
    """As much text as somebody wants to write. White space is theirs to keep."""

    widget = WordsInput
    default_error_messages = TEXT_FAULTS

    def __init__(self, *, max_length: int = 20_000, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", WordsInput({"rows": rows}))
        super().__init__(max_length=max_length, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n") if text.strip() else ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maxlength: a browser would cut off what somebody pastes, and say nothing."""
        return without_limit(super().widget_attrs(widget))


def without_limit(attrs: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attrs.items() if name != "maxlength"}


class Choice(forms.ChoiceField):
    """One of a few, all in sight."""

    widget = Radios
    default_error_messages = {"invalid_choice": NOT_OFFERED}


class Choices(forms.MultipleChoiceField):
    """Any of a few, all in sight."""

    widget = Checkboxes
    default_error_messages = {"invalid_choice": NOT_OFFERED, "invalid_list": NOT_OFFERED}


class OneOfMany(forms.ChoiceField):
    """One of a long list."""

    widget = Select
    default_error_messages = {"invalid_choice": NOT_OFFERED}


class YesNo(forms.TypedChoiceField):
    """Yes or no, with nothing chosen beforehand."""

    widget = Radios
    default_error_messages = {"invalid_choice": NOT_OFFERED}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda answer: answer == "yes",
            empty_value=None,
            **kwargs,
        )


class Numbers(forms.MultiValueField):
    """Boxes of numbers whose faults are always told in one sentence, under the one label."""

    sentence: ClassVar[Label]
    empty_sentence: ClassVar[Label]

    def __init__(self, *, count: int, **kwargs: Any) -> None:
        boxes = [forms.CharField(required=False) for _box in range(count)]
        kwargs["error_messages"] = {"required": self.empty_sentence} | (
            kwargs.get("error_messages") or {}
        )
        super().__init__(boxes, require_all_fields=False, **kwargs)

    def is_left_out(self, parts: list[Any]) -> bool:
        """Whether nothing was written, and may be left out. A space is nothing."""
        if any(str(part or "").strip() for part in parts):
            return False
        if self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return True

    def numbers(self, parts: list[Any]) -> list[int]:
        """The numbers in the boxes. A year of two figures would be one of the first century."""
        texts = [str(part or "").strip() for part in parts]
        if not all(text.isascii() and text.isdigit() and len(text) <= 4 for text in texts):
            raise ValidationError(self.sentence)
        if len(texts[2]) != 4:
            raise ValidationError(_("Write the year with four numbers, like 2026."))
        return [int(text) for text in texts]


class Day(Numbers):
    """A day, month and year. Cleans to a date."""

    sentence = _("Write a day, a month and a year, like 27 3 2026.")
    empty_sentence = _("Write the day.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(count=3, widget=DayBoxes(), **kwargs)

    def compress(self, data_list: list[Any]) -> date | None:
        if self.is_left_out(data_list):
            return None
        day, month, year = self.numbers(data_list)
        try:
            return date(year, month, day)
        except ValueError:
            raise ValidationError(self.sentence) from None


class Moment(Numbers):
    """A day and a time of day, in London. Cleans to an aware datetime."""

    sentence = _("Write a day and a time, like 27 3 2026 and 14 30.")
    empty_sentence = _("Write the day and the time.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(count=5, widget=MomentBoxes(), **kwargs)

    def compress(self, data_list: list[Any]) -> datetime | None:
        if self.is_left_out(data_list):
            return None
        day, month, year, hour, minute = self.numbers(data_list)
        try:
            naive = datetime.combine(date(year, month, day), time(hour, minute))
        except ValueError:
            raise ValidationError(self.sentence) from None
        return timezone.make_aware(naive)


def operation_of(form: Form) -> UUID:
    """The operation id that a valid form was sent with."""
    operation: UUID = form.cleaned_data["operation"]
    return operation
