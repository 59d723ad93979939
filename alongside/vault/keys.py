"""The two tables of the vault. They hold nothing that helps without the master key."""

from typing import ClassVar

from django.db import models


class KeyCheck(models.Model):
    """One row: a known text, sealed. It tells the right master key from a wrong one."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="vault_one_key_check")
        ]

    def __str__(self) -> str:
        return "the key check"


class DataKey(models.Model):
    """The key of one owner (a person, an account, an agency), wrapped by the master key."""

    owner = models.UUIDField(editable=False)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    wrapped = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner", "version"], name="vault_data_key_once")
        ]

    def __str__(self) -> str:
        return f"version {self.version} of the key of {self.owner}"
