from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import models
from django.test.utils import isolate_apps

from alongside.lib import ids
from alongside.vault import services as vault
from alongside.vault.models import SealedRow

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Letter:
    text: str


@contextmanager
def table(name: str = "vault_letter") -> Iterator[Any]:
    """A table that seals letters, in a registry of its own."""
    with isolate_apps("alongside.vault"):

        class SealedLetter(SealedRow):
            Contents = Letter
            owner = models.UUIDField()

            class Meta:
                app_label = "vault"
                db_table = name

            @property
            def sealed_owner(self) -> UUID:
                return self.owner

        yield SealedLetter


def test_a_row_gives_back_what_was_put_into_it() -> None:
    with table() as letters:
        row = letters(owner=ids.new())
        row.put(Letter("hello"))
        again = letters(id=row.id, owner=row.owner, sealed=row.sealed)
        assert again.contents == Letter("hello")
        assert b"hello" not in row.sealed


def test_a_row_is_unsealed_once_and_again_when_it_changed() -> None:
    with table() as letters:
        row = letters(owner=ids.new())
        row.put(Letter("hello"))
        kept = row.contents
        assert row.contents is kept
        other = letters(id=row.id, owner=row.owner)
        other.put(Letter("changed"))
        row.sealed = other.sealed
        assert row.contents == Letter("changed")


def test_sealed_bytes_moved_to_another_row_owner_or_table_do_not_open() -> None:
    with table() as letters, table("vault_other") as parcels:
        row = letters(owner=ids.new())
        row.put(Letter("hello"))
        for thief in (
            letters(owner=row.owner, sealed=row.sealed),
            letters(id=row.id, owner=ids.new(), sealed=row.sealed),
            parcels(id=row.id, owner=row.owner, sealed=row.sealed),
        ):
            with pytest.raises(vault.Unreadable):
                _ = thief.contents


def test_a_row_takes_only_its_own_kind_of_contents() -> None:
    @dataclass
    class Parcel:
        weight: int

    with table() as letters, pytest.raises(TypeError, match="holds Letter"):
        letters(owner=ids.new()).put(Parcel(3))


def test_a_row_names_itself_by_its_id_only() -> None:
    with table() as letters:
        row = letters(owner=ids.new())
        row.put(Letter("hello"))
        assert str(row) == f"vault.SealedLetter {row.id}"
        assert "hello" not in repr(row)


def test_a_row_must_say_whose_it_is() -> None:
    with isolate_apps("alongside.vault"):

        class Stray(SealedRow):
            Contents = Letter

            class Meta:
                app_label = "vault"

        with pytest.raises(NotImplementedError):
            Stray().put(Letter("hello"))
