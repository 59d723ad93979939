"""As little of a browser as a bench needs: HTTP/1.1 on a kept connection, and one stream."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

HOST = "127.0.0.1"


class Filled(HTMLParser):
    """What the inputs of a page hold before anybody types."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, kind = given.get("name"), given.get("type")
        chosen = kind not in {"radio", "checkbox"} or "checked" in given
        if tag == "input" and name and chosen:
            self.fields[name] = given.get("value") or ""


def as_filled(page: str) -> dict[str, str]:
    """The fields of the forms on a page, as the server filled them."""
    reader = Filled()
    reader.feed(page)
    return reader.fields


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass(slots=True)
class Browser:
    """One signed-in browser: its cookies, and a connection that is kept between requests."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> Answer:
        return await self._ask("GET", path, "")

    async def post(self, path: str, form: dict[str, str]) -> Answer:
        return await self._ask("POST", path, urlencode(form))

    async def close(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None

    async def stream(self) -> AsyncIterator[str]:
        """The names of the events of the stream, as they come, on a connection of its own."""
        reader, writer = await asyncio.open_connection(HOST, self.port)
        try:
            writer.write(self._head("GET", "/stream/", "").encode())
            await reader.readuntil(b"\r\n\r\n")
            while line := await reader.readline():
                if line.startswith(b"event: "):
                    yield line[7:].decode().strip()
        finally:
            writer.close()

    async def _ask(self, method: str, path: str, body: str) -> Answer:
        if self._open is None:
            self._open = await asyncio.open_connection(HOST, self.port)
        reader, writer = self._open
        writer.write(self._head(method, path, body).encode())
        return await self._read(reader)

    def _head(self, method: str, path: str, body: str) -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self.port}", f"Cookie: {cookies}"]
        if body:
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
                f"Origin: http://localhost:{self.port}",
            ]
        return "\r\n".join([*lines, "", body])

    async def _read(self, reader: asyncio.StreamReader) -> Answer:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split()[1])
        headers: dict[str, str] = {}
        for line in filter(None, head[1:]):
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
            if name.lower() == "set-cookie":
                cookie, _, told = value.split(";")[0].partition("=")
                self.cookies[cookie] = told
        return Answer(status, headers, (await self._body(reader, headers)).decode())

    async def _body(self, reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return await reader.readexactly(int(headers.get("content-length", "0")))
        parts = []
        while size := int((await reader.readline()).strip(), 16):
            parts.append(await reader.readexactly(size))
            await reader.readexactly(2)
        await reader.readexactly(2)
        return b"".join(parts)
