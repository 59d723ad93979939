from collections.abc import Iterator

import pytest

from alongside.vault import services as vault


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    vault.forget()
    yield
    vault.forget()
