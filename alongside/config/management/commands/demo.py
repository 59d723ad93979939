"""alongside demo: a made-up area, pages, stream and loop in one process, with one command."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from alongside.config import start
from alongside.config.demo import ground

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Starts a made-up area on this machine, to look around in. Everybody in it is invented."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="start over with a new area")

    def handle(self, *args: Any, port: int, reset: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("ALONGSIDE_DEMO is 0, so there is no demo here.")
        try:
            start.refuse_if_taken(HOST, port)
            ground.claim()
        except ground.NotADemo as no:
            raise CommandError(str(no)) from None
        except start.PortTaken as taken:
            raise CommandError(f"{taken} Choose another: make demo PORT={port + 1}") from None
        if reset:
            self.say("Starting over: the old made-up area is removed.")
            ground.clear()
        self.lay()
        self.open(port)

    def lay(self) -> None:
        """All that serving needs, each only when it is not there yet."""
        from alongside.config.demo import area
        from alongside.vault import services as vault

        start.tables(self.say)
        vault.ensure_key()
        start.styles(self.say)
        self.check(databases=["default"])
        area.ensure(self.say)

    def open(self, port: int) -> None:
        # Only now: these set the whole house up to serve.
        from alongside.config import server
        from alongside.config.loop import Loop

        loop = Loop()
        loop.begin()
        try:
            server.serve(host=HOST, port=port, opened=lambda: self.welcome(port))
        finally:
            loop.end()
        self.say("Stopped. Everything is kept for the next time.")

    def welcome(self, port: int) -> None:
        self.say(
            f"\nAlongside is ready: http://localhost:{port}\n"
            f"  Sign in as one of the made-up cast: http://localhost:{port}/demo/sign-in/\n"
            f"  What it writes lies in {settings.HOME}. Ctrl-C stops it.\n"
        )

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
