"""What somebody writes beside an entry."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.journey.models import Stance
from alongside.ui.forms import Choice, Form, Words

ASKED = {
    Stance.DIFFERENT: _("I see it differently"),
    Stance.NOT_RIGHT: _("This is not right. I want an answer"),
    Stance.DONE: _("This is what we did"),
}


class RemarkForm(Form):
    """One choice, and words."""

    stance = Choice(label=_("What do you want to say?"))
    words = Words(label=_("In your words"), rows=4)

    def __init__(self, *args: Any, stances: Sequence[Stance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stance"].choices = [(s.value, ASKED[s]) for s in stances]  # type: ignore[attr-defined]  # a choice field
