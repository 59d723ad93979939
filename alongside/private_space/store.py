"""The pool of blocks: filled beforehand, stirred day and night, and the same size used or not.

Every block is sealed twice: inside under a passphrase (or it is noise), outside under a key of the
house. So the house can seal any block anew without knowing what it is, and does so all the time.
Every turn, by somebody or by the house itself, touches as many rows in the same way.
"""

import hmac
import os
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from alongside.private_space.keys import BLOCKS, NONCE, TAG
from alongside.private_space.models import Block
from alongside.vault import services as vault

SIZE = 8192
INNER = SIZE - NONCE - TAG
PART = INNER - NONCE - TAG  # what fits into one block under a passphrase
STEP = 512
# Rows that each turn seals anew in their place, beside the four that change their place.
RESEALED = 12
TRIES = 40


class NoRoom(Exception):
    """No free block was found, though there should be many. Nothing was changed."""


def read(places: Sequence[UUID], *, to_write: bool = False) -> list[bytes] | None:
    """What stands at these places, without its outer seal; None when nobody has written there."""
    rows = Block.objects.filter(id__in=places).order_by("id")
    if to_write:
        rows = rows.select_for_update()
    found = {row.id: bytes(row.sealed) for row in rows}
    if len(found) < len(places):
        return None
    opened = [_open(place, found[place]) for place in places]
    whole = [block for block in opened if block is not None]
    if len(whole) < len(places):
        raise vault.Unreadable("A block was changed outside Alongside.")
    return whole


@transaction.atomic
def begin(places: Sequence[UUID], inner: Sequence[bytes]) -> None:
    """Put these blocks where nobody has written: four free rows take these places."""
    _move(dict(zip(_free(len(places)), places, strict=True)), inner)
    _reseal(RESEALED, but=places)


@transaction.atomic
def put(places: Sequence[UUID], inner: Sequence[bytes]) -> None:
    """Put these blocks over what stands there."""
    for place, block in zip(places, inner, strict=True):
        Block.objects.filter(id=place).update(sealed=_close(place, block))
    _move_free()
    _reseal(RESEALED - len(places), but=places)


@transaction.atomic
def give_back(places: Sequence[UUID]) -> None:
    """Noise over these blocks, and their rows free again."""
    _move(dict(zip(places, _absent(len(places)), strict=True)), _noise(len(places)))
    _reseal(RESEALED, but=places)


@transaction.atomic
def turn() -> None:
    """What a turn of somebody looks like, with nobody: the house takes one every other minute."""
    if Block.objects.exists():
        _move_free()
        _reseal(RESEALED)


@transaction.atomic
def fill(*, accounts: int) -> None:
    """As many rows as so many accounts call for, whether or not any of them ever writes.

    Grows in steps of 512 rows: 128 spaces for every hundred accounts.
    """
    wanted = STEP * (1 + accounts // 100)
    while Block.objects.count() < wanted:
        _grow()


def is_heads() -> bool:
    """A coin, so that a turn of the house comes at no time that could be known."""
    return _below(2) == 1


def _grow() -> None:
    """One step more. How many of them can ever be used is drawn, and known to nobody after this.

    So not even the master key tells how many are in use: what is not free may never have been.
    """
    count, share = Block.objects.count(), 64 + os.urandom(1)[0] // 2  # of 256: a quarter to three
    rows = []
    for index in range(count, count + STEP):
        is_free = os.urandom(1)[0] < share
        place = _free_place(index) if is_free else UUID(bytes=os.urandom(16))
        rows.append(Block(id=place, sealed=_close(place, os.urandom(INNER))))
    # In the order of ids that say nothing, so that the order of rows says nothing either.
    Block.objects.bulk_create(sorted(rows, key=lambda row: row.id), batch_size=64)


def _free(number: int) -> list[UUID]:
    """So many free places, locked. Where all are taken, the pool grows: nobody's words are lost."""
    found: list[UUID] = []
    for attempt in range(TRIES):
        count = Block.objects.count()
        if not count or attempt == TRIES // 2:
            _grow()
            count = Block.objects.count()
        asked = {_free_place(_below(count)) for _ in range(32)} - set(found)
        locked = Block.objects.select_for_update(skip_locked=True).filter(id__in=asked)
        found += locked.order_by("id").values_list("id", flat=True)
        if len(found) >= number:
            return found[:number]
    raise NoRoom


def _absent(number: int) -> list[UUID]:
    """So many free places at which no row stands."""
    found: list[UUID] = []
    count = Block.objects.count()
    for _ in range(TRIES):
        asked = {_free_place(_below(count)) for _ in range(32)} - set(found)
        taken = set(Block.objects.filter(id__in=asked).values_list("id", flat=True))
        found += sorted(asked - taken)
        if len(found) >= number:
            return found[:number]
    # Every index has its row: as good as any other, and never found again.
    return [UUID(bytes=os.urandom(16)) for _ in range(number)]


def _move_free() -> None:
    """Four free rows change places with nobody: what a first word looks like."""
    _move(dict(zip(_free(BLOCKS), _absent(BLOCKS), strict=True)), _noise(BLOCKS))


def _move(ways: Mapping[UUID, UUID], inner: Sequence[bytes]) -> None:
    """In place, so that neither the order nor the number of rows tells."""
    # In one order, so that two who move rows at once wait for each other and never in a ring.
    for (old, new), block in sorted(
        zip(ways.items(), inner, strict=True), key=lambda one: one[0][1]
    ):
        moved = Block.objects.filter(id=old).update(id=new, sealed=_close(new, block))
        if not moved:
            raise NoRoom


def _reseal(number: int, *, but: Iterable[UUID] = ()) -> None:
    """So many rows, whatever they are, under a fresh outer seal."""
    done = set(but)
    for _ in range(number):
        pivot = UUID(bytes=os.urandom(16))
        rows = Block.objects.select_for_update(skip_locked=True).exclude(id__in=done)
        row = rows.filter(id__gte=pivot).order_by("id").first() or rows.order_by("id").first()
        if row is None:
            return
        done.add(row.id)
        inner = _open(row.id, bytes(row.sealed))
        if inner is not None:
            Block.objects.filter(id=row.id).update(sealed=_close(row.id, inner))


def _noise(number: int) -> list[bytes]:
    return [os.urandom(INNER) for _ in range(number)]


def _free_place(index: int) -> UUID:
    """Where the free row of this number stands: only the house can tell it from any other."""
    label = f"private_space.free {index}".encode()
    return UUID(bytes=hmac.digest(_house_key(), label, "sha256")[:16])


def _below(number: int) -> int:
    return int.from_bytes(os.urandom(8)) % number


def _close(place: UUID, inner: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_house_key()).encrypt(nonce, inner, place.bytes)


def _open(place: UUID, sealed: bytes) -> bytes | None:
    try:
        return AESGCM(_house_key()).decrypt(sealed[:NONCE], sealed[NONCE:], place.bytes)
    except InvalidTag:
        return None


def _house_key() -> bytes:
    return vault.mac("private_space.store")
