"""What changed, in ids only, for everybody who watches to look again."""

from typing import ClassVar

from django.db import models


class Event(models.Model):
    """One region of one person changed. The key is the place in the tail.

    On SQLite it counts up. On PostgreSQL it begins with the number of the transaction (see
    migration 0002), so that what commits later always comes later, and a tail that moves on
    never skips anything.
    """

    at = models.DateTimeField()
    person = models.UUIDField()
    region = models.CharField(max_length=16)
    kind = models.CharField(max_length=64, blank=True)
    object = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["at"], name="live_event_at")]

    def __str__(self) -> str:
        return f"{self.region} of {self.person}"
