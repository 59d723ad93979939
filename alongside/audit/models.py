"""Who looked at or changed what, as chains of hashes. Rows hold ids and codes, never words."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models


class Depth(StrEnum):
    """How far a look went. A write has no depth."""

    SEARCHED = "searched"
    LISTED = "listed"
    OPENED = "opened"
    DETAILED = "detailed"


class Outcome(StrEnum):
    ALLOWED = "allowed"
    DENIED = "denied"


class ChainOf(StrEnum):
    """Whose chain an event hangs on."""

    PERSON = "person"
    AGENCY = "agency"
    ACCOUNT = "account"
    NOBODY = "nobody"


class AccessEvent(models.Model):
    """One look or one write. Append-only by trigger; the ids are plain columns, no foreign keys."""

    chain = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    prev = models.BinaryField()
    hash = models.BinaryField()
    at = models.DateTimeField()
    account = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    agency = models.UUIDField(null=True)
    capacity = models.CharField(max_length=16)
    action = models.CharField(max_length=32)
    room = models.CharField(max_length=32)
    kind = models.CharField(max_length=64)
    object = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    rule = models.CharField(max_length=64)
    reason = models.CharField(max_length=64)
    depth = models.CharField(max_length=16)
    request = models.UUIDField()
    outcome = models.CharField(max_length=16)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["chain", "seq"], name="audit_event_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            # For folding: what this account did lately with this person.
            models.Index(fields=["person", "account", "at"], name="audit_event_lately")
        ]

    def __str__(self) -> str:
        return f"event {self.seq} of {self.chain}"


class ChainHead(models.Model):
    """The end of one chain. Its row is locked for every append."""

    chain = models.UUIDField(primary_key=True)
    of = models.CharField(max_length=16)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.BinaryField(default=bytes(32))
    changed = models.BooleanField(default=False)
    checkpointed = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["chain"], condition=models.Q(changed=True), name="audit_head_changed"
            )
        ]

    def __str__(self) -> str:
        return f"head {self.seq} of {self.chain}"


class Checkpoint(models.Model):
    """All heads that changed since the one before, hashed onto it and signed. Append-only."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    heads = models.TextField()
    prev = models.BinaryField()
    hash = models.BinaryField()
    signature = models.BinaryField()
    public_key = models.BinaryField()

    def __str__(self) -> str:
        return f"checkpoint {self.number}"
