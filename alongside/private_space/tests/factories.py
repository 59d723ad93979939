"""Somebody with a private space, and what can be seen of it by whoever has no passphrase."""

import hashlib
from uuid import UUID

from django.db import connection

from alongside.accounts import services as accounts
from alongside.accounts.viewer import Capacity, Viewer, system
from alongside.lib import ids
from alongside.private_space import keys, services
from alongside.private_space.models import Block
from alongside.private_space.space import Space

# Words that stand nowhere else.
CANARY = "Zanderhollow"
PASSPHRASE = "copper lantern sings outside"


def somebody(name: str = "Wren") -> Viewer:
    made = accounts.create_account(by=system(), name=name)
    return here_as(made.pk)


def here_as(account: UUID, capacity: Capacity = Capacity.PERSON) -> Viewer:
    return Viewer(
        account=account,
        capacity=capacity,
        post=None,
        proof="demo",
        proved_at=None,
        request=ids.new(),
    )


def secret_of(by: Viewer, passphrase: str = PASSPHRASE) -> bytes:
    assert by.account is not None
    return keys.derive(account=by.account, passphrase=passphrase)


def kept(by: Viewer, secret: bytes, words: str = CANARY) -> Space:
    return services.add(by=by, secret=secret, operation=ids.new(), words=words)


def rows() -> dict[UUID, bytes]:
    return {row.id: bytes(row.sealed) for row in Block.objects.all()}


def everything_else() -> dict[str, str]:
    """A digest of every table but the one of blocks."""
    told = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table == Block._meta.db_table:
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  (names of tables)
            lines = sorted(map(repr, cursor.fetchall()))
            told[table] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return told
