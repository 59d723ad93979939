"""Reading events in the order they became true, with no gap."""

from django.db import connection
from django.db.models import BigIntegerField, Func

from alongside.live.models import Event
from alongside.live.waking import Waker

__all__ = ["TURN_BITS", "Waker", "after", "head", "reaches"]

# On PostgreSQL an event's key is its transaction's number, then this many bits of a turn.
TURN_BITS = 20


class _Unfinished(Func):
    """The first key that a transaction of this database which has not ended may still use.

    Transactions are numbered for the whole server, so one that runs for hours in a database beside
    ours would hold up every event. Only what is known to run elsewhere is left out.
    """

    template = f"""(
        SELECT coalesce(min(running), pg_snapshot_xmax(pg_current_snapshot()))::text::bigint
            << {TURN_BITS}
        FROM pg_snapshot_xip(pg_current_snapshot()) AS running
        WHERE running::xid NOT IN (
            SELECT backend_xid FROM pg_stat_activity
            WHERE backend_xid IS NOT NULL AND datname <> current_database()
        )
    )"""  # noqa: S608  # the only thing put in is a number of ours
    output_field = BigIntegerField()


def after(cursor: int, limit: int) -> list[Event]:
    """The next events after this place, oldest first. The last one's `pk` is the next place."""
    events = Event.objects.filter(pk__gt=cursor).order_by("pk")
    if connection.vendor == "postgresql":
        events = events.filter(pk__lt=_Unfinished())
    return list(events[:limit])


def head() -> int:
    """The place from which everything is still to come."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT ({_Unfinished.template}) - 1")
            return int(cursor.fetchone()[0])
    last = Event.objects.order_by("pk").values_list("pk", flat=True).last()
    return last or 0


def reaches(cursor: int) -> bool:
    """Whether everything after this place is still there, so that resuming has no gap.

    False also for a place that this database has never come to (a restored one, say). Who
    resumes from such a place starts at `head` and looks at everything afresh.
    """
    oldest = Event.objects.order_by("pk").values_list("pk", flat=True).first()
    return (oldest is None or oldest <= cursor) and cursor <= head()
