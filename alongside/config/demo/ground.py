"""Keeps the demo on ground of its own: no sign-in as anybody in a home where anybody is real."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

MARK = "demo"
WORDS = "This home belongs to the made-up area of `alongside demo`. Nobody in it exists.\n"


class NotADemo(Exception):
    """There is something here that the demo did not make."""


def claim() -> None:
    """Take an empty home, or one that the demo took before; refuse any other."""
    home = Path(settings.HOME)
    mark = home / MARK
    if mark.exists():
        return
    if is_lived_in(home):
        raise NotADemo(
            f"{home} holds an installation that is not a demo, and a demo lets anybody sign in as "
            "anybody. Give the demo a home of its own: ALONGSIDE_HOME=/another/folder"
        )
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark.write_text(WORDS)


def is_lived_in(home: Path) -> bool:
    """Whether a key or tables are there. Opening the database may have made an empty file."""
    return (home / "master.key").exists() or bool(connection.introspection.table_names())


def clear() -> None:
    """Remove what the demo made: its tables, its key, its gathered styles. Nothing else."""
    home = Path(settings.HOME)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    connections.close_all()
    if connection.vendor == "sqlite":
        file = Path(str(connection.settings_dict["NAME"]))
        for name in (file, *file.parent.glob(f"{file.name}-*")):
            name.unlink(missing_ok=True)
    (home / "master.key").unlink(missing_ok=True)
    shutil.rmtree(home / "static", ignore_errors=True)
