"""What is typed here. Every name begins with `kept_`: such words are never given back elsewhere."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.ui.forms import Form, Line, Words


class Secret(forms.PasswordInput):
    """A box whose letters cannot be seen, and that no browser offers to remember.

    Browsers keep passwords, and fill them in for whoever comes next. They keep no codes.
    """

    def __init__(self) -> None:
        super().__init__(
            {
                "class": "govuk-input",
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        )


class OpenForm(Form):
    """The way in."""

    kept_passphrase = Line(
        label=_("Your passphrase"),
        help_text=_("Capital letters and extra spaces make no difference."),
        max_length=400,
        strip=False,
        widget=Secret(),
        error_messages={"required": _("Type your passphrase.")},
    )


class NoteForm(Form):
    """What somebody writes, with the passphrase where it is asked for."""

    kept_words = Words(
        label=_("Write something"),
        rows=6,
        max_length=40_000,
        error_messages={"required": _("Write something first.")},
    )
    kept_passphrase = Line(
        label=_("Your passphrase"),
        max_length=400,
        strip=False,
        required=False,
        widget=Secret(),
    )
    kept_again = Line(
        label=_("Your passphrase once more"),
        help_text=_("Nothing is kept here yet. So we check that you can find it again."),
        max_length=400,
        strip=False,
        required=False,
        widget=Secret(),
    )

    def __init__(self, *args: Any, asks: bool = False, again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain = {"autocomplete": "off", "autocorrect": "off", "spellcheck": "false"}
        self.fields["kept_words"].widget.attrs.update(plain)
        for name, is_asked in (("kept_passphrase", asks), ("kept_again", again)):
            if is_asked:
                self.fields[name].required = True
            else:
                del self.fields[name]
