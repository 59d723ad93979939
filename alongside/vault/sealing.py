"""Sealed blobs: format, key version, nonce, AES-256-GCM over one dataclass.

Table, row, owner and version are bound in, so a blob opens only where it was sealed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography.exceptions import InvalidTag

from alongside.vault import contents as codec
from alongside.vault import ring
from alongside.vault.ring import Unreadable

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_FORMAT = b"\x01"


def seal(contents: DataclassInstance, *, table: str, row: UUID, owner: UUID) -> bytes:
    """One blob that opens only for this table, row and owner. Makes the owner's first key."""
    version, cipher = ring.for_sealing(owner)
    # The system's randomness, never a seeded one: a nonce must not come twice.
    nonce = os.urandom(12)
    bound = f"{table}|{row}|{owner}|{version}".encode()
    return b"%b%b%b%b" % (
        _FORMAT,
        version.to_bytes(2),
        nonce,
        cipher.encrypt(nonce, codec.encode(contents), bound),
    )


def unseal[T: DataclassInstance](
    blob: bytes | memoryview, *, kind: type[T], table: str, row: UUID, owner: UUID
) -> T:
    """What was sealed, as its dataclass. Raises Unreadable, which never says what was inside."""
    blob = bytes(blob)  # psycopg hands out memoryviews
    if blob[:1] != _FORMAT:
        raise Unreadable("A sealed blob has a format that is not known.")
    version = int.from_bytes(blob[1:3])
    cipher = ring.for_unsealing(owner, version)
    bound = f"{table}|{row}|{owner}|{version}".encode()
    try:
        return codec.decode(kind, cipher.decrypt(blob[3:15], blob[15:], bound))
    except InvalidTag:
        raise Unreadable("A sealed blob was changed, or belongs to another row.") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unreadable(f"A sealed blob does not fit {kind.__name__}.") from None
