"""The PostgreSQL of the tests is there for one command, and gone after it."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from alongside.config.environment import PROJECT

TOOL = PROJECT / "tools" / "with_postgres.py"
ASK = "import os, psycopg; print(os.environ['ALONGSIDE_TEST_CLUSTER']); {}"
CONNECT = "psycopg.connect(os.environ['ALONGSIDE_DATABASE_URL']).close()"


def beside(program: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, TOOL, sys.executable, "-u", "-c", ASK.format(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.parametrize(("program", "code"), [(CONNECT, 0), ("raise SystemExit(3)", 3)])
def test_it_answers_with_the_code_of_the_command_and_leaves_nothing(
    program: str, code: int
) -> None:
    running = beside(program)
    said, _ = running.communicate(timeout=60)
    assert running.returncode == code, said
    assert not Path(said.splitlines()[0]).exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_it_leaves_no_server_when_it_is_stopped_or_killed(number: signal.Signals) -> None:
    running = beside("import time; time.sleep(2)")
    assert running.stdout is not None
    folder = Path(running.stdout.readline().strip())
    server = int((folder / "files" / "postmaster.pid").read_text().splitlines()[0])
    running.send_signal(number)
    running.communicate(timeout=60)
    until = time.monotonic() + 5
    while Path(f"/proc/{server}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{server}").exists()
    shutil.rmtree(folder, ignore_errors=True)  # nobody was left to do it after SIGKILL


def test_being_asked_twice_to_stop_does_not_break_off_the_clearing_up() -> None:
    running = beside("import time; time.sleep(5)")
    assert running.stdout is not None
    folder = Path(running.stdout.readline().strip())
    for _ in range(2):
        running.send_signal(signal.SIGTERM)
        time.sleep(0.02)
    running.communicate(timeout=60)
    assert not folder.exists()


def test_without_a_command_it_says_how_to_use_it() -> None:
    done = subprocess.run([sys.executable, TOOL], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Say what to run" in done.stderr
