"""alongside worker: the loop alone, beside one or more `alongside serve`."""

import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from alongside.config.loop import Loop


class Command(BaseCommand):
    help = "Runs what happens by itself: promises, checkpoints, tidying. Several may run at once."

    def handle(self, *args: Any, **options: Any) -> None:
        self.check(databases=["default"])
        loop = Loop()

        def stop(_number: int, _frame: FrameType | None) -> None:
            loop.stopping.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        self.stderr.write("The loop runs. Ctrl-C stops it.")
        loop.run()
        self.stderr.write("The loop has stopped.")
