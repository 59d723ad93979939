"""Forms of signing in, over those of the sign-in library."""

import struct
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.webauthn.forms import LoginWebAuthnForm, SignupWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.accounts import addresses
from alongside.accounts.passkeys import Device
from alongside.ui.forms import Choice
from alongside.ui.widgets import LineInput

NOT_KNOWN = _("That passkey did not work. Try again, or ask for a code.")
NOT_MADE = _("The passkey was not made. You can try again.")

# A credential is under 2,000 characters; one with a maker's certificates, some thousands more.
LONGEST = 20_000
# How the library answers what no browser would send.
ODD = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    struct.error,
    TypeError,
    ValueError,
)


class AddressForm(RequestLoginCodeForm):
    """Asks for an e-mail address and goes on with its token: nothing after this sees the address."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We will send a code there. It works for ten minutes."),
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("Type an e-mail address like name@example.org."),
        },
        widget=forms.EmailInput(
            {"class": "govuk-input", "autocomplete": "username", "spellcheck": "false"}
        ),
    )

    use_required_attribute = False

    def clean_email(self) -> str:
        self.cleaned_data["email"] = addresses.pseudo(self.cleaned_data["email"])
        token: str = super().clean_email()
        return token


class CodeForm(ConfirmLoginCodeForm):
    code = forms.CharField(
        label=_("The code we sent"),
        help_text=_("Nine numbers. You can leave out the dashes."),
        error_messages={"required": _("Type the code.")},
        max_length=20,
        widget=LineInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    use_required_attribute = False


class Credential(forms.JSONField):
    """What a browser makes of a passkey: a small piece of JSON. Anybody can post anything here."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        odd = forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if isinstance(value, str) and len(value) > LONGEST:
            raise odd
        try:
            credential = super().to_python(value)
        except RecursionError as deep:
            raise odd from deep
        # The library takes a false one, 0 or false, for none at all, and keeps it unchecked.
        if credential is not None and not isinstance(credential, dict):
            raise odd
        return credential

    def bound_data(self, data: Any, initial: Any) -> None:
        """A refused credential is of no more use, so no page repeats it."""

    def prepare_value(self, value: Any) -> str:
        return ""


class PasskeyForm(LoginWebAuthnForm):
    credential = Credential(error_messages={"required": NOT_KNOWN, "invalid": NOT_KNOWN})

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except ODD as odd:
            raise forms.ValidationError(NOT_KNOWN) from odd


class PasskeyAddForm(SignupWebAuthnForm):
    """The passkey is made by then, so an odd name is no reason to refuse it."""

    name = Choice(label=_("Where is this passkey?"), choices=Device.choices, required=False)
    credential = Credential(error_messages={"required": NOT_MADE, "invalid": NOT_MADE})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": ""}
        super().__init__(*args, **kwargs)

    def clean(self) -> Any:
        try:
            return super().clean()
        except ODD as odd:
            raise forms.ValidationError(NOT_MADE) from odd
