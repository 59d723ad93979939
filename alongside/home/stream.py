"""The stream: a small native ASGI application that tells a browser which regions changed.

It never carries content. A message names a person and a region, and the page asks for that
region again, through the policy, like anybody else.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections

from alongside.home.hub import Hub, Stream
from alongside.home.presence import viewer_of_session
from alongside.live import tail
from alongside.live.models import Event
from alongside.vault import services as vault

type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PING_SECONDS = 15
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]

hub = Hub()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer GET /stream/ for somebody signed in; everybody else is sent to sign in."""
    stream = await sync_to_async(_open, thread_sensitive=False)(scope)
    if stream is None or scope["method"] != "GET":
        await _send_to_sign_in(send)
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    hub.join(stream)
    writing = asyncio.create_task(_write(stream, send))
    leaving = asyncio.create_task(_left(receive))
    try:
        await asyncio.wait({writing, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        hub.leave(stream)
        for task in (writing, leaving):
            task.cancel()
        await asyncio.gather(writing, leaving, return_exceptions=True)


async def _write(stream: Stream, send: Send) -> None:
    """Write what the hub hands over, and a ping when nothing came, until the stream ends."""
    await _chunk(send, _ready(stream))
    while True:
        try:
            event = await asyncio.wait_for(stream.waiting.get(), PING_SECONDS)
        except TimeoutError:
            await _chunk(send, ": ping\n\n")
            continue
        if event is None:
            break
        await _chunk(send, _message(stream, event))
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _chunk(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _send_to_sign_in(send: Send) -> None:
    headers = [(b"location", b"/sign-in/"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 302, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _ready(stream: Stream) -> str:
    """The first message; `missed` asks the page to look at everything afresh."""
    state = "missed" if stream.missed else "whole"
    cursor = _cursor(stream, stream.position)
    return f"retry: 2000\nevent: ready\nid: {cursor}\ndata: {state}\n\n"


def _message(stream: Stream, event: Event) -> str:
    told = json.dumps({"person": str(event.person), "region": event.region})
    return f"event: changed\nid: {_cursor(stream, event.pk)}\ndata: {told}\n\n"


def _cursor(stream: Stream, position: int) -> str:
    return vault.seal_cursor(str(position), bound_to=f"stream:{stream.viewer.account}")


def _open(scope: Scope) -> Stream | None:
    """In a thread: who is asking, and from where in the table they go on."""
    try:
        if not vault.state().is_open:
            return None
        headers = dict(scope["headers"])
        cookies = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
        morsel = cookies.get(settings.SESSION_COOKIE_NAME)
        viewer = viewer_of_session(morsel.value) if morsel else None
        if morsel is None or viewer is None or viewer.account is None:
            return None
        asked = _asked(scope, headers, viewer.account)
        goes_on = asked is not None and tail.reaches(asked)
        position = asked if goes_on and asked is not None else tail.head()
        return Stream(viewer, morsel.value, position, missed=not goes_on and asked is not None)
    finally:
        close_old_connections()


def _asked(scope: Scope, headers: dict[bytes, bytes], account: UUID) -> int | None:
    """The place that a browser wants to go on from, if it is one that we gave to this account."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("after", [""])[0]
    token = headers.get(b"last-event-id", b"").decode("latin-1") or asked
    known = vault.open_cursor(token, bound_to=f"stream:{account}") if token else None
    return int(known) if known else None
