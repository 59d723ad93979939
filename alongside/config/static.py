"""Gathers styles, scripts and pictures under names that carry their contents, when they changed."""

import json
import shutil
from hashlib import blake2s
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MARK = ".gathered"


def ensure() -> bool:
    """Gather them when the last gathering was of others. Says whether it did."""
    folder = Path(settings.STATIC_ROOT)
    now = fingerprint()
    mark = folder / MARK
    if mark.exists() and mark.read_text() == now:
        return False
    shutil.rmtree(folder, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(now)
    return True


def fingerprint() -> str:
    """Of every file: its name, size and time of change; reading them all would take longer."""
    seen: list[tuple[str, int, int]] = []
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=None):
            state = Path(storage.path(name)).stat()
            seen.append((name, state.st_size, state.st_mtime_ns))
    return blake2s(json.dumps(sorted(seen)).encode()).hexdigest()
