"""Brings the test harness to every room. The parts stand in tests/harness, one file a part."""

from tests.harness import loopback, proving
from tests.harness.database import django_db_setup
from tests.harness.styles import gathered_styles

__all__ = ["django_db_setup", "gathered_styles", "loopback", "proving"]
