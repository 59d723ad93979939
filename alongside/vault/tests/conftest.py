from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from alongside.vault import ring
from alongside.vault import services as vault
from alongside.vault.models import DataKey


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    vault.forget()
    yield
    vault.forget()


@pytest.fixture
def second_version() -> Callable[[UUID], None]:
    """What rotation will do: a second key for an owner, and the memory of the first dropped."""

    def make(owner: UUID) -> None:
        row = DataKey(owner=owner, version=2)
        row.wrapped = ring._wrap(row, AESGCM.generate_key(256))
        row.save()
        vault.forget()

    return make
