"""Plain reads of accounts, by id or by an address that somebody typed."""

from uuid import UUID

from alongside.accounts import addresses
from alongside.accounts.models import Account


def by_email(email: str) -> UUID | None:
    """The account that signs in with this address. Callers must not tell whether there is one."""
    found = Account.objects.filter(email=addresses.pseudo(email), is_active=True)
    return found.values_list("id", flat=True).first()
