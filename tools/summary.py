#!/usr/bin/env python3
"""Says plainly what a run did: what ran, how many, how long, which seeds, which figures.

tools/summary.py build/results/test.json build/results/prove.json    the sum of several runs
"""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Result:
    """What one step came to."""

    name: str
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failed_outright: bool = False

    @property
    def well(self) -> bool:
        return not self.failed and not self.failed_outright

    @property
    def verdict(self) -> str:
        if self.failed_outright:
            return "FAILED"
        if self.passed or self.failed or self.skipped:
            skipped = f", {self.skipped} skipped" if self.skipped else ""
            return f"{self.passed} passed, {self.failed} failed{skipped}"
        return "well"


def counted(name: str, report: Path, *, failed_outright: bool, seconds: float) -> Result:
    """Counts from the report that pytest wrote; a run that wrote none failed outright."""
    if not report.exists():
        return Result(name, seconds, failed_outright=True)
    suite = ElementTree.parse(report).getroot().find("testsuite")  # noqa: S314 - as above
    if suite is None:
        return Result(name, seconds, failed_outright=True)
    number = {key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")}
    failed = number["failures"] + number["errors"]
    passed = number["tests"] - failed - number["skipped"]
    return Result(name, seconds, max(passed, 0), failed, number["skipped"], failed_outright)


def remember(file: Path, results: Iterable[Result]) -> None:
    file.write_text(json.dumps([asdict(result) for result in results]))


def recalled(file: Path) -> list[Result]:
    return [Result(**told) for told in json.loads(file.read_text())] if file.exists() else []


def print_summary(
    title: str, results: Sequence[Result], *, seed: int | None, figures: Path | None
) -> int:
    """Prints the table and the closing line; answers the exit code."""
    if figures is not None and figures.exists():
        print_figures(figures, seed=seed)
    print(f"\n{title}")
    for result in results:
        print(f"  {result.name:<24} {result.verdict:<34} {result.seconds:7.1f} s")
    print(f"  {'all of it':<24} {'':<34} {sum(result.seconds for result in results):7.1f} s")
    if seed is not None:
        print(f"  seed {seed}; repeat with: make prove SEED={seed}")
    outright = [result.name for result in results if result.failed_outright]
    if outright:
        print(f"  Did not pass: {', '.join(outright)}. The reasons stand above.")
    if any(result.passed or result.failed or result.skipped for result in results):
        print(closing_line(results), flush=True)
    return 0 if all(result.well for result in results) else 1


def closing_line(results: Sequence[Result]) -> str:
    passed, failed, skipped = (
        sum(getattr(result, key) for result in results) for key in ("passed", "failed", "skipped")
    )
    return f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")


def print_figures(file: Path, *, seed: int | None) -> None:
    """The table of what the proving tests measured, each line as its test handed it in."""
    rows = [("figure", "value", "aim", "database", "seed")]
    for line in file.read_text().splitlines():
        told = json.loads(line)
        value = told["value"]
        shown = (
            f"{value:,.4g}"
            if isinstance(value, float)
            else f"{value:,}"
            if isinstance(value, int)
            else value
        )
        rows.append(
            (
                told["name"],
                f"{shown} {told['unit']}".strip(),
                told["aim"],
                told["database"],
                str(told["seed"]),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    print(f"\nFigures (seed {seed})" if seed is not None else "\nFigures")
    for row in rows:
        print(
            "  "
            + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


if __name__ == "__main__":
    remembered = [result for file in sys.argv[1:] for result in recalled(Path(file))]
    sys.exit(print_summary("In all", remembered, seed=None, figures=None))
