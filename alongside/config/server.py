"""Serves pages and the stream on one port, in this process, until it is asked to stop."""

import asyncio
import logging
import signal
from collections.abc import Callable
from contextlib import suppress

from granian.constants import Interfaces
from granian.server.embed import Server

from alongside.config import asgi

# Granian takes no more connections than this at once, and an open stream is one of them.
CONNECTIONS = 20_000
WAITING = 2_048
# How long what is under way may take to finish once a stop was asked for.
GRACE_SECONDS = 10
ASKED_TO_STOP = (signal.SIGTERM, signal.SIGINT)


def serve(*, host: str, port: int, opened: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT, then close the streams and stop; `opened` once it listens.

    Ask `start.refuse_if_taken` first.
    """
    logging.getLogger("_granian").setLevel(logging.ERROR)
    asyncio.run(_serve(host, port, opened))


async def _serve(host: str, port: int, opened: Callable[[], None]) -> None:
    server = Server(
        asgi.application,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        backlog=WAITING,
        backpressure=CONNECTIONS,
        websockets=False,
        log_enabled=False,
    )
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in ASKED_TO_STOP:
        loop.add_signal_handler(number, stopping.set)
    serving = loop.create_task(server.serve())
    announcing = loop.create_task(_announce(host, port, opened))
    waiting = loop.create_task(stopping.wait())
    await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    for task in (announcing, waiting):
        task.cancel()
    if serving.done():
        raise RuntimeError("The web server ended by itself.") from serving.exception()
    await asgi.close_streams()
    server.stop()  # type: ignore[no-untyped-call] # Granian types only a part of itself
    with suppress(TimeoutError):
        await asyncio.wait_for(serving, GRACE_SECONDS)


async def _announce(host: str, port: int, opened: Callable[[], None]) -> None:
    """Call `opened` once a connection is taken."""
    while True:
        try:
            _, writer = await asyncio.open_connection(host, port)
        except OSError:
            await asyncio.sleep(0.01)
            continue
        writer.close()
        await writer.wait_closed()
        opened()
        return
