"""What the access log asks in its address."""

from django import forms


class LinesForm(forms.Form):
    """How many lines of the log stand on one page, and before which place it begins."""

    lines = forms.IntegerField(min_value=1, required=False)
    before = forms.CharField(max_length=200, required=False)
