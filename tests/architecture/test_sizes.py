"""Short files and short functions. Exceptions are lists that may only shrink."""

import ast
from pathlib import Path

from tests.architecture.source import named, python_files, tree

LARGEST_FILE = 400
LONGEST_FUNCTION = 60

# A file or function here needs a reason, and leaves the list as soon as it is short enough.
LARGE_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}


def lines(file: Path) -> int:
    return len(file.read_text().splitlines())


def long_functions() -> dict[str, int]:
    return {
        f"{named(file)}:{node.name}": length
        for file in python_files()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }


def test_a_file_says_one_thing() -> None:
    larger = {named(file): lines(file) for file in python_files() if lines(file) > LARGEST_FILE}
    found = {name: length for name, length in larger.items() if name not in LARGE_FILES}
    assert not found, f"Longer than {LARGEST_FILE} lines; split by what each talks about."


def test_a_function_does_one_thing() -> None:
    longer = {
        name: length for name, length in long_functions().items() if name not in LONG_FUNCTIONS
    }
    assert not longer, f"Longer than {LONGEST_FUNCTION} lines; name its steps."


def test_exceptions_are_still_needed() -> None:
    still = {named(file) for file in python_files() if lines(file) > LARGEST_FILE}
    assert set(LARGE_FILES) <= still
    assert set(LONG_FUNCTIONS) <= set(long_functions())
