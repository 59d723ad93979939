"""Brings the test harness to every room. The parts stand in tests/harness, one file a part."""

import pytest

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for a browser is a browser test, marked or not; long ones wait for make prove."""
    for item in items:
        if NEEDS_A_BROWSER & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("long") and not proving.PROVING:
            item.add_marker(pytest.mark.skip(reason="runs under make prove"))
