"""Sends notices: once for each key, and only when the reason for sending is committed."""

import logging
import re
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.lib import clock
from alongside.notices.channels import Delivery, channel
from alongside.notices.models import Sent
from alongside.notices.notice import Notice

log = logging.getLogger("alongside.notices")

# No spaces and no capitals: a key is made of ids and can never carry a sentence or a name.
_KEY = re.compile(r"[a-z0-9:.-]{1,200}")


def send(*, notice: Notice, to: UUID, key: str) -> bool:
    """Send to an account, through the one channel. False when this key has been sent before.

    The row is written in the caller's transaction and the notice leaves on its commit; what could
    not be delivered waits for `deliver_waiting`.
    """
    if not _KEY.fullmatch(key):
        raise ValueError("A notice's key is made of ids, words of a-z, and : . -")
    row = Sent(key=key, notice=notice.value, channel=channel().name, to=to)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    transaction.on_commit(lambda: _deliver(row), robust=True)
    return True


def deliver_waiting(*, limit: int = 100) -> int:
    """Try again what is written but not delivered, oldest first. Returns how many got through.

    At least once: a crash between delivering and noting it repeats a notice.
    """
    waiting = Sent.objects.filter(delivered_at__isnull=True).order_by("at", "id")[:limit]
    return sum(_deliver(row) for row in waiting)


def _deliver(row: Sent) -> bool:
    try:
        channel().deliver(Delivery(notice=Notice(row.notice), to=row.to))
    except Exception as problem:  # noqa: BLE001  # whatever a way out raises, the row stays waiting
        # The kind of problem only: its words may hold an address.
        log.error("notice %s was not delivered: %s", row.id, type(problem).__name__)
        return False
    Sent.objects.filter(id=row.id).update(delivered_at=clock.now())
    return True
