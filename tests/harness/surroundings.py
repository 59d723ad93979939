"""Gives every test process a throw-away home and database, before Django's settings are read.

Loaded with `-p` so that it runs before pytest-django imports the settings. Nothing here touches
var/, and an ALONGSIDE_DATABASE_URL that tools/with_postgres.py did not make is refused: the tests
empty the database they run on.
"""

import atexit
import base64
import os
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

RUN = "ALONGSIDE_TEST_RUN"
CLUSTER = "ALONGSIDE_TEST_CLUSTER"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

# A key that is nobody's secret: it only ever seals made-up people in a throw-away home.
KEY = base64.b64encode(sha256(b"alongside: the key of the tests").digest()).decode()


def run_folder() -> Path:
    """One folder for the whole run, made by whichever process comes first and removed by it."""
    known = os.environ.get(RUN)
    if known:
        return Path(known)
    folder = Path(tempfile.mkdtemp(prefix="alongside-tests-"))
    os.environ[RUN] = str(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def own_database(address: str) -> str:
    """The same PostgreSQL, but a database of this worker's own."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=f"/alongside_{WORKER}"))


def prepare() -> None:
    address = os.environ.get("ALONGSIDE_DATABASE_URL", "")
    if address and not os.environ.get(CLUSTER):
        raise SystemExit(
            "ALONGSIDE_DATABASE_URL is set. Tests empty their database, so they only take one that "
            "was made for them: unset it, or run tools/with_postgres.py .venv/bin/pytest."
        )
    home = run_folder() / WORKER
    home.mkdir(mode=0o700, exist_ok=True)
    os.environ["ALONGSIDE_HOME"] = str(home)
    os.environ["ALONGSIDE_MASTER_KEY"] = KEY
    if address:
        os.environ["ALONGSIDE_DATABASE_URL"] = own_database(address)


prepare()
