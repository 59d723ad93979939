"""The summary says what ran, and closes with a line that a machine can read."""

import json
from pathlib import Path

import pytest

from tools import summary
from tools.summary import Result

REPORT = """<?xml version="1.0"?><testsuites><testsuite name="pytest" tests="7" failures="1"
errors="1" skipped="2" time="3.1"/></testsuites>"""


def test_counts_come_from_the_report(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    counted = summary.counted("tests", report, failed_outright=False, seconds=3)
    assert (counted.passed, counted.failed, counted.skipped) == (3, 2, 2)
    assert not counted.well


def test_a_run_that_left_no_report_has_failed(tmp_path: Path) -> None:
    counted = summary.counted("tests", tmp_path / "none.xml", failed_outright=False, seconds=0)
    assert counted.failed_outright


def test_the_last_line_is_plain(capsys: pytest.CaptureFixture[str]) -> None:
    results = [Result("lint", 1.0), Result("tests", 2.0, passed=5), Result("more", 1.0, 2, 0, 1)]
    assert summary.print_summary("make test", results, seed=None, figures=None) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "7 passed, 0 failed, 1 skipped"


def test_a_check_that_failed_fails_the_run_and_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    results = [Result("lint", 1.0, failed_outright=True), Result("tests", 2.0, passed=5)]
    assert summary.print_summary("make test", results, seed=None, figures=None) == 1
    assert "Did not pass: lint." in capsys.readouterr().out


def test_figures_stand_in_one_table_with_their_seed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "figures.jsonl"
    told = {"name": "worlds", "value": 2000, "unit": "worlds", "aim": "2,000", "seed": 7}
    file.write_text(json.dumps(told | {"database": "SQLite"}) + "\n")
    summary.print_summary("make prove", [Result("proofs", 1.0, 1)], seed=7, figures=file)
    said = capsys.readouterr().out
    assert "worlds  2,000 worlds  2,000  SQLite    7" in said
    assert "make prove SEED=7" in said


def test_what_a_run_came_to_can_be_added_to_another(tmp_path: Path) -> None:
    file = tmp_path / "test.json"
    summary.remember(file, [Result("tests", 2.0, passed=5)])
    assert summary.recalled(file) == [Result("tests", 2.0, passed=5)]
    assert summary.recalled(tmp_path / "never-ran.json") == []
