"""Forms of signing in, over those of the sign-in library."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.webauthn.forms import LoginWebAuthnForm, SignupWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.accounts import addresses
from alongside.accounts.passkeys import Device
from alongside.ui.forms import Choice, LineInput

NOT_MADE = _("The passkey was not made. You can try again.")


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


class PasskeyForm(LoginWebAuthnForm):
    def clean_credential(self) -> Any:
        """Anybody can post anything here; the library expects a browser's own answer."""
        try:
            return super().clean_credential()
        except (AttributeError, KeyError, LookupError, TypeError, ValueError) as odd:
            raise forms.ValidationError(_("That passkey did not work.")) from odd


class PasskeyAddForm(SignupWebAuthnForm):
    """The passkey is made by then, so an odd name is no reason to refuse it."""

    name = Choice(label=_("Where is this passkey?"), choices=Device.choices, required=False)
    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={"required": NOT_MADE, "invalid": NOT_MADE},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": ""}
        super().__init__(*args, **kwargs)
