"""Sealed files: in pieces of one size, under the key of their owner and a name that says nothing.

A file is its length, its bytes and zeros up to a whole number of pieces, so its size on the disk
tells how many pieces it has and no more. File, owner, key version, the number of the piece and
whether it is the last are bound into each: pieces cannot be swapped, dropped or cut off.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from alongside.vault import ring
from alongside.vault.ring import Unreadable

PIECE = 64 * 1024  # bytes of content in each
_FORMAT = b"\x01"
_HEAD = 3  # format, key version
_LENGTH = 8  # of the content, at the start of the first piece
_NONCE, _TAG = 12, 16
_SEALED = _NONCE + PIECE + _TAG
_CHANGED = "A sealed file was changed, or belongs to somebody else."


@dataclass(frozen=True, slots=True)
class Seal:
    """What every piece of one file is bound to."""

    cipher: AESGCM
    file: UUID
    owner: UUID
    version: int
    pieces: int

    def bound(self, number: int) -> bytes:
        last = number == self.pieces - 1
        return f"file|{self.file}|{self.owner}|{self.version}|{number}|{last:d}".encode()


def keep(content: bytes, *, owner: UUID) -> UUID:
    """Seal these bytes into a new file, on the disk for good when this returns.

    Nothing is ever written in plain. Whoever calls keeps the id under a seal too, and erases the
    file when the row that holds it does not come to be.
    """
    file = UUID(bytes=os.urandom(16), version=4)
    version, cipher = ring.for_sealing(owner)
    seal = Seal(cipher, file, owner, version, pieces_of(len(content)))
    final = place_of(file)
    made_folder(final.parent)
    draft = final.with_suffix(".part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(_FORMAT + version.to_bytes(2))
            for sealed in sealed_pieces(content, seal):
                out.write(sealed)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(final)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    settle(final.parent)
    return file


def read(file: UUID, *, owner: UUID, start: int = 0, stop: int | None = None) -> bytes:
    """The bytes from `start` up to `stop`, or to the end. Raises Unreadable (KeyGone too).

    Only the pieces asked for are opened, and the first, which knows the length.
    """
    with opened(file) as source:
        seal = seal_of(source, file=file, owner=owner)
        first = piece(source, 0, seal)
        length = length_in(first, seal)
        begin = min(max(start, 0), length)
        end = length if stop is None else min(max(stop, begin), length)
        if begin == end:
            return b""
        skipped, until = begin + _LENGTH, end + _LENGTH
        low, high = skipped // PIECE, -(-until // PIECE)
        parts = [first if n == 0 else piece(source, n, seal) for n in range(low, high)]
        return b"".join(parts)[skipped - low * PIECE : until - low * PIECE]


def size(file: UUID, *, owner: UUID) -> int:
    """How many bytes were kept. Raises Unreadable."""
    with opened(file) as source:
        seal = seal_of(source, file=file, owner=owner)
        return length_in(piece(source, 0, seal), seal)


def erase(file: UUID) -> None:
    """Let go of a file for good. One that is gone already is no mistake."""
    place = place_of(file)
    with suppress(FileNotFoundError):
        place.unlink()
        settle(place.parent)


def place_of(file: UUID) -> Path:
    return Path(settings.HOME) / "files" / file.hex[:2] / file.hex


def pieces_of(length: int) -> int:
    return -(-(length + _LENGTH) // PIECE)


def sealed_pieces(content: bytes, seal: Seal) -> Iterator[bytes]:
    framed = len(content).to_bytes(_LENGTH) + content
    for number in range(seal.pieces):
        plain = framed[number * PIECE : (number + 1) * PIECE].ljust(PIECE, b"\0")
        nonce = os.urandom(_NONCE)
        yield nonce + seal.cipher.encrypt(nonce, plain, seal.bound(number))


def opened(file: UUID) -> BinaryIO:
    try:
        return place_of(file).open("rb")
    except OSError:
        raise Unreadable("A sealed file is not there.") from None


def seal_of(source: BinaryIO, *, file: UUID, owner: UUID) -> Seal:
    """What the pieces of this file must be bound to, as many as there are."""
    head = source.read(_HEAD)
    if head[:1] != _FORMAT:
        raise Unreadable("A sealed file has a format that is not known.")
    version = int.from_bytes(head[1:])
    pieces, rest = divmod(os.fstat(source.fileno()).st_size - _HEAD, _SEALED)
    if rest or not pieces:
        raise Unreadable(_CHANGED)
    return Seal(ring.for_unsealing(owner, version), file, owner, version, pieces)


def piece(source: BinaryIO, number: int, seal: Seal) -> bytes:
    source.seek(_HEAD + number * _SEALED)
    sealed = source.read(_SEALED)
    try:
        return seal.cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], seal.bound(number))
    except (InvalidTag, ValueError):
        raise Unreadable(_CHANGED) from None


def length_in(first: bytes, seal: Seal) -> int:
    length = int.from_bytes(first[:_LENGTH])
    if pieces_of(length) != seal.pieces:
        raise Unreadable(_CHANGED)
    return length


def made_folder(folder: Path) -> None:
    """A folder that nobody else may look into, and whose name survives a power cut."""
    for level in (folder.parent, folder):
        if not level.is_dir():
            level.mkdir(mode=0o700, parents=True, exist_ok=True)
            settle(level.parent)


def settle(folder: Path) -> None:
    """Make what was named or unnamed in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
