"""Loading further back: everything from the newest entry down to a sealed place, and twenty more.

The place is an entry, not a number, so an entry that arrives meanwhile moves nothing.
"""

from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from struct import Struct
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.journey.models import Entry
from alongside.sharing.services import Look
from alongside.vault import services as vault

PAGE = 20
# People write down the minute, so the entry that was written last comes first within one.
NEWEST_FIRST = ("-happened_at", "-created_at", "-id")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Two times in microseconds and an id: a sealed place holds no more than 63 letters.
PACKED = Struct(">qq16s")

type Place = tuple[datetime, datetime, UUID]


def stretch(rows: QuerySet[Entry], *, after: Place | None) -> tuple[list[Entry], bool]:
    """Everything down to a place and twenty more, and whether there is more still: one query."""
    if after is None:
        found = list(rows[: PAGE + 1])
        return found[:PAGE], len(found) > PAGE
    below = below_place(after)
    next_ones = rows.filter(below).values("pk")[: PAGE + 1]
    found = list(rows.filter(~below | Q(pk__in=next_ones)))
    beyond = sum(place_of(entry) < after for entry in found)
    return (found[:-1], True) if beyond > PAGE else (found, False)


def place_of(entry: Entry) -> Place:
    return entry.happened_at, entry.created_at, entry.pk


def below_place(place: Place) -> Q:
    at, written, entry = place
    same = Q(happened_at=at)
    return (
        Q(happened_at__lt=at)
        | (same & Q(created_at__lt=written))
        | (same & Q(created_at=written, pk__lt=entry))
    )


def cursor_to(entry: Entry, *, look: Look) -> str:
    """A place on the line that only this viewer can open, and that says nothing by its length."""
    at, written, pk = place_of(entry)
    packed = PACKED.pack(microseconds(at), microseconds(written), pk.bytes)
    return vault.seal_cursor(b64encode(packed).decode(), bound_to=bound(look))


def opened(token: str, *, look: Look) -> Place | None:
    """The place a token stands for; None (from the top) for one that is not this viewer's."""
    text = vault.open_cursor(token, bound_to=bound(look)) if token else None
    if text is None:
        return None
    at, written, pk = PACKED.unpack(b64decode(text))
    return moment(at), moment(written), UUID(bytes=pk)


def microseconds(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def moment(since_epoch: int) -> datetime:
    return EPOCH + timedelta(microseconds=since_epoch)


def bound(look: Look) -> str:
    return f"journey|{look.by.account}|{look.person.pk}"
