"""What can be done in a private space. Nothing here is told to any log, stream or list.

The actor comes with a secret (`keys.derive`): it is the only way to anything. No operation is kept
in the table of operations and no access event in the chains: both stand inside the space.
"""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from django.core.cache import cache
from django.db import IntegrityError, transaction

from alongside.accounts.models import Account
from alongside.accounts.viewer import Viewer
from alongside.lib import clock
from alongside.private_space import keys, store
from alongside.private_space.policy import may_keep
from alongside.private_space.space import Note, Space, pack, told, unpack, with_notes
from alongside.vault import services as vault

type Step = Callable[[Space], Space]

# Between these two, drawn anew for every account and hour: how many are left proves nothing.
FEWEST, SPREAD = 40, 41
HOUR = 3600
AGAIN = 8


class NotAllowed(PermissionError):
    """Only whoever is here for themselves has a private space."""


class Changed(Exception):
    """Another page changed this meanwhile. Nothing was lost and nothing was done."""


def may_try(*, by: Viewer) -> bool:
    """Whether this account may type one more passphrase in this hour.

    Every try counts alike, and the limit is another each hour, which nobody knows: so running
    into it early does not tell that somebody was here before. Kept in memory alone.
    """
    hour = f"{clock.now():%Y%m%d%H}"
    name = vault.mac("private_space.tries", str(by.account), hour)
    cache.add(name.hex(), 0, HOUR)
    return int(cache.incr(name.hex())) <= FEWEST + name[0] % SPREAD


def open_space(*, by: Viewer, secret: bytes) -> Space:
    """What is in the space: nothing, when it was never used. Any secret opens one.

    An opening is an event of the space. Opening one that was never used leaves nothing, and is
    as much work for the tables.
    """
    _allow(by)

    def act() -> Space:
        space = _load(secret, to_write=True)
        if space is None:
            store.turn()
            return Space()
        space = told(space, secret=secret, what="opened", at=clock.now())
        store.put(keys.places(secret), keys.seal(secret, pack(space)))
        return space

    return _once_more_if_crossed(act)


def look(*, by: Viewer, secret: bytes) -> Space:
    """The space as it is, for a page that is open already."""
    _allow(by)
    return _load(secret) or Space()


def add(*, by: Viewer, secret: bytes, operation: UUID, words: str) -> Space:
    """One note more. The same form twice is one note. Raises space.Full, and changes nothing."""
    note = Note(operation, words, clock.now())

    def step(space: Space) -> Space:
        return with_notes(space, (note, *space.notes))

    return _write(by=by, secret=secret, what="added", operation=operation, step=step)


def change(
    *, by: Viewer, secret: bytes, operation: UUID, note: UUID, based_on: str, words: str
) -> Space:
    """Other words for a note. Raises Changed when it is not what `based_on` was read from."""

    def step(space: Space) -> Space:
        _refuse_if_changed(space, secret, note, based_on)
        fresh = Note(note, words, clock.now())
        return with_notes(space, (fresh if n.id == note else n for n in space.notes))

    return _write(by=by, secret=secret, what="changed", operation=operation, step=step)


def delete(*, by: Viewer, secret: bytes, operation: UUID, note: UUID, based_on: str) -> Space:
    """A note is gone for good. Raises Changed when it is not what `based_on` was read from."""

    def step(space: Space) -> Space:
        _refuse_if_changed(space, secret, note, based_on)
        return with_notes(space, (n for n in space.notes if n.id != note))

    return _write(by=by, secret=secret, what="deleted", operation=operation, step=step)


def empty(*, by: Viewer, secret: bytes, based_on: str) -> Space:
    """Everything gone, events too, and the blocks given back. Raises Changed, as above."""
    _allow(by)

    def act() -> Space:
        space = _load(secret, to_write=True)
        if space is None:
            store.turn()
        elif mark(secret, space.notes) != based_on:
            raise Changed
        else:
            store.give_back(keys.places(secret))
        return Space()

    return _once_more_if_crossed(act)


def keep() -> None:
    """What the house does by itself: enough rows for all accounts, and now and then a turn."""
    if not vault.state().is_open:
        return
    _once_more_if_crossed(lambda: store.fill(accounts=Account.objects.count()))
    if store.is_heads():
        turn()


def turn() -> None:
    """A turn with nobody, that looks like everybody’s."""
    _once_more_if_crossed(store.turn)


def mark(secret: bytes, notes: tuple[Note, ...]) -> str:
    """What a page was made from: of one note, or of all. Says nothing about the words."""
    seen = (f"{note.id}|{note.at.isoformat()}|{note.words}" for note in notes)
    return keys.chain(secret, "mark", *seen)[:32]


def _refuse_if_changed(space: Space, secret: bytes, wanted: UUID, based_on: str) -> None:
    note = space.note(wanted)
    if note is None or mark(secret, (note,)) != based_on:
        raise Changed


def _write(*, by: Viewer, secret: bytes, what: str, operation: UUID, step: Step) -> Space:
    """Load, change one thing, put back, in one transaction; the same operation again is a replay."""
    _allow(by)

    def act() -> Space:
        space = _load(secret, to_write=True)
        if space is not None and space.has_done(operation):
            return space
        at = clock.now()
        fresh = told(step(space or Space()), secret=secret, what=what, at=at, operation=operation)
        write = store.begin if space is None else store.put
        write(keys.places(secret), keys.seal(secret, pack(fresh)))
        return fresh

    return _once_more_if_crossed(act)


def _once_more_if_crossed[T](act: Callable[[], T]) -> T:
    """Two that take the same place at the same moment: one waits, is refused, and comes again."""
    for _ in range(AGAIN):
        with suppress(IntegrityError), transaction.atomic():
            return act()
    with transaction.atomic():
        return act()


def _allow(by: Viewer) -> None:
    if not may_keep(by=by):
        raise NotAllowed


def _load(secret: bytes, *, to_write: bool = False) -> Space | None:
    blocks = store.read(keys.places(secret), to_write=to_write)
    parts = keys.unseal(secret, blocks) if blocks else None
    return unpack(parts) if parts else None
