"""Keyed tokens: blind indexes, digests, derived ids, cursors and signatures."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from alongside.lib import chance
from alongside.vault import gate

CURSOR_TEXT = 63  # bytes: with their length in front they fill one block of 64


def blind(kind: str, value: str) -> bytes:
    """A token to find a value by without storing it. The caller normalises the value first."""
    return hmac.digest(gate.keys().index, _framed(kind, value), "sha256")


def mac(kind: str, *parts: str) -> bytes:
    """A keyed digest, for instance of a form's fields. No two lists of parts look the same."""
    return hmac.digest(gate.keys().digest, _framed(kind, *parts), "sha256")


def derived_id(account: UUID, operation: UUID) -> UUID:
    """The id of what this operation of this account makes: a UUIDv8 that nobody can probe."""
    token = hmac.digest(gate.keys().operation, account.bytes + operation.bytes, "sha256")
    number = int.from_bytes(token[:16])
    number = number & ~(0xF << 76) | 0x8 << 76
    number = number & ~(0b11 << 62) | 0b10 << 62
    return UUID(int=number)


def seal_cursor(text: str, *, bound_to: str) -> str:
    """A place in a list as a token of one fixed length, good only for what it is bound to."""
    written = text.encode()
    if len(written) > CURSOR_TEXT:
        raise ValueError("A cursor holds at most 63 bytes.")
    block = (bytes([len(written)]) + written).ljust(CURSOR_TEXT + 1, b"\0")
    nonce = chance.octets(12)
    sealed = AESGCM(gate.keys().cursor).encrypt(nonce, block, bound_to.encode())
    return urlsafe_b64encode(nonce + sealed).decode().rstrip("=")


def open_cursor(token: str, *, bound_to: str) -> str | None:
    """The place, or None for anything that was not sealed here for this purpose."""
    try:
        blob = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        block = AESGCM(gate.keys().cursor).decrypt(blob[:12], blob[12:], bound_to.encode())
    except (ValueError, InvalidTag):
        return None
    return block[1 : 1 + block[0]].decode()


class Signature(NamedTuple):
    signature: bytes
    public_key: bytes


def sign(message: bytes) -> Signature:
    """Ed25519, under a key that comes from the master key and is nowhere in the database."""
    key = Ed25519PrivateKey.from_private_bytes(gate.keys().signing)
    return Signature(key.sign(message), key.public_key().public_bytes_raw())


def public_key() -> bytes:
    """The key that our own signatures are checked with."""
    key = Ed25519PrivateKey.from_private_bytes(gate.keys().signing)
    return key.public_key().public_bytes_raw()


def is_signed(message: bytes, signed: Signature) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(signed.public_key).verify(signed.signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _framed(*parts: str) -> bytes:
    written = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4) + part for part in written)
