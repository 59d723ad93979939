"""Reads ALONGSIDE_* variables once. Every one is listed in docs/settings.md; a wrong one stops the boot with a sentence."""

import os
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PROJECT = Path(__file__).resolve().parent.parent.parent
KNOWN = (
    "ALONGSIDE_ACCESS_LOG",
    "ALONGSIDE_DATABASE_URL",
    "ALONGSIDE_DEMO",
    "ALONGSIDE_HOME",
    "ALONGSIDE_HOSTS",
    "ALONGSIDE_MASTER_KEY",
    "ALONGSIDE_WORDS",
)
# Read by tests and benches alone; docs/testing.md says what they do.
OF_TESTS = (
    "ALONGSIDE_BENCH_",
    "ALONGSIDE_CHROMIUM",
    "ALONGSIDE_FIGURES",
    "ALONGSIDE_PROVE",
    "ALONGSIDE_SEED",
    "ALONGSIDE_TEST_",
)


def refuse_unknown() -> None:
    """A setting that nothing reads is a slip of the pen, and its owner believes it is in force."""
    for name in sorted(os.environ):
        if name.startswith("ALONGSIDE_") and name not in KNOWN and not name.startswith(OF_TESTS):
            near = get_close_matches(name, KNOWN, 1, cutoff=0.85)
            meant = f" Did you mean {near[0]}?" if near else " docs/settings.md lists them all."
            raise ImproperlyConfigured(f"{name} is no setting of Alongside.{meant}")


def flag(name: str, *, default: bool) -> bool:
    text = os.environ.get(name, "1" if default else "0").strip().lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} is “{text}”. Use 1 or 0.")


def words(name: str, *, default: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def home() -> Path:
    """The folder that holds everything a small installation writes. Nobody else may look in."""
    folder = Path(os.environ.get("ALONGSIDE_HOME") or PROJECT / "var").resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        said = f"ALONGSIDE_HOME is {folder}, and that folder cannot be made: {problem.strerror}."
        raise ImproperlyConfigured(said) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"ALONGSIDE_HOME is {folder}, and nothing can be written there.")
    return folder


def words_file(folder: Path) -> Path:
    """An area's own words with kinder ones (docs/words.md). By default it need not be there."""
    named = os.environ.get("ALONGSIDE_WORDS", "").strip()
    if named and not Path(named).is_file():
        raise ImproperlyConfigured(f"ALONGSIDE_WORDS is {named}, and there is no such file.")
    return Path(named).resolve() if named else folder / "words.tsv"


def database(folder: Path) -> dict[str, object]:
    """SQLite beside the key by default; PostgreSQL from a postgresql:// address."""
    address = os.environ.get("ALONGSIDE_DATABASE_URL", "").strip()
    if not address:
        return sqlite(folder / "alongside.sqlite3")
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in {"postgres", "postgresql"}:
        return postgresql(address)
    raise ImproperlyConfigured("ALONGSIDE_DATABASE_URL must start with sqlite:// or postgresql://.")


def sqlite(file: Path) -> dict[str, object]:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        # Kept open between requests: opening one and setting it up costs as much as three queries.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            # FULL: an acknowledged write survives a power cut. recursive_triggers:
            # without it INSERT OR REPLACE slips past the append-only triggers.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; "
                "PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def postgresql(address: str) -> dict[str, object]:
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "alongside",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or query.get("port", [""])[0]),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
