"""Runs a decoder in a process of its own, where a hostile file can do nothing but fail.

The process has neither our environment (the master key may be in it) nor our open files. It can
open no file and no connection, writes nothing to the disk, and is ended when it takes too much
time or memory. Bytes go in and come out through pipes: nothing is ever in a file in plain.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from alongside.lib.media.refusal import Reason, Refused

MEMORY = 1536 * 1024 * 1024  # bytes of address space; 24 megapixels need about a third
# Python starts here with our package to be found, wherever the server itself was started.
ROOT = Path(__file__).resolve().parents[3]
# One arena: threads of a decoder would each reserve 64 MB of the address space.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"}

type Facts = dict[str, int | str]
type Anew = Callable[[bytes], tuple[Facts, bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came out: facts about it, and the new bytes."""

    facts: Facts
    content: bytes


def ask(task: str, sort: str, content: bytes, *, seconds: int) -> Answer:
    """Have these bytes, which are of this sort, written anew in a process of its own.

    `task`: photo, portrait, drawing or sound. `seconds`: of computing, and three times as many on the wall.
    Raises Refused.
    """
    # As a module under the interpreter that runs us. -E and -s: nothing from outside changes it.
    command = [sys.executable, "-E", "-s", "-m", "alongside.lib.media", task, sort, str(seconds)]
    try:
        done = subprocess.run(
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # decoders quote what they read
            env=ENVIRONMENT,
            cwd=ROOT,
            timeout=seconds * 3,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(Reason.NOT_READABLE) from None
    head, found, body = done.stdout.partition(b"\n")
    if done.returncode != 0 or not found:
        raise Refused(Reason.NOT_READABLE)
    facts: Facts = json.loads(head)
    if "reason" in facts:
        raise Refused(Reason(str(facts["reason"])))
    return Answer(facts, body)


def said(facts: Mapping[str, int | str], content: bytes = b"") -> bytes:
    """What the process writes for `ask` to read: one line of facts, then the bytes."""
    return json.dumps(dict(facts)).encode() + b"\n" + content


def limit(seconds: int) -> None:
    """Inside the process, before anything of a decoder is loaded."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold the file in plain
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    with suppress(ValueError, OSError):  # macOS does not know this limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def close_the_door() -> None:
    """Inside the process, once all is loaded: from here on no file, no connection, no writing."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
