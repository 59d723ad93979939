#!/usr/bin/env python3
"""Runs what `make check`, `make test` and `make prove` promise, and ends with a plain summary.

Every step runs, even when an earlier one failed, so that one run says all that is wrong.
"""

import argparse
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from tools import with_postgres  # noqa: E402 - the project's folder must be on the path first
from tools.summary import Result, counted, print_summary, remember  # noqa: E402 - as above

BIN = PROJECT / ".venv" / "bin"
RESULTS = PROJECT / "build" / "results"
NO_TESTS = 5  # pytest's own number for "nothing was collected"


@dataclass(frozen=True)
class Step:
    """One command and what it is called in the summary."""

    name: str
    command: Sequence[str]
    surroundings: dict[str, str] = field(default_factory=dict)
    report: Path | None = None


def ours(program: str, *arguments: str) -> list[str]:
    return [str(BIN / program), *arguments]


def checks() -> list[Step]:
    return [
        Step("lint", ours("ruff", "check", "--quiet", ".")),
        Step("format", ours("ruff", "format", "--check", "--quiet", ".")),
        Step("templates", ours("djlint", "alongside", "--lint", "--quiet")),
        Step("contracts", ours("lint-imports", "--no-logo")),
        Step("types", ours("mypy", "--no-error-summary")),
    ]


def suite(
    name: str, marks: str, *, engine: dict[str, str], cores: int, extra: Sequence[str] = ()
) -> Step:
    """One pytest run; its counts are read from the report it writes."""
    report = RESULTS / f"{name.replace(' ', '-').replace(',', '')}.xml"
    report.unlink(missing_ok=True)  # of an earlier run
    spread = ["-n", str(cores), "--dist", "worksteal"] if cores > 1 else []
    command = ours("pytest", "-q", "-m", marks, *spread, f"--junitxml={report}", *extra)
    return Step(name, command, engine, report)


def tests(sqlite: dict[str, str], postgres: dict[str, str]) -> list[Step]:
    steps = []
    for engine, surroundings in (("SQLite", sqlite), ("PostgreSQL", postgres)):
        steps += [
            suite(f"tests, {engine}", "not browser and not long", engine=surroundings, cores=2),
            suite(
                f"browser, {engine}",
                "browser and not long and not timed",
                engine=surroundings,
                cores=2,
            ),
            # What is timed has the machine to itself.
            suite(f"timed, {engine}", "timed and not long", engine=surroundings, cores=1),
        ]
    return steps


def proofs(sqlite: dict[str, str], postgres: dict[str, str], *, seed: int) -> list[Step]:
    extra = [f"--hypothesis-seed={seed}"]
    steps = []
    for engine, surroundings in (("SQLite", sqlite), ("PostgreSQL", postgres)):
        steps += [
            suite(
                f"proofs, {engine}",
                "prove and not browser and not long",
                engine=surroundings,
                cores=2,
                extra=extra,
            ),
            # What is timed, and what drives a browser, has the machine to itself.
            suite(
                f"long proofs, {engine}",
                "long or (prove and browser) or timed",
                engine=surroundings,
                cores=1,
                extra=extra,
            ),
        ]
    return steps


def run(step: Step) -> Result:
    print(f"\n── {step.name} ──", flush=True)
    began = time.monotonic()
    code = obeyed(step)
    seconds = time.monotonic() - began
    if step.report is None:
        return Result(step.name, failed_outright=code != 0, seconds=seconds)
    return counted(
        step.name, step.report, failed_outright=code not in {0, 1, NO_TESTS}, seconds=seconds
    )


def obeyed(step: Step) -> int:
    """The code of its command. When we are stopped, it gets the time to stop what it started."""
    running = subprocess.Popen(
        step.command, env=os.environ | step.surroundings, cwd=PROJECT, stdin=subprocess.DEVNULL
    )
    try:
        return running.wait()
    except BaseException:
        running.send_signal(signal.SIGINT)
        try:
            running.wait(timeout=30)
        except subprocess.TimeoutExpired:
            running.kill()
        raise


@contextmanager
def postgres() -> Iterator[dict[str, str]]:
    with with_postgres.cluster() as cluster:
        yield with_postgres.surroundings(cluster)


def planned(what: str, *, seed: int, figures: Path, stack: ExitStack) -> list[Step]:
    """The steps of a command; a PostgreSQL of their own stands beside those that need one."""
    if what == "check":
        return checks()
    beside = stack.enter_context(postgres())
    if what == "test":
        return [*checks(), *tests({}, beside)]
    asks = {
        "ALONGSIDE_PROVE": "1",
        "ALONGSIDE_SEED": str(seed),
        "ALONGSIDE_FIGURES": str(figures),
    }
    return proofs(asks, asks | beside, seed=seed)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("what", choices=["check", "test", "prove"])
    asked.add_argument("--seed", type=int, default=None, help="repeat a proving run")
    options = asked.parse_args()
    seed = options.seed if options.seed is not None else secrets.randbelow(2**32)
    RESULTS.mkdir(parents=True, exist_ok=True)
    figures = RESULTS / "figures.jsonl"
    figures.unlink(missing_ok=True)
    with_postgres.stop_when_asked()
    with ExitStack() as stack:
        steps = planned(options.what, seed=seed, figures=figures, stack=stack)
        results = [run(step) for step in steps]
    remember(RESULTS / f"{options.what}.json", results)
    shown = seed if options.what == "prove" else None
    return print_summary(f"make {options.what}", results, seed=shown, figures=figures)


if __name__ == "__main__":
    sys.exit(main())
