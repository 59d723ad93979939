"""The same journey and browsers as the room below has."""

from alongside.journey.tests.conftest import browse, journey

__all__ = ["browse", "journey"]
