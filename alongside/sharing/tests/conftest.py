from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from alongside.sharing.tests.factories import Around, make_around


@pytest.fixture(scope="module")
def around(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Around]:
    """Made once for a file of tests, since it costs as much as most of them; then never was.

    Not for a file with tests that commit: those get a database of their own.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_around()
        transaction.set_rollback(True)


@pytest.fixture
def robyn(around: Around, db: None) -> Around:
    """What a test does to her circle is undone after it."""
    return around
