"""The base of every table about a person, and what beats or narrows it. No verbs."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.lib import clock, ids
from alongside.sharing.rules import Audience, Reach, Topic
from alongside.vault.models import SealedRow

REACHES = [(reach.value, reach.value) for reach in Reach]
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

    # A table whose rows are a part of the plan says so.
    topic: ClassVar[Topic] = Topic.STORY

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


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """What a person asks about one look, and what they were answered."""

    words: str = ""
    answer: str = ""


class AccessQuestion(RecordItem):
    """The person asks about one line of their log: who looked, and why. It is answered once.

    `event` is the row of the log, `looked` whose look it was: they do not answer for themselves.
    """

    Contents = AskedAbout

    event = models.BigIntegerField(editable=False)
    looked = models.UUIDField(null=True, editable=False)
    answered_by = models.UUIDField(null=True, editable=False)
    answered_post = models.UUIDField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "event"], name="sharing_asked_about")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="sharing_answered_pair",
            ),
        ]

    @property
    def said(self) -> AskedAbout:
        said: AskedAbout = self.contents
        return said


class Understanding(models.TextChoices):
    """What the person makes of this one decision. Nobody is able or unable in general."""

    AGREES = "agrees", _("They understand it, and agree")
    DISAGREES = "disagrees", _("They understand it, and do not agree")
    NOT_YET = "not-yet", _("They do not understand this decision yet")
    NOT_ASKED = "not-asked", _("They have not been asked yet")


@dataclass(frozen=True, slots=True)
class AccessWords:
    """Why somebody may see this much, and what it rests on. Nothing here decides by itself.

    `understanding`, `judged_by` and `judged_on`: of this decision alone (Gillick v West Norfolk
    and Wisbech AHA 1986 below 16; Mental Capacity Act 2005 s.1 to 3 from 16, where understanding
    is presumed). `parental` and `court`: parental responsibility, and what a court has limited.
    """

    why: str = ""
    understanding: str = ""
    judged_by: str = ""
    judged_on: date | None = None
    parental: str = ""
    court: str = ""


class AccessDecision(SealedRow):
    """How much one member who is no worker may see. More takes two people; less takes one.

    While `confirmed_at` and `withdrawn_at` are empty it is a proposal and changes nothing.
    """

    Contents = AccessWords

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    membership = models.UUIDField(editable=False)
    account = models.UUIDField(editable=False)
    reach = models.CharField(max_length=16, choices=REACHES, editable=False)
    is_freeze = models.BooleanField(default=False, editable=False)
    takes_two = models.BooleanField(editable=False)
    proposed_by = models.UUIDField(editable=False)
    proposed_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "membership"], name="sharing_access_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(takes_two=False)
                | Q(confirmed_by=None)
                | ~Q(confirmed_by=F("proposed_by")),
                name="sharing_access_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="sharing_access_confirmed_pair",
            ),
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(confirmed_at=None, withdrawn_at=None),
                name="sharing_access_one_proposal",
            ),
        ]

    @property
    def sealed_owner(self) -> UUID:
        return self.person_id

    @property
    def words(self) -> AccessWords:
        words: AccessWords = self.contents
        return words
