"""alongside serve: pages and the stream on one port."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alongside.config import start


class Command(BaseCommand):
    help = "Serves pages and the stream on one port. `alongside worker` runs beside it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        try:
            start.refuse_if_taken(host, port)
        except start.PortTaken as taken:
            raise CommandError(f"{taken} Choose another with --port.") from None
        if start.unapplied():
            raise CommandError("The tables are not up to date. Run: alongside migrate")
        start.styles(self.stderr.write)
        self.check(databases=["default"])
        # Only now: it sets the whole house up to serve.
        from alongside.config import server

        server.serve(host=host, port=port, opened=lambda: self.told(host, port))

    def told(self, host: str, port: int) -> None:
        self.stderr.write(f"Alongside serves http://{host}:{port}. Ctrl-C stops it.")
