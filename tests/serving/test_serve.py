"""`alongside serve` and `alongside worker`, as an installation runs them: two processes, no demo."""

import http.client
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.harness.database import Database
from tests.harness.server import COMMAND, Running, Start, free_port, running

pytestmark = pytest.mark.browser  # not in parallel with others: it listens and it waits


@contextmanager
def worker(beside: Running) -> Iterator["subprocess.Popen[str]"]:
    loop = subprocess.Popen(
        [COMMAND, "worker"], env=beside.environment(), stderr=subprocess.PIPE, text=True
    )
    try:
        yield loop
    finally:
        loop.kill()
        loop.communicate()


@pytest.fixture(scope="module")
def installation(django_db_setup: Database) -> Iterator[Running]:
    """A home with people in it, served without demo mode, with the loop beside it."""
    with running(django_db_setup, "demo") as demo:
        demo.stop()
        real = Running(demo.home, free_port(), demo.address, ("serve",))
        with worker(real):
            try:
                real.start()
                yield real
            finally:
                real.stop()


def asked(server: Running, method: str, path: str, body: str = "") -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as plug:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        plug.request(method, path, body=body, headers=form)
        answer = plug.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")


def test_nobody_signs_in_as_somebody_where_there_is_no_demo(installation: Running) -> None:
    somewhere = asked(installation, "POST", "/nowhere/", "as=key-worker")
    assert asked(installation, "POST", "/demo/sign-in/", "as=key-worker") == somewhere
    assert asked(installation, "GET", "/demo/sign-in/") == asked(installation, "GET", "/nowhere/")


def test_it_is_well_while_the_loop_runs_beside_it(installation: Running) -> None:
    assert installation.answers()
    assert "http://127.0.0.1" in installation.said()


def test_the_loop_stops_when_asked(installation: Running) -> None:
    with worker(installation) as loop:
        assert loop.stderr is not None
        assert "The loop runs" in loop.stderr.readline()
        loop.send_signal(signal.SIGTERM)
        assert loop.wait(timeout=15) == 0


def test_it_does_not_open_on_tables_that_are_not_laid(tmp_path: Path) -> None:
    done = subprocess.run(
        [COMMAND, "serve", "--port", str(free_port())],
        env={"PATH": "/usr/bin:/bin", "ALONGSIDE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "Run: alongside migrate" in done.stderr


def test_a_demo_starts_over_when_told(start_server: Start) -> None:
    demo = start_server()
    demo.stop()
    key = (demo.home / "master.key").read_bytes()
    demo.arguments = ("demo", "--reset")
    demo.start()
    assert "Starting over" in demo.said()
    assert (demo.home / "master.key").read_bytes() != key
