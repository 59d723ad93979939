"""Fixtures of the made-up area, for tests of pages in any room."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

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
