"""An open stream in-process, as a server drives it, and the doings of others in threads.

async with listening(cookie) as heard:
    assert (await heard.next()).event == "ready"
    await done(write, ...)
    assert (await heard.next()).region == "journey"
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.test import Client

from alongside.accounts.models import Account
from alongside.accounts.viewer import Viewer
from alongside.circles.models import Membership
from alongside.circles.tests.factories import invite, join
from alongside.duty.tests.factories import make_viewer
from alongside.home import stream
from alongside.journey.tests.factories import Journey, account, add
from alongside.people.tests.factories import make_person
from alongside.sharing import services as sharing
from alongside.sharing.rules import Audience

type Test = Callable[..., Coroutine[Any, Any, None]]

SOON = 1.0
A_WHILE = 0.6


@dataclass(frozen=True)
class Message:
    """One message of the stream, as a browser reads it; a ping is one without an event."""

    event: str = ""
    id: str = ""
    text: str = ""

    @property
    def region(self) -> tuple[UUID, str]:
        told = json.loads(self.text)
        return UUID(told["person"]), told["region"]


def read(text: str) -> Message:
    assert text.endswith("\n\n"), "A message ends with an empty line."
    fields = dict(line.split(": ", 1) for line in text.split("\n") if line and line[0] != ":")
    return Message(fields.get("event", ""), fields.get("id", ""), fields.get("data", ""))


@dataclass
class Listener:
    """What one browser has got so far. `reads` is cleared when it stops reading."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    reads: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    came: asyncio.Queue[Message] = field(default_factory=asyncio.Queue)

    async def send(self, message: Any) -> None:
        await self.reads.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        elif message["body"]:
            self.came.put_nowait(read(message["body"].decode()))
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self.ended.set()

    async def receive(self) -> dict[str, str]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def next(self, within: float = SOON) -> Message:
        """The next message; late is as bad as never."""
        return await asyncio.wait_for(self.came.get(), within)

    async def changed(self, within: float = SOON) -> tuple[UUID, str]:
        message = await self.next(within)
        assert message.event == "changed", message
        return message.region

    async def hears_nothing(self, within: float = A_WHILE) -> None:
        await asyncio.sleep(within)
        assert self.came.empty(), self.came.get_nowait()
        assert not self.ended.is_set()

    async def is_closed(self, within: float = SOON) -> None:
        await asyncio.wait_for(self.ended.wait(), within)


def scope(cookie: str = "", *, after: str = "", last: str = "", method: str = "GET") -> Any:
    headers = [(b"host", b"localhost"), (b"cookie", cookie.encode())]
    if last:
        headers.append((b"last-event-id", last.encode()))
    query = f"after={after}" if after else ""
    return {
        "type": "http",
        "method": method,
        "path": "/stream/",
        "query_string": query.encode(),
        "headers": headers,
    }


@asynccontextmanager
async def asking(cookie: str = "", **asked: str) -> AsyncIterator[Listener]:
    """An open request, whatever it answers; at the end the browser goes away."""
    heard = Listener()
    heard.reads.set()
    running = asyncio.create_task(
        stream.application(scope(cookie, **asked), heard.receive, heard.send)
    )
    try:
        yield heard
    finally:
        heard.gone.set()
        heard.reads.set()
        await asyncio.wait_for(running, 5)


@asynccontextmanager
async def listening(cookie: str, **asked: str) -> AsyncIterator[Listener]:
    """The same for somebody signed in, once the stream is open."""
    async with asking(cookie, **asked) as heard:
        ready = await heard.next(5)
        assert (heard.status, ready.event) == (200, "ready")
        heard.came.put_nowait(ready)
        yield heard


@asynccontextmanager
async def hearing(cookie: str, **asked: str) -> AsyncIterator[Listener]:
    """The same, with the first message read."""
    async with listening(cookie, **asked) as heard:
        await heard.next()
        yield heard


def signed_in(viewer: Viewer) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=str(viewer.account)))
    return client


def cookie_of(client: Client) -> str:
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


async def done[T](act: Callable[..., T], *args: Any, **named: Any) -> T:
    """What somebody else does meanwhile, in a thread and on a connection of its own."""

    def there() -> T:
        try:
            return act(*args, **named)
        finally:
            connection.close()

    return await asyncio.to_thread(there)


def run(test: Test) -> Callable[..., None]:
    """An asynchronous test, with its fixtures made before its loop begins."""

    @wraps(test)
    def running(**fixtures: Any) -> None:
        asyncio.run(test(**fixtures))

    return running


def cookie(viewer: Viewer) -> str:
    return cookie_of(signed_in(viewer))


def write(robyn: Journey, audience: Audience = Audience.CIRCLE, *named: Viewer) -> None:
    # Before the newcomer came, however slowly the machine goes.
    add(robyn, audience=audience, named=named, ago=timedelta(hours=1))


def place(robyn: Journey, viewer: Viewer) -> UUID:
    return Membership.objects.get(person=robyn.person, account=viewer.account, until=None).pk


def close_account(viewer: Viewer) -> None:
    Account.objects.filter(pk=account(viewer)).update(is_active=False)


def exclude(robyn: Journey, viewer: Viewer) -> None:
    sharing.exclude(
        by=robyn.key_worker, person=robyn.person.pk, account=account(viewer), reason="A risk"
    )


def a_sister(robyn: Journey) -> Journey:
    """Somebody else with the same key worker and school."""
    sister = make_person("Ada", "Lane")
    join(sister, robyn.school)
    return replace(robyn, person=sister)


def ask_somebody(journey: Journey) -> None:
    invite(journey.person, make_viewer("Nan Lane"))
