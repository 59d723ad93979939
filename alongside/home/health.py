"""Whether this house can be trusted right now."""

from django.db import DatabaseError

from alongside.duty import queries as duty
from alongside.lib import clock
from alongside.vault import services as vault


def is_well() -> bool:
    """The vault is open, the database answers, the loop runs, and no promise is forgotten by it."""
    now = clock.now()
    try:
        return vault.state().is_open and duty.loop_is_alive(now) and not duty.forgotten(now)
    except DatabaseError:
        return False
