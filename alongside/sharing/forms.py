"""What the access log asks in its address, and the forms about who is kept out."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.sharing.exclusions import around, out_already
from alongside.sharing.services import Look
from alongside.ui.forms import Form, OneOfMany, Words
from alongside.vault import services as vault


class LinesForm(forms.Form):
    """How many lines of the log stand on one page, and before which place it begins."""

    lines = forms.IntegerField(min_value=1, required=False)
    before = forms.CharField(max_length=200, required=False)


class ReasonForm(Form):
    """Something that needs a reason. The same words about the same thing are the same write."""

    def digest(self, *about: UUID | str) -> bytes:
        return vault.mac("sharing.form", *(str(part) for part in about), self.canonical())


class AskForm(ReasonForm):
    """What the person wants to know about one look."""

    words = Words(
        label=_("What do you want to know?"),
        help_text=_("For example: why did you look at this?"),
        max_length=2_000,
        rows=3,
    )


class AnswerForm(ReasonForm):
    """What the person is answered."""

    words = Words(
        label=_("Your answer"),
        help_text=_("Say plainly who looked and what for. If it was wrong, say so."),
        max_length=2_000,
        rows=4,
    )


class ExclusionForm(ReasonForm):
    """Who must not see a record, and why."""

    account = OneOfMany(label=_("Who must not see this record?"))
    reason = Words(label=_("Why must they not see it?"), max_length=2_000, rows=3)

    def __init__(self, *args: Any, look: Look, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = around(look)
        # Whoever is out already stays an answer to a form that is sent twice.
        left_out = set() if self.is_bound else out_already(look)
        lines = [(str(id), line) for id, line in members.items() if id not in left_out]
        lines.sort(key=lambda row: row[1].casefold())
        self.fields["account"].choices = [("", _("Choose")), *lines]  # type: ignore[attr-defined]  # a choice field

    @property
    def whom(self) -> UUID:
        return UUID(self.cleaned_data["account"])


class EndExclusionForm(ReasonForm):
    """Why somebody may see a record again."""

    reason = Words(label=_("Why can they see it again?"), max_length=2_000, rows=3)
