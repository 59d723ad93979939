"""What was loaded, when, from whom: enough to tell new from changed, and nothing about anybody."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from alongside.agencies.models import Agency
from alongside.journey.models import Entry
from alongside.lib import clock, ids


class Load(models.Model):
    """One file of one agency, read whole. `finished_at` is empty while it runs, or if it stopped."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    # Counts the loads of one agency: the clock can stand still between two of them.
    number = models.PositiveIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The council's number in the header, which tells when a file of another council slips in.
    authority = models.CharField(max_length=10, blank=True)
    as_at = models.DateField()
    made_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agency", "number"], name="exchange_load_number")
        ]

    def __str__(self) -> str:
        return f"{self._meta.label} {self.pk}"


class LoadedChild(models.Model):
    """A child in an agency's files, under a blind token of the council's own identifier.

    `identity` is a keyed digest of the date of birth and sex that the last file gave: who has
    something else by now was corrected by a worker, and no file undoes that.
    """

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    token = models.BinaryField(max_length=32)
    identity = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agency", "token"], name="exchange_child_once")
        ]

    def __str__(self) -> str:
        return f"{self._meta.label} {self.pk}"


class LoadedItem(models.Model):
    """Which entry stands for which thing in an agency's files.

    `token` is a blind token of the item's natural key, `digest` a keyed digest of what the file
    said. `last_year` is the last census year that should hold the item, empty while it goes on.
    """

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    child = models.ForeignKey(LoadedChild, on_delete=models.PROTECT, related_name="items")
    token = models.BinaryField(max_length=32)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32)
    last_year = models.PositiveSmallIntegerField(null=True)
    last_load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="+")
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["child", "token"], name="exchange_item_once")
        ]

    def __str__(self) -> str:
        return f"{self._meta.label} {self.pk}"
