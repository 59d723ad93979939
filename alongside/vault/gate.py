"""Whether the vault is open: the right master key for this database, or a reason why not."""

import os
from dataclasses import dataclass
from hmac import compare_digest

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import DatabaseError

from alongside.vault import master
from alongside.vault.keys import DataKey, KeyCheck
from alongside.vault.master import MasterKeyMissing, MasterKeys, VaultSealed

_KNOWN = b"alongside: this is the right key"
_WRONG = (
    "This is not the master key that sealed this database. "
    f"Put the right one back at {{file}} or in {master.VARIABLE}."
)
_UNCHECKED = "The key check is missing from the database, but sealed rows are there. Restore it."
_UNREADABLE = "The tables of the vault cannot be read. Is the database there and migrated?"

_opened: MasterKeys | None = None


@dataclass(frozen=True, slots=True)
class VaultState:
    """Open, or sealed with the reason in one sentence for the person who runs the machine."""

    reason: str = ""

    @property
    def is_open(self) -> bool:
        return not self.reason


OPEN = VaultState()


def state() -> VaultState:
    """Whether the vault is open. Costs nothing once it is; asks again while it is not."""
    try:
        keys()
    except VaultSealed as sealed:
        return VaultState(reason=str(sealed))
    return OPEN


def keys() -> MasterKeys:
    """The derived keys, checked against the database once. Raises VaultSealed with the reason."""
    global _opened
    if _opened is None:
        loaded = master.load()
        try:
            _proves(loaded)
        except DatabaseError:
            raise VaultSealed(_UNREADABLE) from None
        _opened = loaded
    return _opened


def ensure_key() -> None:
    """For `setup` and `demo`: make a master key if nothing was ever sealed here.

    Raises VaultSealed instead of making a key over old data.
    """
    try:
        master.load()
    except MasterKeyMissing:
        if KeyCheck.objects.exists() or DataKey.objects.exists():
            raise
        master.create()
    adopt(keys())


def adopt(candidate: MasterKeys) -> None:
    """Bind this database to this master key, or prove that it is bound to it already.

    Comes before every new data key, in its transaction, so that no sealed row can ever
    stand in a database without a key check.
    """
    if not _proves(candidate):
        nonce = os.urandom(12)
        sealed = nonce + AESGCM(candidate.check).encrypt(nonce, _KNOWN, None)
        KeyCheck.objects.bulk_create([KeyCheck(sealed=sealed)], ignore_conflicts=True)
        _proves(candidate)  # another process may have bound it to another key meanwhile


def forget() -> None:
    """Drop the master keys held in memory, so that the next use reads and checks them again."""
    global _opened
    _opened = None


def _proves(candidate: MasterKeys) -> bool:
    """True for the right key, False while nothing was ever sealed; a wrong key raises."""
    row = KeyCheck.objects.first()
    if row is None and DataKey.objects.exists():
        row = KeyCheck.objects.first()  # both may have been committed in between
        if row is None:
            raise VaultSealed(_UNCHECKED)
    if row is None:
        return False
    sealed = bytes(row.sealed)
    try:
        known = AESGCM(candidate.check).decrypt(sealed[:12], sealed[12:], None)
    except (InvalidTag, ValueError):
        known = b""
    if not compare_digest(known, _KNOWN):
        raise VaultSealed(_WRONG.format(file=master.key_file()))
    return True
