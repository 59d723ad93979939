"""One port, each kind served its way: pages by Django's WSGI handler, the stream natively."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")

from django.core.wsgi import get_wsgi_application

from alongside.config.bridge import Bridge, Receive, Scope, Send

# Before the stream: it stands on models, and Django sets those up here.
pages = Bridge(get_wsgi_application())

from alongside.home import stream  # noqa: E402 - see the line above

STREAM = "/stream/"


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await live(receive, send)
    elif scope["type"] != "http":
        raise ValueError(f"Nothing here speaks {scope['type']}.")
    elif scope["path"] == STREAM:
        await stream.application(scope, receive, send)
    else:
        await pages(scope, receive, send)


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
