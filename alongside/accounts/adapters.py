"""Where the sign-in library asks us. It only ever sees tokens; the address is unsealed to send."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.accounts import mail
from alongside.accounts.models import Account
from alongside.accounts.passkeys import Device
from alongside.accounts.routes import to_sign_in


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _(
            "That is not the code. Look at the message again and type it once more."
        ),
        "too_many_login_attempts": _(
            "That was too many tries. Wait a few minutes, then try again."
        ),
        "rate_limited": _("That was too many tries. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """No address in a request decides where somebody lands after signing in."""
        return False

    def get_login_stages(self) -> list[str]:
        """A code is enough, and so is a passkey. Asking for both comes with second factors."""
        return ["allauth.account.stages.LoginByCodeStage"]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """`email` is a pseudo-address: the real one is unsealed here, for the message alone."""
        account = Account.objects.filter(email=email).first()
        address: str = account.contents.email if account else ""
        message = self.render_mail(template_prefix, address or email, context)
        if address:
            mail.post(message)

    def respond_user_inactive(self, request: HttpRequest, user: object) -> HttpResponse:
        messages.error(request, _("This account is closed. Ask the agency that gave it to you."))
        return to_sign_in()


class PasskeyAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That passkey did not work. Try again, or ask for a code."),
    }

    def generate_authenticator_name(self, user: object, type: object) -> str:  # noqa: A002  # the library names it
        return Device.OTHER.value

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        ours: dict[str, str] = super().get_public_key_credential_rp_entity()
        return ours | {"name": "Alongside"}

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        """What a phone shows and copies to its maker's servers: no name and no address."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"name": "Alongside", "display_name": "Alongside"}
