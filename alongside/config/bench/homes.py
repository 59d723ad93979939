"""The surroundings of a process that must touch nothing of a real installation."""

import os

REAL = {"ALONGSIDE_DATABASE_URL", "ALONGSIDE_MASTER_KEY", "ALONGSIDE_HOSTS"}


def fresh_home(folder: str) -> dict[str, str]:
    """This environment, with a home and a database of its own in this folder."""
    kept = {name: value for name, value in os.environ.items() if name not in REAL}
    return kept | {"ALONGSIDE_HOME": folder, "ALONGSIDE_DEMO": "1"}
