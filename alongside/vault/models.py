"""The base of every table that seals what it holds, and the vault's own two tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db import models

from alongside.lib import ids
from alongside.vault.keys import DataKey, KeyCheck
from alongside.vault.sealing import seal, unseal

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["DataKey", "KeyCheck", "SealedRow"]


class SealedRow(models.Model):
    """A row whose sensitive fields are one sealed blob, read as a typed dataclass.

    A table names its dataclass in `Contents` and says in `sealed_owner` whose key it is under.
    Where the dataclass depends on the row, override `contents_kind`.
    """

    Contents: ClassVar[type[DataclassInstance]]

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    sealed = models.BinaryField()

    _unsealed: tuple[bytes | memoryview, Any] | None = None

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.label} {self.pk}"

    @property
    def sealed_owner(self) -> UUID:
        """The person, account or agency whose key this row is sealed under."""
        raise NotImplementedError

    def contents_kind(self) -> type[DataclassInstance]:
        return self.Contents

    @property
    def contents(self) -> Any:
        """What is inside, unsealed once and then kept with this instance."""
        kept, blob = self._unsealed, self.sealed
        if kept is not None and kept[0] is blob:
            return kept[1]
        kind, table = self.contents_kind(), self._meta.db_table
        contents = unseal(blob, kind=kind, table=table, row=self.pk, owner=self.sealed_owner)
        self._unsealed = (blob, contents)
        return contents

    def put(self, contents: DataclassInstance) -> None:
        """Seal these contents into the row. Saving it is the caller's."""
        if not isinstance(contents, self.contents_kind()):
            raise TypeError(f"This row holds {self.contents_kind().__name__}.")
        table = self._meta.db_table
        self.sealed = seal(contents, table=table, row=self.pk, owner=self.sealed_owner)
        self._unsealed = (self.sealed, contents)
