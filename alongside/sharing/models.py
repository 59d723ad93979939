"""The base of every table about a person, and what beats or narrows it. No verbs."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils import timezone

from alongside.lib import clock, ids
from alongside.sharing.rules import Audience
from alongside.vault.models import SealedRow

AUDIENCES = [(audience.value, audience.value) for audience in Audience]


def today() -> date:
    """The day it is now, where people read it."""
    return timezone.localtime(clock.now()).date()


class RecordItem(SealedRow):
    """Every row above sharing that holds anything about a person.

    The columns are what the policy needs to decide and a page needs to sort; everything that a
    person wrote or said is in `sealed`, under the person's own key.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    author = models.UUIDField(null=True, editable=False)
    agency = models.UUIDField(null=True, editable=False)
    audience = models.CharField(max_length=16, choices=AUDIENCES, default=Audience.CIRCLE.value)
    withheld_reason = models.CharField(max_length=32, blank=True, default="")
    withheld_until = models.DateField(null=True, blank=True)
    happened_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def sealed_owner(self) -> UUID:
        return self.person_id

    @property
    def review_is_due(self) -> bool:
        return self.withheld_until is not None and self.withheld_until <= today()

    def names(self, account: UUID) -> bool:
        return NamedReader.objects.filter(item=self.pk, account=account).exists()


class NamedReader(models.Model):
    """One member whom an author named as a reader of one item."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    item = models.UUIDField(editable=False)
    account = models.UUIDField(editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "account"], name="sharing_named_once")
        ]


@dataclass(frozen=True, slots=True)
class ExclusionReason:
    """Why somebody must not look, and why they may again, in the words of the workers who say so."""

    reason: str = ""
    ended: str = ""


class Exclusion(SealedRow):
    """An account that must not see anything of this person. It beats every grant."""

    Contents = ExclusionReason

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    account = models.UUIDField(editable=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    set_by = models.UUIDField(null=True, editable=False)
    ended_by = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "account"], name="sharing_exclusion_who")
        ]

    @property
    def sealed_owner(self) -> UUID:
        return self.person_id
