#!/usr/bin/env python3
"""Makes a fresh machine ready: uv, Python 3.13, the packages, and a browser for the tests.

Runs on any Python 3.8 or later with nothing installed, so that `make demo` is the first command.
Everything lands in this folder (.tools/ and .venv/); only a missing browser goes through apt-get.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
TOOLS = PROJECT / ".tools"
UV = "uv>=0.9,<1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)


def fail(sentence):
    say(sentence)
    raise SystemExit(1)


def runs(program):
    """Whether it is there and starts. A shim of a version manager can be there and only fail."""
    try:
        tried = subprocess.run(
            [program, "--version"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=str(PROJECT),
        )
    except OSError:
        return False
    return tried.returncode == 0


def uv():
    """The uv to use: one that is there, or one that pip brings into .tools/."""
    ours = TOOLS / "uv" / "bin" / "uv"
    for candidate in (shutil.which("uv"), str(ours), str(Path.home() / ".local" / "bin" / "uv")):
        if candidate and runs(candidate):
            return candidate
    say("Fetching uv, which fetches everything else, into .tools/ …")
    for attempt in (into_a_folder, into_a_venv):
        found = attempt()
        if found and runs(found):
            return found
    return fail(
        "uv could not be installed: neither `pip install` nor a virtual environment works with "
        + sys.executable
        + ". Install uv by hand (https://docs.astral.sh/uv/) or Debian's python3-pip, then run this again."
    )


def into_a_folder():
    """Works beside a Python that its system manages, and leaves that Python as it was."""
    where = TOOLS / "uv"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--target",
            str(where),
            "--upgrade",
            UV,
        ],
        stdin=subprocess.DEVNULL,
        env=dict(os.environ, PIP_ROOT_USER_ACTION="ignore", PIP_DISABLE_PIP_VERSION_CHECK="1"),
    )
    return str(where / "bin" / "uv") if done.returncode == 0 else None


def into_a_venv():
    """For a Python without pip that still brings pip into virtual environments."""
    where = TOOLS / "venv"
    made = subprocess.run([sys.executable, "-m", "venv", str(where)], stdin=subprocess.DEVNULL)
    if made.returncode:
        return None
    done = subprocess.run(
        [str(where / "bin" / "python"), "-m", "pip", "install", "--quiet", UV],
        stdin=subprocess.DEVNULL,
    )
    return str(where / "bin" / "uv") if done.returncode == 0 else None


def install(*options):
    say("Installing what uv.lock names into .venv/ (a few minutes the first time) …")
    done = subprocess.run(
        [uv(), "sync", "--locked", "--quiet", *options], cwd=str(PROJECT), stdin=subprocess.DEVNULL
    )
    if done.returncode:
        fail(
            "The packages could not be installed; uv says why above. This needs a Python 3.13 on the "
            "PATH or a way to download one, and a package index; behind a proxy, set HTTPS_PROXY."
        )


def demo():
    """Only what running needs. What developing needs stays when it is there already."""
    install("--no-dev", "--inexact")


def everything():
    install()


def browser():
    """Chromium for the browser tests, by the system's own package manager."""
    named = os.environ.get("ALONGSIDE_CHROMIUM")
    if named:
        if not runs(named):
            fail("ALONGSIDE_CHROMIUM names " + named + ", and that does not start.")
        return
    if any(runs(found) for found in map(shutil.which, BROWSERS) if found):
        return
    apt = shutil.which("apt-get")
    if apt is None:
        fail(
            "The browser tests need Chromium, and this machine has no apt-get to fetch it with. "
            "Install Chromium or Chrome, or name one in ALONGSIDE_CHROMIUM."
        )
    say("Installing Chromium for the browser tests (about a minute) …")
    # Without a terminal sudo cannot ask for a password, so it must not wait for one.
    first = [] if os.geteuid() == 0 else (["sudo"] if sys.stdin.isatty() else ["sudo", "-n"])
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for words in (
        ["update", "-qq"],
        ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ):
        try:
            done = subprocess.run(first + [apt] + words, env=quiet, stdout=subprocess.DEVNULL)
        except OSError:
            fail("Installing Chromium needs root or sudo, and neither is here. Please install it.")
        if done.returncode and words[0] == "install":
            fail(
                "Chromium could not be installed; apt-get says why above. The browser tests need it."
            )


WANTED = {"demo": demo, "all": everything, "browser": browser}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in WANTED:
        fail("Say what to make ready: tools/ready.py " + " | ".join(WANTED))
    WANTED[sys.argv[1]]()
