"""Tables of people: a sealed identity with all its versions, and identifiers found by tokens."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models

from alongside.lib import clock
from alongside.vault.models import SealedRow


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a person is. All of it may be empty: a census has no names, an asker may give none."""

    given: str = ""
    family: str = ""
    known_as: str = ""
    pronouns: str = ""
    born: date | None = None
    sex: str = ""

    @property
    def goes_by(self) -> str:
        """The first name that they like, or their given one."""
        return self.known_as or self.given


@dataclass(frozen=True, slots=True)
class WrittenIdentity:
    """An identity as somebody wrote it, and why, if it corrected another."""

    identity: Identity = field(default_factory=Identity)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IdentifierValue:
    """An identifier as somebody else gave it out, normalised."""

    value: str = ""


class Person(SealedRow):
    """The one whose journey it is. `account` is set once they sign in themselves."""

    Contents = Identity

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="person"
    )
    created_at = models.DateTimeField(default=clock.now)

    @property
    def sealed_owner(self) -> UUID:
        return self.id

    @property
    def identity(self) -> Identity:
        """The identity, unsealed. Fetch keys for many people first: vault.fetch_keys."""
        identity: Identity = self.contents
        return identity


class IdentityVersion(SealedRow):
    """Who a person was said to be at one time. Append-only: triggers refuse a change or a deletion.

    The newest one is what the person's own row says. `agency`: where it was written, or whose
    database it came from.
    """

    Contents = WrittenIdentity

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    author = models.UUIDField(null=True, editable=False)
    capacity = models.CharField(max_length=16, blank=True, default="", editable=False)
    post = models.UUIDField(null=True, editable=False)
    agency = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "number"], name="people_identity_number")
        ]

    @property
    def sealed_owner(self) -> UUID:
        return self.person_id

    @property
    def identity(self) -> Identity:
        written: WrittenIdentity = self.contents
        return written.identity

    @property
    def reason(self) -> str:
        written: WrittenIdentity = self.contents
        return written.reason


class Identifier(SealedRow):
    """A number that another system knows the person by, found through its blind token alone."""

    Contents = IdentifierValue

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    system = models.CharField(max_length=80)
    token = models.BinaryField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint("system", "token", name="people_one_person_per_identifier")
        ]

    @property
    def sealed_owner(self) -> UUID:
        return self.person_id

    @property
    def value(self) -> str:
        """The identifier itself, unsealed."""
        contents: IdentifierValue = self.contents
        return contents.value
