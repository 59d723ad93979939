from collections.abc import Iterator

import pytest

from alongside.audit import services as audit
from alongside.audit import triggers
from alongside.audit.tests.factories import DAWN, OTHER, ROBYN, Looker, look, record
from alongside.vault import services as vault


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    vault.forget()
    yield
    vault.forget()


@pytest.fixture
def world(db: None) -> Iterator[None]:
    """Three chains of four events and two checkpoints, and nothing to stop a tamperer."""
    samira = Looker()
    for action in ("see", "read"):
        for person in (ROBYN, DAWN, OTHER):
            record(samira, look(person, action=action), look(person, action=f"{action}-more"))
        audit.checkpoint()
    triggers.drop()
    yield
    triggers.create()
