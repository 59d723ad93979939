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

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections

from alongside.accounts.routes import SIGN_IN
from alongside.accounts.viewer import Viewer
from alongside.home.hub import Hub, Stream
from alongside.home.presence import viewer_of_session
from alongside.live import tail
from alongside.live.models import Event
from alongside.vault import services as vault

type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PING_SECONDS = 15
# What Django's middleware puts on every other answer.
SEALED = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
]
HEADERS = [
    *SEALED,
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),
]

hub = Hub()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer GET /stream/ for somebody signed in; everybody else is sent to sign in."""
    try:
        stream = await sync_to_async(_open, thread_sensitive=False)(scope)
    except vault.VaultSealed:
        await _answer(send, 503, (b"retry-after", b"30"))
        return
    if stream is None or scope["method"] != "GET":
        await _answer(send, 302, (b"location", SIGN_IN.encode()))
        return
    # From here on, whatever the hub hands over meanwhile.
    began = stream.position
    try:
        await hub.join(stream)
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _chunk(send, _ready(stream, began))
        await _write_until_left(stream, receive, send)
    finally:
        hub.leave(stream)


async def _write_until_left(stream: Stream, receive: Receive, send: Send) -> None:
    writing = asyncio.create_task(_write(stream, send))
    leaving = asyncio.create_task(_left(receive))
    try:
        await asyncio.wait({writing, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (writing, leaving):
            task.cancel()
        await asyncio.gather(writing, leaving, return_exceptions=True)


async def _write(stream: Stream, send: Send) -> None:
    """Write what the hub hands over, and a ping when nothing came, until the stream ends."""
    while True:
        try:
            event = await asyncio.wait_for(stream.next(), PING_SECONDS)
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


async def _answer(send: Send, status: int, header: tuple[bytes, bytes]) -> None:
    headers = [*SEALED, header]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _ready(stream: Stream, began: int) -> str:
    """The first message; `missed` asks the page to look at everything afresh."""
    state = "missed" if stream.missed else "whole"
    return f"retry: 2000\nevent: ready\nid: {_cursor(stream, began)}\ndata: {state}\n\n"


def _message(stream: Stream, event: Event) -> str:
    told = json.dumps({"person": str(event.person), "region": event.region})
    return f"event: changed\nid: {_cursor(stream, event.pk)}\ndata: {told}\n\n"


def _cursor(stream: Stream, position: int) -> str:
    return vault.seal_cursor(str(position), bound_to=whose(stream.viewer))


def _open(scope: Scope) -> Stream | None:
    """In a thread: who is asking, and from where in the table they go on."""
    try:
        if not vault.state().is_open:
            raise vault.VaultSealed
        headers = dict(scope["headers"])
        cookies = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
        morsel = cookies.get(settings.SESSION_COOKIE_NAME)
        viewer = viewer_of_session(morsel.value) if morsel else None
        if morsel is None or viewer is None or viewer.account is None:
            return None
        asked = _asked(scope, headers)
        place = _place(asked, viewer)
        if place is None:
            return Stream(viewer, morsel.value, tail.head(), missed=bool(asked))
        return Stream(viewer, morsel.value, place)
    finally:
        close_old_connections()


def _asked(scope: Scope, headers: dict[bytes, bytes]) -> str:
    """The place that a browser wants to go on from, as it was told; empty for a new one."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("after", [""])[0]
    return headers.get(b"last-event-id", b"").decode("latin-1") or asked


def _place(asked: str, viewer: Viewer) -> int | None:
    """The same in the table, if it was given to this viewer and nothing after it is gone."""
    known = vault.open_cursor(asked, bound_to=whose(viewer)) if asked else None
    return int(known) if known and tail.reaches(int(known)) else None


def whose(viewer: Viewer) -> str:
    """An account in the post that it acts in: a place in it is no place to go on from as oneself."""
    return f"stream:{viewer.account}:{viewer.post_id}"
