"""Loading further back: everything from the newest entry down to a sealed place, and twenty more.

The place is an entry, not a number, so an entry that arrives meanwhile moves nothing.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.journey.models import Entry
from alongside.sharing.services import Look
from alongside.vault import services as vault

PAGE = 20
NEWEST_FIRST = ("-happened_at", "-id")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

type Place = tuple[datetime, UUID]


def stretch(rows: QuerySet[Entry], *, after: Place | None) -> tuple[list[Entry], bool]:
    """Everything down to a place and twenty more, and whether there is more still: one query."""
    if after is None:
        found = list(rows[: PAGE + 1])
        return found[:PAGE], len(found) > PAGE
    below = below_place(after)
    next_ones = rows.filter(below).values("pk")[: PAGE + 1]
    found = list(rows.filter(~below | Q(pk__in=next_ones)))
    beyond = sum((entry.happened_at, entry.pk) < after for entry in found)
    return (found[:-1], True) if beyond > PAGE else (found, False)


def below_place(place: Place) -> Q:
    at, entry = place
    return Q(happened_at__lt=at) | Q(happened_at=at, pk__lt=entry)


def cursor_to(entry: Entry, *, look: Look) -> str:
    """A place on the line that only this viewer can open, and that says nothing by its length."""
    microseconds = (entry.happened_at - EPOCH) // timedelta(microseconds=1)
    return vault.seal_cursor(f"{microseconds}.{entry.pk.hex}", bound_to=bound(look))


def opened(token: str, *, look: Look) -> Place | None:
    """The place a token stands for; None (from the top) for one that is not this viewer's."""
    text = vault.open_cursor(token, bound_to=bound(look)) if token else None
    if text is None:
        return None
    microseconds, _, entry = text.partition(".")
    return EPOCH + timedelta(microseconds=int(microseconds)), UUID(entry)


def bound(look: Look) -> str:
    return f"journey|{look.by.account}|{look.person.pk}"
