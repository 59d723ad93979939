"""What a question is answered in: GOV.UK Frontend's boxes, radios and checkboxes."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Label

LONDON = ZoneInfo("Europe/London")


class LineInput(forms.TextInput):
    """One line. The browser keeps no list of what was typed: others use this phone too."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-input", "autocomplete": "off"} | (attrs or {}))


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


class Box(LineInput):
    """A short box for a number, with its own small label."""

    def __init__(self, label: Label, *, width: int, starts_row: bool = False) -> None:
        super().__init__(
            {
                "class": f"govuk-input govuk-date-input__input govuk-input--width-{width}",
                "inputmode": "numeric",
            }
        )
        self.box_label = label
        self.starts_row = starts_row


class Boxes(forms.MultiWidget):
    """Boxes side by side that are one answer."""

    template_name = "ui/forms/boxes.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        for drawn, box in zip(context["widget"]["subwidgets"], self.widgets, strict=True):
            drawn["label"] = getattr(box, "box_label", "")
            drawn["starts_row"] = getattr(box, "starts_row", False)
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
    """A day, and below it the time of that day by the 24-hour clock."""

    def __init__(self) -> None:
        super().__init__(
            day_boxes()
            | {
                "hour": Box(_("Hour"), width=2, starts_row=True),
                "minute": Box(_("Minute"), width=2),
            }
        )

    def decompress(self, value: datetime | None) -> list[Any]:
        if value is None:
            return [None] * 5
        local = value.astimezone(LONDON)
        return [local.day, local.month, local.year, local.hour, f"{local.minute:02}"]
