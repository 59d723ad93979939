"""Vendored front-end files: `make` them again from the npm registry, or check that nobody changed them.

python -m tools.vendor           fetch with `npm pack`, write the files and vendor.toml
python -m tools.vendor --check   compare the files with the hashes in vendor.toml
"""

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "alongside/ui/static/vendor"
LIST = ROOT / "vendor.toml"
LICENCE = "LICENSE"


def without_fonts_and_crest(css: bytes) -> bytes:
    """The GDS Transport font and the crown are not ours to use (they are for gov.uk alone)."""
    text = re.sub(r"@font-face\{[^}]*\}", "", css.decode()).replace("GDS Transport,", "")
    text = re.sub(r"url\(/assets/[^)]*\)", "none", text)
    return re.sub(r"\n/\*# sourceMappingURL=.*", "", text).encode()


def unmapped(script: bytes) -> bytes:
    return re.sub(rb"\n?//# sourceMappingURL=.*\s*$", b"\n", script)


@dataclass(frozen=True)
class Vendored:
    """One file of one package."""

    package: str
    version: str
    licence: str
    source: str
    to: str
    change: Callable[[bytes], bytes]


FILES = [
    Vendored(
        "govuk-frontend",
        "6.6.0",
        "MIT",
        "dist/govuk/govuk-frontend.min.css",
        "govuk/govuk-frontend.min.css",
        without_fonts_and_crest,
    ),
    *(
        # For plans on paper. DejaVu has the letters of Welsh and of most languages people read.
        Vendored(
            "dejavu-fonts-ttf",
            "2.37.3",
            "Bitstream Vera and Arev, changes in the public domain",
            f"ttf/{name}",
            f"dejavu/{name}",
            bytes,
        )
        for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
    ),
    Vendored("htmx.org", "4.0.1", "0BSD", "dist/htmx.min.js", "htmx/htmx.min.js", unmapped),
]


def fetch() -> None:
    """Write every file anew from the registry, with its hash."""
    lines = ["# Written by tools/vendor.py. Licences stand beside the files.\n"]
    with tempfile.TemporaryDirectory() as folder:
        for file in FILES:
            content = file.change(packed(file, Path(folder)))
            (STATIC / file.to).parent.mkdir(parents=True, exist_ok=True)
            (STATIC / file.to).write_bytes(content)
            lines.append(entry(file, hashlib.sha256(content).hexdigest()))
    LIST.write_text("\n".join(lines))


def packed(file: Vendored, folder: Path) -> bytes:
    name = f"{file.package}@{file.version}"
    command = ["npm", "pack", "--silent", name]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    with tarfile.open(folder / done.stdout.strip()) as archive:
        found = archive.extractfile(f"package/{file.source}")
        if found is None:
            raise SystemExit(f"{name} holds no {file.source}.")
        return found.read()


def entry(file: Vendored, digest: str) -> str:
    return (
        f"[[file]]\npath = {file.to!r}\npackage = {file.package!r}\nversion = {file.version!r}\n"
        f"licence = {file.licence!r}\nsource = {file.source!r}\nsha256 = {digest!r}\n"
    ).replace("'", '"')


def changed() -> list[str]:
    """The vendored files that are not what vendor.toml says: changed, missing or not listed."""
    listed = {row["path"]: row["sha256"] for row in tomllib.loads(LIST.read_text())["file"]}
    here = {
        str(file.relative_to(STATIC)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in STATIC.rglob("*")
        if file.is_file() and file.name != LICENCE
    }
    return sorted(path for path in listed | here if listed.get(path) != here.get(path))


def unlicensed() -> list[str]:
    """The folders that hold somebody else's work without its licence beside it."""
    folders = {file.parent for file in STATIC.rglob("*") if file.is_file()}
    return sorted(folder.name for folder in folders if not (folder / LICENCE).is_file())


if __name__ == "__main__":
    if "--check" not in sys.argv:
        fetch()
    elif wrong := changed() + unlicensed():
        raise SystemExit(f"Not as they were vendored, or without a licence: {', '.join(wrong)}")
