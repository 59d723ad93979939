"""Accounts, and the writes they have already made."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from alongside.accounts import addresses
from alongside.lib import clock
from alongside.vault.models import SealedRow


@dataclass(frozen=True, slots=True)
class AccountContents:
    """What is sealed: how the account is named on screen, and where its codes are sent.

    And what a worker says of themselves: what they do, how to reach them, and the sealed file of
    a small photo.
    """

    name: str = ""
    email: str = ""
    does: str = ""
    reach: str = ""
    photo: UUID | None = None


class Accounts(BaseUserManager["Account"]):
    def with_address(self, address: str) -> "Account | None":
        """The account of a typed e-mail address, found through its token."""
        return self.filter(email=addresses.pseudo(address)).first()


class Account(SealedRow, AbstractBaseUser):
    """Somebody who can sign in: a person, a member of a family, a worker.

    Nothing readable is kept: `email` is a pseudo-address, a token under a key that is not in the
    database, and so is whatever the sign-in library copies from it. `password` is never usable.
    """

    Contents = AccountContents

    # Null for nobody's address: an empty one could be had only once.
    email = models.EmailField(max_length=100, unique=True, null=True, editable=False)  # noqa: DJ001  # see above
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = Accounts()

    def __str__(self) -> str:
        return str(self.id)

    @property
    def sealed_owner(self) -> UUID:
        return self.id

    @property
    def name(self) -> str:
        contents: AccountContents = self.contents
        return contents.name


class Operation(models.Model):
    """One committed write of one account: what makes a repeat of it replay instead of double."""

    id = models.UUIDField(primary_key=True, editable=False)
    account = models.UUIDField()
    kind = models.CharField(max_length=60)
    digest = models.BinaryField()
    result = models.UUIDField(null=True)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
