"""Every owner's data key, unwrapped and kept in memory for a while."""

import os
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from threading import Lock
from uuid import UUID
from weakref import WeakValueDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from alongside.vault import gate
from alongside.vault.keys import DataKey

KEPT = 10_000


class Unreadable(Exception):
    """A sealed blob does not open: other row, other owner, changed bytes. Never says what it held."""


class KeyGone(Unreadable):
    """There is no key of this version for this owner (any more)."""


@dataclass(frozen=True, slots=True)
class OwnerKeys:
    """The ciphers of one owner by version; new blobs are sealed under the current one."""

    current: int
    ciphers: dict[int, AESGCM]


class _NewKeys:
    """Keys whose rows are not committed. Django lets go of this at commit or roll-back.

    Until then the connection that made them finds them in `_uncommitted`, which holds them
    weakly: so a roll-back takes the key with its row, and nothing is ever sealed under a key
    that no row holds.
    """

    def __init__(self, owner: UUID, keys: OwnerKeys) -> None:
        self.owner, self.keys = owner, keys

    def __call__(self) -> None:
        _keep(self.owner, self.keys)


_kept: OrderedDict[UUID, OwnerKeys] = OrderedDict()
_uncommitted: WeakValueDictionary[tuple[int, UUID], _NewKeys] = WeakValueDictionary()
_lock = Lock()


def for_sealing(owner: UUID) -> tuple[int, AESGCM]:
    """The version and cipher for a new blob; the owner's first one makes the key."""
    keys = _found(owner) or _load([owner]).get(owner) or _make([owner])[owner]
    return keys.current, keys.ciphers[keys.current]


def for_unsealing(owner: UUID, version: int) -> AESGCM:
    """The cipher of one version. Asks the database only when it is not in memory."""
    keys = _found(owner)
    if keys is None or version not in keys.ciphers:
        keys = _load([owner]).get(owner)
    if keys is None or version not in keys.ciphers:
        raise KeyGone("The key of this owner is gone.")
    return keys.ciphers[version]


def fetch(owners: Iterable[UUID]) -> None:
    """Have these owners' keys in memory, with at most one query."""
    missing = {owner for owner in owners if _found(owner) is None}
    if missing:
        _load(missing)


def make(owners: Iterable[UUID]) -> None:
    """Have a key for each of these owners, in a few queries: before a load seals many rows."""
    wanted = set(owners)
    fetch(wanted)
    missing = {owner for owner in wanted if _found(owner) is None}
    if missing:
        _make(missing)


def forget() -> None:
    """Drop every key held in memory. Not for use inside a transaction that made one."""
    with _lock:
        _kept.clear()
        _uncommitted.clear()


def _found(owner: UUID) -> OwnerKeys | None:
    with _lock:
        keys = _kept.get(owner)
        if keys is not None:
            _kept.move_to_end(owner)
            return keys
        new = _uncommitted.get(_here(owner))
        return None if new is None else new.keys


def _here(owner: UUID) -> tuple[int, UUID]:
    return id(connections[DEFAULT_DB_ALIAS]), owner


def _keep(owner: UUID, keys: OwnerKeys) -> None:
    with _lock:
        _kept[owner] = keys
        _kept.move_to_end(owner)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)


def _load(owners: Iterable[UUID]) -> dict[UUID, OwnerKeys]:
    rows: dict[UUID, dict[int, AESGCM]] = {}
    for row in DataKey.objects.filter(owner__in=owners):
        rows.setdefault(row.owner, {})[row.version] = _unwrap(row)
    loaded = {owner: OwnerKeys(max(ciphers), ciphers) for owner, ciphers in rows.items()}
    for owner, keys in loaded.items():
        if _here(owner) not in _uncommitted:
            _keep(owner, keys)
    return loaded


def _make(owners: Collection[UUID]) -> dict[UUID, OwnerKeys]:
    """A first key for each of these owners; if another connection made one meanwhile, that one."""
    gate.adopt(gate.keys())
    # Sorted, so that two loads of the same owners wait for each other and never in a ring.
    rows = [DataKey(owner=owner, version=1) for owner in sorted(owners)]
    for row in rows:
        row.wrapped = _wrap(row, AESGCM.generate_key(256))
    DataKey.objects.bulk_create(rows, ignore_conflicts=True)
    ours = {row.owner: bytes(row.wrapped) for row in rows}
    made: dict[UUID, OwnerKeys] = {}
    for stored in DataKey.objects.filter(owner__in=owners, version=1):
        keys = made[stored.owner] = OwnerKeys(1, {1: _unwrap(stored)})
        if bytes(stored.wrapped) == ours[stored.owner]:
            _keep_on_commit(stored.owner, keys)
        else:
            _keep(stored.owner, keys)
    return made


def _keep_on_commit(owner: UUID, keys: OwnerKeys) -> None:
    new = _NewKeys(owner, keys)
    with _lock:
        _uncommitted[_here(owner)] = new
    transaction.on_commit(new)


def _wrap(row: DataKey, key: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(gate.keys().wrap).encrypt(nonce, key, _bound(row))


def _unwrap(row: DataKey) -> AESGCM:
    wrapped = bytes(row.wrapped)
    try:
        key = AESGCM(gate.keys().wrap).decrypt(wrapped[:12], wrapped[12:], _bound(row))
    except (InvalidTag, ValueError):
        raise Unreadable("A data key does not open under this master key.") from None
    return AESGCM(key)


def _bound(row: DataKey) -> bytes:
    return f"{row.owner}|{row.version}".encode()
