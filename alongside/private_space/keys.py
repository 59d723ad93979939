"""From a passphrase to keys.

No passphrase is wrong. Each gives a secret, slowly; the secret gives the places of four blocks and
the key that they are sealed under. Nothing is stored that a passphrase could be compared with.
"""

import hmac
import os
import unicodedata
from threading import BoundedSemaphore
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from alongside.vault import services as vault

# 64 MiB and about 0.16 seconds of one processor for each guess (OWASP: scrypt, N=2^16, r=8, p=2
# or stronger where nothing else protects; here the salt is secret too).
COST, WIDTH, LANES = 2**16, 8, 1
BLOCKS = 4
NONCE, TAG = 12, 16

# Two at once are 128 MiB; whoever comes third waits a moment.
_few = BoundedSemaphore(2)


def derive(*, account: UUID, passphrase: str) -> bytes:
    """The secret of this passphrase of this account: 32 bytes, always with the same work.

    Without the master key nobody can even begin to guess: the salt is made with it.
    """
    salt = vault.mac("private_space.salt", str(account))
    with _few:
        slow = Scrypt(salt=salt, length=32, n=COST, r=WIDTH, p=LANES)
        return slow.derive(normal(passphrase).encode())


def normal(passphrase: str) -> str:
    """Phones add capitals and spaces by themselves: they make no difference."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).casefold().split())


def places(secret: bytes) -> list[UUID]:
    """The ids of the four blocks of a space. Every id of the table looks like these."""
    return [UUID(bytes=_subkey(secret, f"place {n}")[:16]) for n in range(BLOCKS)]


def seal(secret: bytes, contents: list[bytes]) -> list[bytes]:
    """Each part sealed for its place: none can be moved, changed, or read without the secret."""
    cipher = AESGCM(_subkey(secret, "seal"))
    sealed = []
    for place, part in zip(places(secret), contents, strict=True):
        nonce = os.urandom(NONCE)
        sealed.append(nonce + cipher.encrypt(nonce, part, place.bytes))
    return sealed


def unseal(secret: bytes, sealed: list[bytes]) -> list[bytes] | None:
    """The parts, or None for blocks that were not sealed under this secret."""
    cipher = AESGCM(_subkey(secret, "seal"))
    try:
        return [
            cipher.decrypt(block[:NONCE], block[NONCE:], place.bytes)
            for place, block in zip(places(secret), sealed, strict=True)
        ]
    except InvalidTag:
        return None


def chain(secret: bytes, *parts: str) -> str:
    """The hash of one event onto the one before, under a key that only the space has."""
    told = b"".join(len(part.encode()).to_bytes(4) + part.encode() for part in parts)
    return hmac.digest(_subkey(secret, "events"), told, "sha256").hex()


def _subkey(secret: bytes, use: str) -> bytes:
    return hmac.digest(secret, f"alongside/private_space/1/{use}".encode(), "sha256")
