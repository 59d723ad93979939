"""What other rooms call: `from alongside.live import services as live`."""

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from alongside.lib import clock
from alongside.live import waking
from alongside.live.models import Event

KEPT = timedelta(days=1)


def publish(*, person: UUID, region: str, kind: str = "", object: UUID | None = None) -> None:
    """Say that a region of a person's record changed, in the caller's transaction."""
    Event.objects.create(at=clock.now(), person=person, region=region, kind=kind, object=object)
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
