"""What serving stands on: a free port, tables, styles. Each says what it does while it does it."""

import io
import re
import socket
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from alongside.config import static

type Say = Callable[[str], None]


class PortTaken(Exception):
    """Somebody else listens there."""


def refuse_if_taken(host: str, port: int) -> None:
    """Ask first: Granian would share a port with another server, and answer every other request."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
            trial.listen()
        except OSError as problem:
            why = f"Port {port} of {host} cannot be opened: {problem.strerror}."
            raise PortTaken(why) from None


def tables(say: Say) -> None:
    """Bring the tables up to date; nothing at all when they are."""
    waiting = unapplied()
    if waiting:
        say(f"Laying the tables ({waiting} steps) …")
        call_command("migrate", interactive=False, stdout=Counting(say, waiting))


def unapplied() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def styles(say: Say) -> None:
    if static.ensure():
        say("Gathered styles and scripts.")


class Counting(io.StringIO):
    """Takes what `migrate` prints and says every tenth step of it."""

    def __init__(self, say: Say, total: int) -> None:
        super().__init__()
        self.say, self.total, self.done = say, total, 0

    def write(self, text: str) -> int:
        for _ in re.findall(r"\bOK\b", text):
            self.done += 1
            if self.done % 10 == 0 and self.done < self.total:
                self.say(f"  {self.done} of {self.total}")
        return len(text)
