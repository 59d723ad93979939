"""Answers ASGI requests with Django's WSGI handler, on a few threads of its own.

One hop to a thread and one back: the body is read whole before Django sees it, and the answer is
whole before its first byte leaves. So half a request is never acted on (a phone that goes out of
reach while it sends leaves nothing half-said), and nothing leaves before its access was committed.
Only an answer that streams leaves piece by piece. Why not a library: docs/adr/0001.
"""

import asyncio
import io
import re
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from wsgiref.types import WSGIApplication

from alongside.lib.media.refusal import TOO_LARGE

type Message = MutableMapping[str, Any]
type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type Hand = Callable[[Message], None]

LARGEST_BODY = 4 * 1024 * 1024
# Where files are sent to. They are read in memory too: no file is ever put down in plain.
UPLOADS = re.compile(
    r"/people/[0-9a-f-]{36}/(attachments|tell|views/together)/|/work/me/photo/", re.ASCII
)
LARGEST_UPLOAD = 16 * 1024 * 1024
# So much of a larger one is still taken, and thrown away as it comes: a browser shows no answer
# before it has sent everything, and whoever chose too large a file should read why.
PATIENCE = 128 * 1024 * 1024
# One interpreter computes one page at a time; while one waits for a server, others compute.
THREADS = 8
# SQLite lets one write at a time, and whoever waits for their turn sleeps longer and longer.
THREADS_ON_SQLITE = 2


class Gone(Exception):
    """The other side went away before all of its request had come."""


class TooLarge(Exception):
    """The body is larger than anything we take."""


class Bridge:
    """An ASGI application over a WSGI one."""

    def __init__(self, pages: WSGIApplication, *, threads: int = THREADS) -> None:
        self.pages = pages
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read(receive, *limits_of(scope))
        except Gone:
            return
        except TooLarge:
            await send(start("413 Content Too Large", [("content-length", "0")]))
            await send(piece(b"", more=False))
            return
        loop = asyncio.get_running_loop()

        def hand(message: Message) -> None:
            asyncio.run_coroutine_threadsafe(_send(send, message), loop).result()

        for message in await loop.run_in_executor(self.threads, self.answer, scope, body, hand):
            await send(message)

    def answer(self, scope: Scope, body: bytes | None, hand: Hand) -> list[Message]:
        """In a thread: the messages of a whole answer, or none when it streamed them itself."""
        said: list[Message] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], _problem: Any = None
        ) -> Callable[[bytes], object]:
            said[:] = [start(status, headers)]
            return io.BytesIO().write

        pieces = self.pages(environment(scope, body), start_response)
        try:
            return whole_or_streamed(said, iter(pieces), hand)
        finally:
            if (close := getattr(pieces, "close", None)) is not None:
                close()


def whole_or_streamed(said: list[Message], pieces: Iterator[bytes], hand: Hand) -> list[Message]:
    first, second = next(pieces, b""), next(pieces, None)
    if second is None:
        return [*said, piece(first, more=False)]
    for message in (*said, piece(first), piece(second)):
        hand(message)
    for further in pieces:
        hand(piece(further))
    return [piece(b"", more=False)]


def limits_of(scope: Scope) -> tuple[int, int]:
    """How many bytes are kept of a body, and how many are waited for."""
    if scope["method"] == "POST" and UPLOADS.fullmatch(scope["path"]):
        return LARGEST_UPLOAD, PATIENCE
    return LARGEST_BODY, LARGEST_BODY


async def read(receive: Receive, largest: int, patience: int) -> bytes | None:
    """The whole body, from memory alone: what people write is never put in a temporary file.

    None for one that was too large to keep and came to its end all the same.
    """
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        came = message.get("body", b"")
        size += len(came)
        if size > patience:
            raise TooLarge
        if size > largest:
            parts.clear()
        else:
            parts.append(came)
        more = message.get("more_body", False)
    return b"".join(parts) if size <= largest else None


async def _send(send: Send, message: Message) -> None:
    await send(message)


def start(status: str, headers: Iterable[tuple[str, str]]) -> Message:
    return {
        "type": "http.response.start",
        "status": int(status[:3]),
        "headers": [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
        ],
    }


def piece(body: bytes, *, more: bool = True) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}


def environment(scope: Scope, body: bytes | None) -> dict[str, Any]:
    """What PEP 3333 wants to know about the request; TOO_LARGE where its body was not kept."""
    server, port = scope.get("server") or ("localhost", 80)
    peer = scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": peer[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body or b""),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in named(scope["headers"]):
        environ[name] = f"{environ[name]},{value}" if name in environ else value
    environ["CONTENT_LENGTH"] = str(len(body or b""))
    if body is None:
        environ[TOO_LARGE] = "1"
    return environ


def named(headers: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[str, str]]:
    """Headers under their WSGI names. One with an underscore could pass for one with a dash."""
    for name, value in headers:
        if b"_" in name:
            continue
        word = name.decode("latin-1").upper().replace("-", "_")
        plain = word in {"CONTENT_TYPE", "CONTENT_LENGTH"}
        yield word if plain else f"HTTP_{word}", value.decode("latin-1")
