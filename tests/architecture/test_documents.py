"""Documents are tested: a setting, a dependency and a decision are written down, or the build fails."""

import re
from pathlib import Path

import pytest

from alongside.config.environment import KNOWN, PROJECT
from tests.architecture.source import named, product_files, python_files, tracked_files

VARIABLE = re.compile(r"ALONGSIDE_[A-Z_]+[A-Z](?![A-Z_])")
DECISIONS = sorted((PROJECT / "docs" / "adr").glob("[0-9]*.md"))
HEADINGS = ["## What we had to decide", "## What we chose", "## What follows"]


def variables(files: tuple[Path, ...]) -> set[str]:
    return {name for file in files for name in VARIABLE.findall(file.read_text())}


def test_settings_and_their_page_are_the_same() -> None:
    assert variables((PROJECT / "docs" / "settings.md",)) == set(KNOWN)


def test_every_variable_that_is_read_is_documented() -> None:
    documented = variables((PROJECT / "docs" / "settings.md", PROJECT / "docs" / "testing.md"))
    # Tests themselves also write names that are meant to be wrong.
    read = tuple(file for file in python_files() if not file.stem.startswith("test_"))
    assert variables(read) <= documented


def test_every_dependency_says_what_it_is_for() -> None:
    lines = (PROJECT / "pyproject.toml").read_text().splitlines()
    wanted = [line for line in lines if re.match(r'\s+"[\w\[\],-]+[><=~]', line)]
    assert wanted
    assert not [line for line in wanted if "#" not in line]


def test_every_exception_to_a_rule_says_why() -> None:
    bare = re.compile(r"#\s*(noqa(:\s*[A-Z0-9, ]+)?|type:\s*ignore(\[[a-z-, ]+\])?)\s*$")
    found = [
        f"{named(file)}:{number}"
        for file in product_files()
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if bare.search(line)
    ]
    assert not found, "Write the reason behind it."


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: str(file.stem))
def test_a_decision_is_one_page_of_three_parts(file: Path) -> None:
    assert re.fullmatch(r"\d{4}(-[a-z0-9]+)+", file.stem), "NNNN-verb-phrase.md"
    said = file.read_text()
    assert said.startswith(f"# {int(file.stem[:4])}. "), "Its number, a dot and its verb phrase."
    assert re.search(r"^Status: (accepted|superseded by \d{4}|proposed)", said, re.MULTILINE)
    headings = [line for line in said.splitlines() if line in HEADINGS]
    assert headings == HEADINGS
    assert len(said.splitlines()) <= 90


def test_no_two_decisions_share_a_number() -> None:
    numbers = [file.stem[:4] for file in DECISIONS]
    assert len(numbers) == len(set(numbers))


# Written in pieces, so that this file does not find itself.
OF_ONE_MACHINE = re.compile(r"(?<![\w.}])/" + r"(root|work/main|work/shared|home/\w+|Users/\w+)/")
SECRETS = re.compile(
    "|".join(["BEGIN [A-Z ]*PRIVATE" + " KEY", "AKIA" + r"[0-9A-Z]{16}", "gh" + r"p_\w{30}"])
)
OF_THE_WORKSHOP = re.compile(r"\bissue #" + r"\d|\bin this iss" + r"ue\b", re.IGNORECASE)
READ = {".py", ".md", ".toml", ".html", ".css", ".js", ".txt", ".yml", ".json", ".tsv", ".sh", ""}


@pytest.mark.parametrize("pattern", [OF_ONE_MACHINE, SECRETS, OF_THE_WORKSHOP])
def test_nothing_tracked_speaks_of_one_machine_of_secrets_or_of_the_workshop(
    pattern: re.Pattern[str],
) -> None:
    found = [
        f"{named(file)}:{number}"
        for file in tracked_files()
        if file.suffix in READ and "vendor" not in file.parts
        for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found
