"""What reads hostile bytes can do nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

from alongside.lib.media import cell
from alongside.lib.media.refusal import Reason, Refused
from alongside.lib.tests.media.painting import painted

INSIDE = """
import sys
from alongside.lib.media import cell
cell.limit(1)
cell.close_the_door()
{}
"""


def inside(code: str) -> str:
    """What Python says when this is tried in a process as closed as ours."""
    done = subprocess.run(
        [sys.executable, "-E", "-s", "-c", INSIDE.format(code)],
        capture_output=True,
        text=True,
        cwd=cell.ROOT,
        timeout=30,
        check=False,
    )
    return done.stdout + done.stderr + f"ended {done.returncode}"


def test_it_opens_no_file() -> None:
    assert "Too many open files" in inside("open('/etc/passwd')")


def test_it_opens_no_connection() -> None:
    loaded = INSIDE.replace("import sys", "import sys, socket")
    code = loaded.format("socket.socket()")
    done = subprocess.run(
        [sys.executable, "-E", "-s", "-c", code],
        capture_output=True,
        text=True,
        cwd=cell.ROOT,
        timeout=30,
        check=False,
    )
    assert "Too many open files" in done.stderr


def test_it_writes_to_no_file_that_it_was_given(tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as out:
        subprocess.run(
            [sys.executable, "-E", "-s", "-c", INSIDE.format("print('kept')")],
            stdout=out,
            stderr=subprocess.DEVNULL,
            cwd=cell.ROOT,
            timeout=30,
            check=False,
        )
    assert (tmp_path / "out").read_bytes() == b""


def test_it_is_ended_when_it_computes_for_too_long() -> None:
    assert "ended -" in inside("while True: pass")


def test_it_gets_no_more_memory_than_a_picture_needs() -> None:
    assert "MemoryError" in inside("bytearray(2 * 1024**3)")


def test_it_knows_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The master key may stand there."""
    assert "ALONGSIDE_MASTER_KEY" not in cell.ENVIRONMENT
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    assert cell.ask("photo", "PNG", painted("PNG"), seconds=5).facts["width"] == 96


def test_a_reader_that_fails_is_a_refusal() -> None:
    with pytest.raises(Refused) as refusal:
        cell.ask("photo", "HEIF", b"", seconds=5)
    assert refusal.value.reason is Reason.BROKEN
    with pytest.raises(Refused) as refusal:
        cell.ask("sound", "there is no such sort", b"", seconds=0)
    assert refusal.value.reason is Reason.NOT_READABLE
