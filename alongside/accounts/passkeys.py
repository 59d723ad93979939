"""An account's passkeys, as its owner sees them: on which kind of device, and since when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.vault import services as vault


class Device(models.TextChoices):
    """The only names a passkey can have: a typed one would be readable in the database."""

    PHONE = "phone", _("My phone")
    TABLET = "tablet", _("My tablet")
    COMPUTER = "computer", _("My computer")
    KEY = "key", _("A security key")
    OTHER = "other", _("Something else")


@dataclass(frozen=True, slots=True)
class Passkey:
    id: UUID
    device: str
    added_at: datetime
    used_at: datetime | None


def passkeys_of(account: UUID) -> list[Passkey]:
    """Oldest first."""
    return [_passkey(account, row) for row in _rows(account)]


def row_of(account: UUID, passkey: UUID) -> Authenticator | None:
    """The library's row behind one of this account's passkeys."""
    return next((row for row in _rows(account) if _id(account, row) == passkey), None)


def _rows(account: UUID) -> models.QuerySet[Authenticator]:
    rows: models.QuerySet[Authenticator] = Authenticator.objects.filter(
        user_id=account, type=Authenticator.Type.WEBAUTHN
    )
    return rows.order_by("created_at", "pk")


def _passkey(account: UUID, row: Authenticator) -> Passkey:
    name = row.data.get("name", "")
    known = name if name in Device.values else Device.OTHER.value
    return Passkey(
        id=_id(account, row),
        device=str(Device(known).label),
        added_at=row.created_at,
        used_at=row.last_used_at,
    )


def _id(account: UUID, row: Authenticator) -> UUID:
    """An id for addresses: the row's number would tell how many passkeys there are in all."""
    return vault.derived_id(account, UUID(int=row.pk))
