"""Brings the test harness to every room. The parts stand in tests/harness, one file a part."""

import os

import pytest
from django.test import TransactionTestCase

from tests.harness import loopback, proving
from tests.harness.browser import accessible, chromium, open_as, troubles
from tests.harness.database import django_db_setup
from tests.harness.server import server, start_server
from tests.harness.styles import gathered_styles

__all__ = [
    "accessible",
    "chromium",
    "django_db_setup",
    "gathered_styles",
    "loopback",
    "open_as",
    "proving",
    "server",
    "start_server",
    "troubles",
]

NEEDS_A_BROWSER = {"chromium", "open_as", "accessible"}
NEEDS_A_DATABASE = {"django_db_setup", "db", "transactional_db"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whoever asks for a browser is a browser test, marked or not; long ones wait for make prove."""
    for item in items:
        if NEEDS_A_BROWSER & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("long") and not proving.PROVING:
            item.add_marker(pytest.mark.skip(reason="runs under make prove"))
    if os.environ.get("ALONGSIDE_DATABASE_URL"):
        leave_out_what_is_the_same(config, items)


def leave_out_what_is_the_same(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks for no database was seen on SQLite already: on PostgreSQL it proves nothing new."""
    same = [item for item in items if not asks_for_a_database(item)]
    items[:] = [item for item in items if asks_for_a_database(item)]
    config.hook.pytest_deselected(items=same)


def asks_for_a_database(item: pytest.Item) -> bool:
    named = NEEDS_A_DATABASE & set(getattr(item, "fixturenames", ()))
    django = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    return bool(named) or django or item.get_closest_marker("django_db") is not None
