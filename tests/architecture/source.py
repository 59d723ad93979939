"""The code as these tests read it: files, rooms and syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from alongside.config.environment import PROJECT

PACKAGE = PROJECT / "alongside"
TOPS = (PACKAGE, PROJECT / "tests", PROJECT / "tools")
# Floors without models, pages or the shape that rooms share.
GROUND = {"ui", "language", "lib"}
# From the lowest of those that hold tables up to the last one below the policy.
BELOW_SHARING = {
    "vault", "audit", "live", "accounts", "agencies", "notices", "duty", "people", "circles",
}  # fmt: skip


@cache
def python_files() -> tuple[Path, ...]:
    """Every file that somebody wrote; Django writes migrations."""
    found = [file for top in TOPS for file in sorted(top.rglob("*.py"))]
    return tuple(file for file in found if "migrations" not in file.parts)


@cache
def product_files() -> tuple[Path, ...]:
    """The house itself, without its tests."""
    return tuple(
        file for file in python_files() if PACKAGE in file.parents and "tests" not in file.parts
    )


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(), filename=str(file))


@cache
def rooms() -> tuple[Path, ...]:
    return tuple(
        folder for folder in sorted(PACKAGE.iterdir()) if (folder / "__init__.py").exists()
    )


def named(file: Path) -> str:
    """How a finding names a file."""
    return str(file.relative_to(PROJECT))


def module(file: Path) -> str:
    return ".".join(file.relative_to(PROJECT).with_suffix("").parts)


def room_of(name: str) -> str:
    """The room a module stands in: alongside.journey.views.adding -> journey."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(file: Path) -> Iterator[str]:
    """Every module and every name that a file imports, in full."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def tracked_files() -> tuple[Path, ...]:
    """What git keeps, or would keep: what it does not know yet counts, what it ignores does not."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = (PROJECT / name for name in listed.stdout.split("\0") if name)
    return tuple(sorted(file for file in files if file.is_file()))
