"""Names of accounts for pages that show who wrote, looked or is there."""

from collections.abc import Iterable
from uuid import UUID

from alongside.accounts.models import Account
from alongside.lib.memory import look_up
from alongside.vault import services as vault


def names(accounts: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these accounts: one query for the rows, at most one for keys not yet at hand."""
    return look_up("accounts.names", accounts, _names)


def _names(accounts: set[UUID]) -> dict[UUID, str]:
    rows = list(Account.objects.filter(id__in=accounts).only("id", "sealed"))
    vault.fetch_keys(row.id for row in rows)
    return {row.id: row.name for row in rows}
