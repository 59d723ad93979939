"""What other rooms call: `from alongside.live import services as live`."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from alongside.lib import clock
from alongside.live import waking
from alongside.live.models import Event

KEPT = timedelta(days=1)


def publish(*, person: UUID, region: str, kind: str = "", object: UUID | None = None) -> None:
    """Say that a region of a person's record changed, in the caller's transaction."""
    publish_many(region=region, kind=kind, changes=[(person, object)])


def publish_many(
    *, region: str, kind: str = "", changes: Iterable[tuple[UUID, UUID | None]]
) -> None:
    """The same of many records, in one query: of each the person and what changed."""
    at = clock.now()
    events = [
        Event(at=at, person=person, region=region, kind=kind, object=object)
        for person, object in changes
    ]
    if not events:
        return
    Event.objects.bulk_create(events)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [waking.CHANNEL])
    transaction.on_commit(waking.wake_all)


def prune() -> int:
    """Drop the events of more than a day ago, except the newest of them: see `tail.reaches`."""
    old = Event.objects.filter(at__lt=clock.now() - KEPT)
    newest = old.order_by("pk").last()
    if newest is None:
        return 0
    return old.filter(pk__lt=newest.pk).delete()[0]
