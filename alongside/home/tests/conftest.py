from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from alongside.home import hub, stream
from alongside.journey.tests.factories import Journey, make_journey
from alongside.lib import clock
from tests.northmere import DAY, Northmere, northmere


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Northmere]:
    """The area, made once for a file of tests; then it never was.

    Not for a file with tests that commit: those get a database of their own.
    """
    with django_db_blocker.unblock(), transaction.atomic(), northmere() as area:
        area.sign_in_everybody()
        yield area
        transaction.set_rollback(True)


@pytest.fixture
def area(made: Northmere, db: None) -> Iterator[Northmere]:
    """Wednesday, 11 in the morning: Samira and Helen are on duty. A test's doings are undone."""
    with clock.hold(DAY):
        yield made


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
