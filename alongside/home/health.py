"""Whether this house can be trusted right now."""

from django.db import DatabaseError

from alongside.duty import queries as duty
from alongside.lib import clock
from alongside.vault import services as vault


def is_well() -> bool:
    """The vault is open, the database answers, and the loop has run in the last minute."""
    try:
        return vault.state().is_open and duty.loop_is_alive(clock.now())
    except DatabaseError:
        return False
