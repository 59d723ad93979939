"""The alongside command: Django's management commands under our own name."""

import os
import sys


def main() -> None:
    """Run one command. What is wrong with the surroundings is said in a sentence, not a trace."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("ALONGSIDE_DEMO", "1")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    from alongside.vault.master import VaultSealed

    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)
    except ImproperlyConfigured as wrong:
        sys.exit(f"Alongside cannot start: {wrong}")
    except OperationalError as wrong:
        # Its words are the database's own, about an address or a file, before any row was read.
        sys.exit(f"Alongside cannot reach its database: {wrong}")
    except VaultSealed as why:
        sys.exit(f"Alongside stays sealed: {why}")
