"""Triggers that make a table append-only, on both engines, and the proof that they are there.

They stop accidents and the application; only checkpoints kept elsewhere catch who owns the
database. A room above that wants such a table gives its migration an `operation` and calls
`register` when it starts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, migrations

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

FUNCTION = """
CREATE OR REPLACE FUNCTION alongside_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """A table, and the sets of columns each of which names one row."""

    table: str
    keys: tuple[tuple[str, ...], ...] = (("id",),)

    def statements(self, vendor: str) -> dict[str, str]:
        """By the name of the trigger, what makes it."""
        return self._postgresql() if vendor == "postgresql" else self._sqlite()

    def _sqlite(self) -> dict[str, str]:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{self.table} is append-only'); END"
        # INSERT OR REPLACE deletes without a DELETE trigger unless recursive_triggers is on.
        taken = " OR ".join(self._same(key) for key in self.keys)
        guard = f"WHEN EXISTS (SELECT 1 FROM {self.table} WHERE {taken})"  # noqa: S608  (our own names)
        return {
            name: f"CREATE TRIGGER {name} BEFORE {event} ON {self.table} {when} {refuse}"
            for name, event, when in (
                (f"{self.table}_no_update", "UPDATE", ""),
                (f"{self.table}_no_delete", "DELETE", ""),
                (f"{self.table}_no_replace", "INSERT", guard),
            )
        }

    def _same(self, key: tuple[str, ...]) -> str:
        return "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in key) + ")"

    def _postgresql(self) -> dict[str, str]:
        return {
            name: f"CREATE TRIGGER {name} BEFORE {event} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION alongside_append_only()"
            for name, event, each in (
                (f"{self.table}_no_update", "UPDATE", "ROW"),
                (f"{self.table}_no_delete", "DELETE", "ROW"),
                (f"{self.table}_no_truncate", "TRUNCATE", "STATEMENT"),
            )
        }


EVENTS = AppendOnly("audit_accessevent", keys=(("id",), ("chain", "seq")))
CHECKPOINTS = AppendOnly("audit_checkpoint", keys=(("id",), ("number",)))

_registered: list[AppendOnly] = [EVENTS, CHECKPOINTS]


def register(table: AppendOnly) -> None:
    """Have the system check watch over the triggers of one more table."""
    if table not in _registered:
        _registered.append(table)


def operation(*tables: AppendOnly) -> migrations.RunPython:
    """The migration that makes these tables append-only."""
    return migrations.RunPython(
        lambda apps, editor: create(tables, using=editor.connection),
        lambda apps, editor: drop(tables, using=editor.connection),
    )


def create(tables: Iterable[AppendOnly] = (), *, using: BaseDatabaseWrapper | None = None) -> None:
    """Make the triggers of these tables (of all registered ones, when none are named)."""
    database = using or connection
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for table in tables or _registered:
            for statement in table.statements(database.vendor).values():
                cursor.execute(statement)


def drop(tables: Iterable[AppendOnly] = (), *, using: BaseDatabaseWrapper | None = None) -> None:
    """Take the triggers away: for migrations, and for tests that tamper with rows."""
    database = using or connection
    with database.cursor() as cursor:
        for table in tables or _registered:
            on = f" ON {table.table}" if database.vendor == "postgresql" else ""
            for name in table.statements(database.vendor):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing_triggers() -> list[str]:
    """The triggers that should stand on a registered table and do not (or are disabled)."""
    tables = set(connection.introspection.table_names())
    present = _present()
    return [
        name
        for table in _registered
        if table.table in tables
        for name in table.statements(connection.vendor)
        if name not in present
    ]


def _present() -> set[str]:
    if connection.vendor == "postgresql":
        query = (
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND pg_table_is_visible(tgrelid)"
        )
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}
