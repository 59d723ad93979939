"""What a page carries: the key for ten minutes, or the right to be asked for a passphrase once.

A browser keeps what was sent, and sends it again when somebody goes back and loads the page anew.
So a passphrase that was sent is taken once, and closing ends every page that was open. What is
remembered for that is in memory alone, under names that say nothing. Where several processes
answer, one does not know what another remembers; there the time alone ends a page.
"""

from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core.cache import cache

from alongside.lib import chance, clock
from alongside.vault import services as vault

# How long an open page can be used without the passphrase.
OPEN_FOR = timedelta(minutes=10)
# How long a page may wait for a passphrase.
ASKED_FOR = timedelta(minutes=30)
# Longer than any session lasts, in seconds.
A_DAY = 24 * 60 * 60


def hold(secret: bytes, *, account: UUID, session: str) -> str:
    """The secret as a page carries it: sealed, of one length, for this session and ten minutes."""
    return _seal("open", b64encode(secret).decode(), account, session)


def held(token: str, *, account: UUID, session: str) -> bytes | None:
    """The secret that a page carries, or None when it is too late, closed or from elsewhere."""
    found = _unseal("open", token, OPEN_FOR, account, session)
    if found is None:
        return None
    at, secret = found
    return None if _is_closed(at, account, session) else b64decode(secret)


def close(*, account: UUID, session: str) -> None:
    """From now on every page that this session has open asks for the passphrase."""
    cache.set(_name("closed", account, session), _now(), A_DAY)


def gives_back(*tokens: str, operation: str, account: UUID, session: str) -> bool:
    """Whether words that came with these tokens may stand on the page that asks for a passphrase.

    Only for a page that was simply open too long, and words that were not kept before: what a
    browser sends anew after the notes were closed, or in another session, is shown to nobody.
    """
    if cache.get(_name("kept", account, operation)) is not None:
        return False
    found = [
        _unseal(what, token, timedelta(days=1), account, session)
        for token in tokens
        for what in ("open", "asked")
    ]
    times = [each[0] for each in found if each is not None]
    return bool(times) and not any(_is_closed(at, account, session) for at in times)


def remember_kept(*, account: UUID, operation: str) -> None:
    """These words are kept: a page that sends them anew has nothing to give back."""
    cache.set(_name("kept", account, operation), 1, A_DAY)


def ask(*, account: UUID, session: str) -> str:
    """The right to send a passphrase, once."""
    return _seal("asked", chance.octets(16).hex(), account, session)


def take(token: str, *, account: UUID, session: str) -> bool:
    """Whether a passphrase may come with this: never twice, and not after half an hour."""
    found = _unseal("asked", token, ASKED_FOR, account, session)
    if found is None:
        return False
    name = vault.mac("private_space.taken", found[1], str(found[0])).hex()
    return bool(cache.add(name, 1, int(ASKED_FOR.total_seconds()) + 60))


def _is_closed(at: int, account: UUID, session: str) -> bool:
    closed = cache.get(_name("closed", account, session))
    return closed is not None and at < int(closed)


def _seal(what: str, text: str, account: UUID, session: str) -> str:
    return vault.seal_cursor(f"{_now():014}|{text}", bound_to=_bound(what, account, session))


def _unseal(
    what: str, token: str, lasts: timedelta, account: UUID, session: str
) -> tuple[int, str] | None:
    """When it was sealed, in milliseconds, and what."""
    bound_to = _bound(what, account, session)
    written = vault.open_cursor(token, bound_to=bound_to) if token else None
    if written is None:
        return None
    at, _, text = written.partition("|")
    is_late = datetime.fromtimestamp(int(at) / 1000, tz=UTC) + lasts < clock.now()
    return None if is_late else (int(at), text)


def _bound(what: str, account: UUID, session: str) -> str:
    return f"private_space.{what}|{account}|{session}"


def _name(what: str, account: UUID, session: str) -> str:
    return vault.mac(f"private_space.{what}", str(account), session).hex()


def _now() -> int:
    return int(clock.now().timestamp() * 1000)
