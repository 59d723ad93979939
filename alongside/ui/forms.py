"""Forms as GOV.UK Frontend draws them: `{{ form }}` is all that a page writes.

Every form carries an operation id, so that the same form sent twice is one write.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.lib import ids

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Label


class Renderer(TemplatesSetting):
    """Draws every form and field with our templates."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class Form(forms.Form):
    """A form with an operation id, made with the page and sent back with it."""

    operation = forms.UUIDField(widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("operation", ids.new())

    def canonical(self) -> str:
        """What was sent, always in one order and spelling: the same words give the same text.

        The operation id is left out. Call it on a valid form.
        """
        fields = sorted(name for name in self.cleaned_data if name != "operation")
        return "\x1e".join(f"{name}\x1f{spelled(self.cleaned_data[name])}" for name in fields)

    def renewed(self, sentence: Label) -> None:
        """Keep the words under a fresh operation id, and say what happened."""
        sent = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        sent[self.add_prefix("operation")] = str(ids.new())
        self.data = sent
        self.add_error(None, ValidationError(sentence))


def spelled(value: object) -> str:
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Iterable):
        return "\x1d".join(sorted(spelled(part) for part in value))
    return "" if value is None else str(value)


class LineInput(forms.TextInput):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-input"} | (attrs or {}))


class WordsInput(forms.Textarea):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-textarea", "rows": 4} | (attrs or {}))


class Radios(forms.RadioSelect):
    template_name = "ui/forms/radios.html"


class Checkboxes(forms.CheckboxSelectMultiple):
    template_name = "ui/forms/checkboxes.html"


class Select(forms.Select):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-select"} | (attrs or {}))


class Line(forms.CharField):
    """One line of text."""

    widget = LineInput

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)


class Words(forms.CharField):
    """As much text as somebody wants to write. White space is theirs to keep."""

    widget = WordsInput

    def __init__(self, *, max_length: int = 20_000, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", WordsInput({"rows": rows}))
        super().__init__(max_length=max_length, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n") if text.strip() else ""


class Choice(forms.ChoiceField):
    """One of a few, all in sight."""

    widget = Radios


class Choices(forms.MultipleChoiceField):
    """Any of a few, all in sight."""

    widget = Checkboxes


class OneOfMany(forms.ChoiceField):
    """One of a long list."""

    widget = Select


class YesNo(forms.TypedChoiceField):
    """Yes or no, with nothing chosen beforehand."""

    widget = Radios

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda answer: answer == "yes",
            empty_value=None,
            **kwargs,
        )


class Box(LineInput):
    """A short box for a number, with its own small label."""

    def __init__(self, label: Label, *, width: int) -> None:
        super().__init__(
            {
                "class": f"govuk-input govuk-date-input__input govuk-input--width-{width}",
                "inputmode": "numeric",
                "autocomplete": "off",
            }
        )
        self.box_label = label


class Boxes(forms.MultiWidget):
    """Boxes side by side that are one answer."""

    template_name = "ui/forms/boxes.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        for drawn, box in zip(context["widget"]["subwidgets"], self.widgets, strict=True):
            drawn["label"] = getattr(box, "box_label", "")
        return context


def day_boxes() -> dict[str, forms.Widget | type[forms.Widget]]:
    return {
        "day": Box(_("Day"), width=2),
        "month": Box(_("Month"), width=2),
        "year": Box(_("Year"), width=4),
    }


class DayBoxes(Boxes):
    def __init__(self) -> None:
        super().__init__(day_boxes())

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class MomentBoxes(Boxes):
    def __init__(self) -> None:
        super().__init__(
            day_boxes() | {"hour": Box(_("Hour"), width=2), "minute": Box(_("Minute"), width=2)}
        )

    def decompress(self, value: datetime | None) -> list[Any]:
        if value is None:
            return [None] * 5
        local = timezone.localtime(value)
        return [local.day, local.month, local.year, local.hour, f"{local.minute:02}"]


class Numbers(forms.MultiValueField):
    """Boxes of numbers whose faults are always told in one sentence, under the one label."""

    sentence: ClassVar[Label]
    empty_sentence: ClassVar[Label]

    def __init__(self, *, count: int, **kwargs: Any) -> None:
        boxes = [forms.CharField(required=False) for _box in range(count)]
        kwargs.setdefault("error_messages", {}).setdefault("required", self.empty_sentence)
        super().__init__(boxes, require_all_fields=False, **kwargs)

    def numbers(self, parts: list[Any]) -> list[int]:
        texts = [str(part or "").strip() for part in parts]
        if not all(text.isascii() and text.isdigit() and len(text) <= 4 for text in texts):
            raise ValidationError(self.sentence)
        return [int(text) for text in texts]


class Day(Numbers):
    """A day, month and year. Cleans to a date."""

    sentence = _("Write a day, a month and a year, like 27 3 2026.")
    empty_sentence = _("Write the day.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(count=3, widget=DayBoxes(), **kwargs)

    def compress(self, data_list: list[Any]) -> date | None:
        if not any(str(part or "").strip() for part in data_list):
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
        if not any(str(part or "").strip() for part in data_list):
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
