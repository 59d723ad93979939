"""What lists ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.ui.forms import LineInput

FARTHEST = 5000


class HowManyForm(forms.Form):
    """How many people a list shows on one page."""

    show = forms.IntegerField(min_value=1, max_value=FARTHEST, required=False)


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
