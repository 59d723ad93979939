"""Writes on accounts. Nobody signs up: accounts are made here, by the house."""

from dataclasses import replace
from uuid import UUID

from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from alongside.accounts import addresses
from alongside.accounts.models import Account, AccountContents
from alongside.accounts.viewer import Capacity, Viewer


class NotAllowed(PermissionError):
    """The actor may not do this."""


class AddressTaken(ValueError):
    """Another account has this e-mail address."""


def house_only(by: Viewer) -> None:
    """For writes that only the house makes: commands, loaders, the demo."""
    if by.capacity is not Capacity.SYSTEM:
        raise NotAllowed("Only the house itself does this.")


@transaction.atomic
def create_account(*, by: Viewer, name: str, email: str | None = None) -> Account:
    """An account that can be signed in to by a code, when it has an address, and by no password."""
    house_only(by)
    account = Account(email=_token(email))
    account.put(AccountContents(name=name.strip(), email=email.strip() if email else ""))
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as taken:
        raise AddressTaken("Another account has this e-mail address.") from taken
    return account


@transaction.atomic
def rename(*, by: Viewer, account: UUID, name: str) -> Account:
    """Change how an account is named on screen: its owner's to decide, or the house's."""
    if by.account != account:
        house_only(by)
    row = Account.objects.select_for_update().get(id=account)
    row.put(replace(row.contents, name=name.strip()))
    row.save(update_fields=["sealed"])
    return row


def _token(email: str | None) -> str | None:
    if not email:
        return None
    validate_email(email.strip())
    return addresses.pseudo(email)
