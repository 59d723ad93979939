"""Between the web server and Django nothing is halved, doubled or mistaken for something else."""

import asyncio
from collections.abc import Iterable
from typing import Any
from uuid import UUID
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from django.urls import reverse

from alongside.config import bridge
from alongside.config.bridge import Bridge
from alongside.lib.media import pictures, sounds
from alongside.lib.media.refusal import TOO_LARGE

SCOPE = {
    "type": "http",
    "http_version": "1.1",
    "method": "POST",
    "path": "/caf\u00e9/",
    "query_string": b"q=1",
    "headers": [(b"content-type", b"text/plain"), (b"x-one", b"a"), (b"x-one", b"b")],
    "client": ("127.0.0.1", 5),
    "server": ("localhost", 8000),
}
type Messages = list[dict[str, Any]]


class Recorder:
    """A WSGI application that remembers what it was asked."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces, self.body, self.closed = pieces, b"", False
        self.asked: dict[str, Any] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked, self.body = environ, environ["wsgi.input"].read()
        start_response("201 Created", [("X-Said", "yes")])
        return Pieces(self)


class Pieces:
    def __init__(self, of: Recorder) -> None:
        self.of, self.left = of, iter(of.pieces)

    def __iter__(self) -> "Pieces":
        return self

    def __next__(self) -> bytes:
        return next(self.left)

    def close(self) -> None:
        self.of.closed = True


def answered(pages: Recorder, *received: dict[str, Any], **changes: Any) -> Messages:
    sent: Messages = []
    waiting = list(received) or [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(dict(message))

    asyncio.run(Bridge(pages, threads=1)(SCOPE | changes, receive, send))
    return sent


def test_an_answer_leaves_whole() -> None:
    pages = Recorder(b"all of it")
    assert answered(pages) == [
        {"type": "http.response.start", "status": 201, "headers": [(b"x-said", b"yes")]},
        {"type": "http.response.body", "body": b"all of it", "more_body": False},
    ]
    assert pages.closed


def test_an_answer_in_pieces_leaves_piece_by_piece_and_in_order() -> None:
    pages = Recorder(b"one", b"two", b"three")
    bodies = [message for message in answered(pages) if message["type"] == "http.response.body"]
    assert [message["body"] for message in bodies] == [b"one", b"two", b"three", b""]
    assert [message["more_body"] for message in bodies] == [True, True, True, False]
    assert pages.closed


def test_an_empty_answer_is_an_answer() -> None:
    assert answered(Recorder())[-1]["more_body"] is False


def test_a_body_comes_whole_however_it_was_cut() -> None:
    pages = Recorder(b"")
    answered(
        pages,
        {"type": "http.request", "body": b"half ", "more_body": True},
        {"type": "http.request", "body": b"and half", "more_body": False},
    )
    assert pages.body == b"half and half"
    assert pages.asked["CONTENT_LENGTH"] == "13"


def test_half_a_request_reaches_nobody() -> None:
    pages = Recorder(b"")
    sent = answered(
        pages,
        {"type": "http.request", "body": b"operation=1&words=I was ", "more_body": True},
        {"type": "http.disconnect"},
    )
    assert sent == []
    assert pages.asked == {}


def test_a_body_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "LARGEST_BODY", 10)
    pages = Recorder(b"")
    sent = answered(pages, {"type": "http.request", "body": b"x" * 11, "more_body": True})
    assert sent[0]["status"] == 413
    assert pages.asked == {}


UPLOAD = f"/people/{UUID(int=7)}/attachments/"
UPLOADS = [
    UPLOAD,
    reverse("voice:tell", args=[UUID(int=7)]),
    reverse("voice:together", args=[UUID(int=7)]),
    reverse("home:my-photo"),
]


@pytest.mark.parametrize("path", UPLOADS)
def test_where_files_are_sent_to_a_body_may_be_larger(
    monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(bridge, "LARGEST_BODY", 10)
    pages = Recorder(b"")
    body = {"type": "http.request", "body": b"x" * 11, "more_body": False}
    assert answered(pages, body, path=path)[0]["status"] == 201
    assert pages.body == b"x" * 11
    assert answered(pages, body, path=UPLOAD, method="PUT")[0]["status"] == 413
    assert answered(pages, body, path=UPLOAD + "x/")[0]["status"] == 413


def test_a_file_that_is_too_large_is_not_kept_and_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A browser shows an answer only once it has sent everything."""
    monkeypatch.setattr(bridge, "LARGEST_UPLOAD", 10)
    monkeypatch.setattr(bridge, "PATIENCE", 40)
    pages = Recorder(b"")
    pieces = [{"type": "http.request", "body": b"x" * 9, "more_body": n < 3} for n in range(4)]
    assert answered(pages, *pieces, path=UPLOAD)[0]["status"] == 201
    assert pages.body == b""
    assert pages.asked[TOO_LARGE] == "1"
    endless = [{"type": "http.request", "body": b"x" * 9, "more_body": True} for _ in range(9)]
    assert answered(Recorder(b""), *endless, path=UPLOAD)[0]["status"] == 413


def test_the_largest_file_fits_with_the_form_around_it() -> None:
    assert max(pictures.LARGEST, sounds.LARGEST) + 1024 * 1024 <= bridge.LARGEST_UPLOAD


def test_a_request_says_what_it_was() -> None:
    pages = Recorder(b"")
    answered(pages)
    wanted = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/caf\u00c3\u00a9/",
        "QUERY_STRING": "q=1",
        "CONTENT_TYPE": "text/plain",
        "HTTP_X_ONE": "a,b",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PORT": "8000",
    }
    assert {name: pages.asked[name] for name in wanted} == wanted


def test_a_header_with_an_underscore_cannot_pass_for_one_with_a_dash() -> None:
    pages = Recorder(b"")
    answered(pages, headers=[(b"x_forwarded_proto", b"https")])
    assert "HTTP_X_FORWARDED_PROTO" not in pages.asked
