from collections.abc import Iterator

import pytest
from django.db import connection

from alongside.home import hub, stream
from alongside.journey.tests.factories import Journey, make_journey
from tests.in_northmere import area, made

__all__ = ["area", "made", "own_hub", "robyn"]


@pytest.fixture
def own_hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A hub of its own for a test, and no connection left open in a thread of it."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    monkeypatch.setattr(stream, "hub", hub.Hub())
    yield
    assert stream.hub.streams == set()


@pytest.fixture
def robyn(db: None) -> Journey:
    """A journey with somebody of every standing."""
    return make_journey()
