"""A real `alongside demo` or `alongside serve` in a process, a home and a database of its own."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from alongside.config.demo.ground import MARK, WORDS
from tests.harness.database import Database
from tests.harness.surroundings import run_folder

COMMAND = Path(sys.executable).parent / "alongside"
PATIENCE = 60
type Start = Callable[..., "Running"]


@dataclass
class Running:
    """A server that runs: where it answers, where it writes, what it said."""

    home: Path
    port: int
    address: str
    arguments: tuple[str, ...]
    process: "subprocess.Popen[bytes] | None" = None
    surroundings: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        # A domain, not a number: passkeys are bound to one.
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        """Beside the home, so that a search of the home finds only what the server wrote there."""
        return self.home.with_suffix(".log")

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def start(self) -> None:
        """Start, or start again on the same home and port, and wait until it is well."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [COMMAND, *self.arguments, "--port", str(self.port)],
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.wait()

    def environment(self) -> dict[str, str]:
        """Ours without what is ours alone: it makes a key of its own in a home of its own."""
        kept = {name: value for name, value in os.environ.items() if "ALONGSIDE" not in name}
        own = {"ALONGSIDE_HOME": str(self.home), "ALONGSIDE_ACCESS_LOG": "1"}
        database = {"ALONGSIDE_DATABASE_URL": self.address} if self.address else {}
        return kept | own | database | self.surroundings

    def wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process is None or self.process.poll() is not None:
                raise AssertionError(f"The server ended by itself. It said:\n{self.said()}")
            if self.answers():
                return
            time.sleep(0.05)
        raise AssertionError(f"The server was not well in {PATIENCE} s. It said:\n{self.said()}")

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health/", timeout=5) as answer:  # noqa: S310 - our own
                return bool(answer.status == 200)
        except (urllib.error.HTTPError, OSError):
            return False

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop and answer its exit code; SIGKILL is a power cut."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"The server did not stop. It said:\n{self.said()}") from None


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def running(database: Database, *arguments: str, **surroundings: str) -> Iterator[Running]:
    """A server on tables that are laid already; stopped at the end whatever happens."""
    home = Path(tempfile.mkdtemp(prefix="home-", dir=run_folder()))
    (home / MARK).write_text(WORDS)
    made = Running(home, free_port(), database.another(home), arguments, surroundings=surroundings)
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def server(django_db_setup: Database) -> Iterator[Running]:
    """One made-up area for the whole session. What a test writes, the next ones find."""
    with running(django_db_setup, "demo") as made:
        yield made


@pytest.fixture
def start_server(django_db_setup: Database) -> Iterator[Start]:
    """For tests that stop, kill or search a server: `start_server()` gives one of their own."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def start(*arguments: str, **surroundings: str) -> Running:
            words = arguments or ("demo",)
            return stack.enter_context(running(django_db_setup, *words, **surroundings))

        yield start
