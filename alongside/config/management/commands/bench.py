"""alongside bench: speed on this machine, in numbers."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from alongside.config.bench.homes import fresh_home

FRESH = "ALONGSIDE_BENCH_HOME"


class Command(BaseCommand):
    help = "Measures this machine. Each bench makes a throw-away home of its own."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        share = kinds.add_parser("share", help="from a post to every open page that shows it")
        share.add_argument("--viewers", type=int, default=20)
        share.add_argument("--entries", type=int, default=100)
        share.add_argument("--kind", dest="written", choices=("note", "view"), default="note")
        timeline = kinds.add_parser("timeline", help="a timeline in towns of different sizes")
        timeline.add_argument("--large", action="store_true", help="also a town of 1,000,000")
        one = kinds.add_parser("town", help="one town of a timeline bench, asked line by line")
        one.add_argument("--people", type=int, required=True)
        for kind in (share, timeline):
            kind.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, kind: str, **options: Any) -> None:
        if kind == "share" and FRESH not in os.environ:
            self.in_a_fresh_home()
            return
        if kind == "town":
            self.town(**options)
            return
        figures = self.share(**options) if kind == "share" else self.timeline(**options)
        if options["json"]:
            self.stdout.write(json.dumps(figures))
        else:
            for name, value in figures.items():
                self.stdout.write(f"{name.replace('_', ' ')}: {value}")

    def in_a_fresh_home(self) -> None:
        """Run this command again in a home of its own: settings are read once a process."""
        with tempfile.TemporaryDirectory(prefix="alongside-bench-") as home:
            again = [sys.executable, "-m", "alongside", *sys.argv[1:]]
            done = subprocess.run(again, env=fresh_home(home) | {FRESH: home}, check=False)
        if done.returncode:
            sys.exit(done.returncode)

    def share(self, *, viewers: int, entries: int, written: str, **_: Any) -> dict[str, object]:
        from alongside.config.bench import share

        self.lay_tables()
        return share.run(viewers=viewers, entries=entries, port=free_port(), kind=written)

    def town(self, *, people: int, **_: Any) -> None:
        from alongside.config.bench import timeline

        self.lay_tables()
        timeline.inhabit(people)

    def lay_tables(self) -> None:
        from alongside.config import start
        from alongside.config.demo import ground

        ground.claim()
        call_command("migrate", verbosity=0)
        start.styles(self.stderr.write)

    def timeline(self, *, large: bool, **_: Any) -> dict[str, object]:
        from alongside.config.bench import timeline

        return timeline.run(large=large, say=self.stderr.write)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
