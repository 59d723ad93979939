"""What the access log asks in its address."""

from django import forms

FARTHEST = 2000


class LinesForm(forms.Form):
    """How far back the log goes on one page."""

    lines = forms.IntegerField(min_value=1, max_value=FARTHEST, required=False)
