"""The master key: where it is read from, how a new one is written, and the keys that come of it.

Nothing here touches the database; `gate` decides whether this key is the right one for it.
"""

import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VARIABLE = "ALONGSIDE_MASTER_KEY"


class VaultSealed(Exception):
    """The vault cannot open. The message is one sentence for the person who runs the machine."""


class MasterKeyMissing(VaultSealed):
    """There is no master key at all, in neither of its two places."""


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """One key for each use, all derived from the master key, so that none serves two purposes."""

    check: bytes
    wrap: bytes
    index: bytes
    digest: bytes
    operation: bytes
    cursor: bytes
    signing: bytes

    def __repr__(self) -> str:
        return "MasterKeys(…)"


def key_file() -> Path:
    return Path(settings.HOME) / "master.key"


def load() -> MasterKeys:
    """The keys, from the environment or else the file. Raises VaultSealed with the reason."""
    written = os.environ.get(VARIABLE, "").strip()
    return _derive(_decode(written, VARIABLE) if written else _read(key_file()))


def create() -> None:
    """Write a new master key, unless there is one. The file appears whole or not at all."""
    final = key_file()
    final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = final.with_name(f"master.key.{os.urandom(8).hex()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(b64encode(os.urandom(32)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first: its key is the key
            os.link(draft, final)
    finally:
        draft.unlink()
    _keep(final.parent)


def _keep(folder: Path) -> None:
    """Make a new name in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(file: Path) -> bytes:
    try:
        mode, written = file.stat().st_mode, file.read_text("ascii")
    except FileNotFoundError:
        raise MasterKeyMissing(
            f"There is no master key. Put it back at {file} or in {VARIABLE}. "
            "For a new, empty installation run: alongside setup."
        ) from None
    except (OSError, UnicodeDecodeError):
        raise VaultSealed(f"The master key at {file} cannot be read.") from None
    if mode & 0o077:
        raise VaultSealed(f"Others can read the master key. Run: chmod 400 {file}")
    return _decode(written.strip(), str(file))


def _decode(written: str, place: str) -> bytes:
    try:
        key = b64decode(written, validate=True)
    except (NotBase64, ValueError):
        key = b""
    if len(key) != 32:
        raise VaultSealed(f"What {place} holds is not a master key (32 bytes in base64).")
    return key


def _derive(master: bytes) -> MasterKeys:
    def key(use: str) -> bytes:
        return HKDF(SHA256(), 32, salt=None, info=f"alongside/1/{use}".encode()).derive(master)

    names = [field.name for field in fields(MasterKeys)]
    return MasterKeys(**{name: key(name) for name in names})
