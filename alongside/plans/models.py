"""A plan and everything that it ever said."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

from django.db import models

from alongside.people.models import Person
from alongside.plans.contents import PlanContents
from alongside.sharing.models import RecordItem
from alongside.sharing.rules import Audience, Topic
from alongside.vault.models import SealedRow

# A plan is what holds now and from now on. So it is never of a time before somebody joined, and
# who comes without the history reads it too. What it said before is in its versions.
ALWAYS = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NothingSealed:
    """A plan keeps all its words in its versions."""


class Plan(RecordItem):
    """The one plan of a person. Everyone in the circle reads it: it is written together."""

    Contents = NothingSealed
    topic = Topic.PLAN

    number = models.PositiveIntegerField(default=0)
    latest = models.ForeignKey(
        "plans.PlanVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person"], name="plans_one_plan"),
            models.CheckConstraint(
                condition=models.Q(audience=Audience.CIRCLE), name="plans_for_everyone"
            ),
        ]

    @property
    def contents_now(self) -> PlanContents:
        """What it says now; nothing yet before anybody has written."""
        return version_contents(self.latest) if self.latest else PlanContents()


class PlanVersion(SealedRow):
    """What a plan said at one time. Append-only: triggers refuse a change or a deletion."""

    Contents = PlanContents

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    author = models.UUIDField(null=True, editable=False)
    agency = models.UUIDField(null=True, editable=False)
    post = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "number"], name="plans_version_number")
        ]

    @property
    def sealed_owner(self) -> UUID:
        return self.person_id


def version_contents(version: PlanVersion) -> PlanContents:
    contents: PlanContents = version.contents
    return contents


def blank(person: Person, *, at: datetime) -> Plan:
    """A plan that is not written yet, for the policy to decide about."""
    return Plan(
        person=person, audience=Audience.CIRCLE, happened_at=ALWAYS, created_at=at, sealed=b""
    )
