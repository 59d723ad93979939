"""What lists ask in their address."""

from django import forms

FARTHEST = 5000


class HowManyForm(forms.Form):
    """How many people a list shows on one page."""

    show = forms.IntegerField(min_value=1, max_value=FARTHEST, required=False)
