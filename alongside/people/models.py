"""Tables of people: a row per person with a sealed identity, and identifiers found by tokens."""

from dataclasses import dataclass
from datetime import date
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
