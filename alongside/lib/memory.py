"""Look-ups that one page makes several times, remembered for the length of that page alone."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_page: ContextVar[dict[str, dict[Any, Any]] | None] = ContextVar("page", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Until the block ends, nothing asked through `look_up` is asked twice."""
    token = _page.set({})
    try:
        yield
    finally:
        _page.reset(token)


def look_up[K, V](what: str, keys: Iterable[K], ask: Callable[[set[K]], dict[K, V]]) -> dict[K, V]:
    """What `ask` answers for these keys; keys it was asked before on this page are not repeated."""
    wanted, page = set(keys), _page.get()
    if page is None:
        return ask(wanted)
    known = page.setdefault(what, {})
    if missing := {key for key in wanted if key not in known}:
        found = ask(missing)
        known.update({key: found.get(key) for key in missing})
    return {key: known[key] for key in wanted if known[key] is not None}
