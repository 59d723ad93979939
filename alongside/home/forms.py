"""What lists ask."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.ui.forms import LineInput

FARTHEST = 5000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of people is to show: whose name holds these words, how many, from where on."""

    words: str = ""
    show: int | None = None
    before: str = ""


class Sought(forms.CharField):
    """What somebody looks for."""

    asks_plainly = True  # not "(if you want)": nothing looked for is everybody


class FindForm(forms.Form):
    """Part of a name or of a number. It is posted: what is looked for is in no address and no log."""

    words = Sought(
        label=_("Name or number"),
        max_length=100,
        required=False,
        widget=LineInput({"autocomplete": "off"}),
    )
    show = forms.IntegerField(min_value=1, max_value=FARTHEST, required=False)
    before = forms.CharField(max_length=200, required=False)

    def asked(self) -> Asked:
        """What of it makes sense; the rest is as if it had not been asked."""
        self.is_valid()
        said = self.cleaned_data
        return Asked(said.get("words", ""), said.get("show"), said.get("before", ""))
