"""A migrated database for every test process, made once a run and copied after that.

The tables are migrated once, into a template; every worker starts from a copy of it, and every test
that commits is followed by a fresh copy. So no test has to empty tables that refuse to be emptied.
"""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase
from psycopg import sql

from tests.harness.surroundings import run_folder

TEMPLATE = "alongside_template"


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Workers of one run wait for each other here."""
    with (run_folder() / name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Sqlite:
    """Copies of one file."""

    def __init__(self) -> None:
        self.file = Path(str(connection.settings_dict["NAME"]))
        self.template = run_folder() / "template.sqlite3"

    def begin(self) -> None:
        with one_at_a_time("template.lock"):
            if not self.template.exists():
                migrate()
                connections.close_all()
                # The backup holds what still stands in the write-ahead log.
                self.copy(self.file, self.template)
        self.restore()

    def restore(self) -> None:
        connections.close_all()
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.copy(self.template, self.file)

    def end(self) -> None:
        connections.close_all()

    def copy(self, source: Path, target: Path) -> None:
        with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
            there.backup(here)

    def another(self, home: Path) -> str:
        """A migrated database for another process that lives in `home`; answers its address."""
        file = home / "alongside.sqlite3"
        shutil.copy(self.template, file)
        return ""


class PostgreSQL:
    """Copies made by CREATE DATABASE … TEMPLATE, some 20 milliseconds each."""

    def __init__(self) -> None:
        self.name = str(connection.settings_dict["NAME"])
        self.address = os.environ["ALONGSIDE_DATABASE_URL"]

    def begin(self) -> None:
        with one_at_a_time("template.lock"), self.administrator() as administrator:
            if not self.exists(administrator, TEMPLATE):
                self.execute(administrator, "CREATE DATABASE {}", self.name)
                migrate()
                connections.close_all()
                self.execute(administrator, "ALTER DATABASE {} RENAME TO {}", self.name, TEMPLATE)
        self.restore()

    def restore(self) -> None:
        connections.close_all()
        self.make(self.name)

    def end(self) -> None:
        connections.close_all()

    def make(self, name: str) -> None:
        # One copy at a time: PostgreSQL refuses a template that another copy is being made from.
        with one_at_a_time("copy.lock"), self.administrator() as administrator:
            self.execute(administrator, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
            self.execute(administrator, "CREATE DATABASE {} TEMPLATE {}", name, TEMPLATE)

    def administrator(self) -> "psycopg.Connection[Any]":
        settings = connection.settings_dict
        return psycopg.connect(
            dbname="template1", user=settings["USER"], host=settings["HOST"], autocommit=True
        )

    def exists(self, administrator: "psycopg.Connection[Any]", name: str) -> bool:
        found = administrator.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None

    def execute(
        self, administrator: "psycopg.Connection[Any]", statement: str, *names: str
    ) -> None:
        administrator.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))

    def another(self, home: Path) -> str:
        """A migrated database for another process that lives in `home`; answers its address."""
        name = f"{self.name}_{home.name}"
        self.make(name)
        return self.address.replace(f"/{self.name}?", f"/{name}?")


Database = Sqlite | PostgreSQL


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def chosen() -> Database:
    return PostgreSQL() if connection.vendor == "postgresql" else Sqlite()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[Database]:
    """Stands in for pytest-django's own: a copy of the template instead of a migration a worker."""
    database = chosen()
    with django_db_blocker.unblock():
        database.begin()
        TransactionTestCase._fixture_teardown = lambda case: database.restore()  # type: ignore[attr-defined] # not in the stubs, since it is Django's own
        yield database
        database.end()
