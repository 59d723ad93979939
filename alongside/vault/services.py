"""What other rooms call: `from alongside.vault import services as vault`."""

from alongside.vault import gate, ring
from alongside.vault.files import erase as erase_file
from alongside.vault.files import keep as keep_file
from alongside.vault.files import read as read_file
from alongside.vault.files import size as size_of_file
from alongside.vault.gate import OPEN, VaultState, ensure_key, state
from alongside.vault.master import VaultSealed
from alongside.vault.ring import KeyGone, Unreadable
from alongside.vault.ring import fetch as fetch_keys
from alongside.vault.ring import make as make_keys
from alongside.vault.sealing import seal, unseal
from alongside.vault.tokens import (
    CURSOR_TEXT,
    Signature,
    blind,
    derived_id,
    is_signed,
    mac,
    open_cursor,
    public_key,
    seal_cursor,
    sign,
)

__all__ = [
    "CURSOR_TEXT",
    "OPEN",
    "KeyGone",
    "Signature",
    "Unreadable",
    "VaultSealed",
    "VaultState",
    "blind",
    "derived_id",
    "ensure_key",
    "erase_file",
    "fetch_keys",
    "forget",
    "is_signed",
    "keep_file",
    "mac",
    "make_keys",
    "open_cursor",
    "public_key",
    "read_file",
    "seal",
    "seal_cursor",
    "sign",
    "size_of_file",
    "state",
    "unseal",
]


def forget() -> None:
    """Drop every key held in memory (tests call it between two worlds)."""
    gate.forget()
    ring.forget()
