"""One port, each kind served its way: pages by Django's WSGI handler, the stream natively."""

import logging
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")

from django.core.wsgi import get_wsgi_application
from django.db import connection

from alongside.config.bridge import THREADS, THREADS_ON_SQLITE, Bridge, Receive, Scope, Send

# Before the stream: it stands on models, and Django sets those up here.
pages = Bridge(
    get_wsgi_application(),
    threads=THREADS_ON_SQLITE if connection.vendor == "sqlite" else THREADS,
)

from alongside.home import stream  # noqa: E402 - see the line above

STREAM = "/stream/"
log = logging.getLogger("alongside.server")


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await live(receive, send)
    elif scope["type"] != "http":
        raise ValueError(f"Nothing here speaks {scope['type']}.")
    else:
        await answer(scope, receive, send)


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """What Django could not answer for is told in our log, in our way; the server says 500."""
    try:
        await (stream.application if scope["path"] == STREAM else pages)(scope, receive, send)
    except Exception:
        log.exception("An answer failed outside Django.")
        raise


async def live(receive: Receive, send: Send) -> None:
    """The server's own beginning and end, for any ASGI server that tells of them."""
    while True:
        word = (await receive())["type"]
        if word == "lifespan.shutdown":
            await close_streams()
        await send({"type": f"{word}.complete"})
        if word == "lifespan.shutdown":
            return


async def close_streams() -> None:
    """End every open stream; browsers come back by themselves, to whoever serves next."""
    await stream.hub.close()
