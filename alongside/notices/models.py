"""What has been sent, so that nothing is sent twice."""

from django.db import models
from django.db.models import Q

from alongside.lib import clock, ids


class Sent(models.Model):
    """One notice to one account through one channel, once. Ids and a word from a list: no text."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    key = models.CharField(max_length=200, unique=True)
    notice = models.CharField(max_length=30)
    channel = models.CharField(max_length=20)
    to = models.UUIDField()
    at = models.DateTimeField(default=clock.now)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "sent notices"
        indexes = [
            models.Index(fields=["at"], condition=Q(delivered_at__isnull=True), name="sent_waiting")
        ]

    def __str__(self) -> str:
        return self.key
