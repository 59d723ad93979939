"""The boot check: an append-only table without its triggers is not append-only."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connection

from alongside.audit.triggers import missing_triggers


def append_only(
    app_configs: object, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Runs where a database is at hand: `migrate`, `check --database default`, the boot."""
    if not databases:
        return []
    found: list[CheckMessage] = [
        Error(
            f"The trigger {name} is missing, so that table is not append-only.",
            hint="Restore it with: alongside migrate --skip-checks, or from a backup.",
            id="audit.E001",
        )
        for name in missing_triggers()
    ]
    if not replacing_fires_triggers():
        found.append(
            Error(
                "SQLite runs without recursive_triggers, so INSERT OR REPLACE slips past.",
                hint="Set PRAGMA recursive_triggers=ON in the database's init_command.",
                id="audit.E002",
            )
        )
    return found


def replacing_fires_triggers() -> bool:
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")
        return bool(cursor.fetchone() == (1,))
