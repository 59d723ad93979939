"""A wrong setting stops the start with a sentence that says what to do."""

import subprocess
import sys
from pathlib import Path

import pytest

from alongside.config.environment import KNOWN


def started(tmp_path: Path, **settings: str) -> str:
    """What `alongside check` says in surroundings of its own."""
    done = subprocess.run(
        [Path(sys.executable).parent / "alongside", "check"],
        env={"PATH": "/usr/bin:/bin", "ALONGSIDE_HOME": str(tmp_path), **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"ALONGSIDE_DEMO": "maybe"}, "ALONGSIDE_DEMO is “maybe”. Use 1 or 0."),
        ({"ALONGSIDE_DATABASE_URL": "mysql://x"}, "must start with sqlite:// or postgresql://"),
        ({"ALONGSIDE_DATBASE_URL": "x"}, "Did you mean ALONGSIDE_DATABASE_URL?"),
        ({"ALONGSIDE_COLOUR": "red"}, "docs/settings.md lists them all"),
        ({"ALONGSIDE_HOME": "/dev/null/home"}, "that folder cannot be made"),
    ],
    ids=["truth", "database", "misspelt", "unknown", "home"],
)
def test_it_says_what_is_wrong(tmp_path: Path, settings: dict[str, str], sentence: str) -> None:
    assert sentence in started(tmp_path, **settings)


def test_demo_mode_answers_only_to_this_machine(tmp_path: Path) -> None:
    said = started(tmp_path, ALONGSIDE_DEMO="1", ALONGSIDE_HOSTS="localhost,demo.example.org")
    assert "demo.example.org" in said


def test_the_list_of_settings_is_in_order() -> None:
    assert list(KNOWN) == sorted(KNOWN)
