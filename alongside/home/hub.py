"""One watcher of the event table for all open streams of this process."""

import asyncio
import logging
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import close_old_connections

from alongside.accounts.viewer import Viewer
from alongside.home.presence import still_there
from alongside.live import tail
from alongside.live.models import Event
from alongside.sharing.changes import told

BATCH = 500
POLL_SECONDS = 0.25
# How often streams on which nothing happens are asked whether anybody is still signed in.
PRESENCE_SECONDS = 5.0

type Heard = Mapping["Stream", list[Event | None]]

log = logging.getLogger("alongside.stream")


@dataclass(eq=False, slots=True)
class Stream:
    """One open browser: who it is, how far it has heard, and what waits to be written to it.

    Only the newest change of each region waits, so a browser that does not read holds no more
    than it has regions. A change that was overtaken is in the place of the one that overtook it.
    """

    viewer: Viewer
    session: str
    position: int
    missed: bool = False
    waiting: dict[tuple[UUID, str], Event] = field(default_factory=dict)
    ended: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def hand(self, events: Iterable[Event | None]) -> None:
        """What the policy lets it hear, oldest first; None ends it."""
        for event in events:
            if event is None:
                self.end()
                return
            region = event.person, event.region
            self.waiting.pop(region, None)
            self.waiting[region] = event
            self._news.set()

    def end(self) -> None:
        """At once: what still waits is not written any more."""
        self.ended = True
        self.waiting.clear()
        self._news.set()

    async def next(self) -> Event | None:
        """The next change to write; None when the stream has ended."""
        while not self.waiting and not self.ended:
            self._news.clear()
            await self._news.wait()
        return None if self.ended else self.waiting.pop(next(iter(self.waiting)))


class Hub:
    """Reads each event once, asks the policy once for everybody, and hands it to the streams."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self._watching: asyncio.Task[None] | None = None
        self._waker = tail.Waker()

    async def join(self, stream: Stream) -> None:
        """Hear what came since this stream was last heard of, alone; then with everybody else.

        Alone, so that nobody waits for a browser that comes back after a day.
        """
        while await self._tell([stream], is_live=False) and not stream.ended:
            pass
        self.streams.add(stream)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.get_running_loop().create_task(self._watch())

    def leave(self, stream: Stream) -> None:
        self.streams.discard(stream)

    async def close(self) -> None:
        """End every stream, for a server that stops."""
        self._end_all()
        if self._watching is not None:
            self._watching.cancel()
            with suppress(asyncio.CancelledError):
                await self._watching

    async def _watch(self) -> None:
        try:
            await self._go_on()
        except Exception as problem:  # noqa: BLE001 - whatever it is, nobody may be left deaf
            # A browser comes back by itself, and shows that it is not connected until it is.
            log.error("The streams are ended: %s.", type(problem).__name__)
            self._end_all()

    async def _go_on(self) -> None:
        asked = time.monotonic()
        is_more = False
        while self.streams:
            if not is_more:
                await self._waker.wait(timeout=POLL_SECONDS)
            is_more = await self._tell(list(self.streams))
            if time.monotonic() - asked >= PRESENCE_SECONDS:
                await self._ask_who_is_there(list(self.streams))
                asked = time.monotonic()

    async def _tell(self, streams: list[Stream], *, is_live: bool = True) -> bool:
        """Hand the next events to these streams. Says whether there may be more already."""
        if not streams:
            return False
        start = min(stream.position for stream in streams)
        events, heard = await sync_to_async(_hear, thread_sensitive=False)(
            start, streams, is_live=is_live
        )
        for stream in streams if events else ():
            stream.hand(heard.get(stream, ()))
            stream.position = max(stream.position, events[-1].pk)
        self._let_go(streams)
        return len(events) == BATCH

    async def _ask_who_is_there(self, streams: list[Stream]) -> None:
        there = await sync_to_async(_present, thread_sensitive=False)(streams)
        for stream in streams:
            if stream.viewer not in there:
                stream.end()
        self._let_go(streams)

    def _end_all(self) -> None:
        for stream in list(self.streams):
            stream.end()
        self.streams.clear()

    def _let_go(self, streams: Iterable[Stream]) -> None:
        self.streams.difference_update([stream for stream in streams if stream.ended])


def _hear(start: int, streams: Iterable[Stream], *, is_live: bool) -> tuple[list[Event], Heard]:
    """In a thread: the new events, and for each stream those that the policy lets it hear."""
    try:
        events = tail.after(start, limit=BATCH)
        return events, _route(events, list(streams), is_live=is_live) if events else {}
    finally:
        close_old_connections()


def _present(streams: Iterable[Stream]) -> set[Viewer]:
    """In a thread: who is still there."""
    try:
        return still_there((stream.session, stream.viewer) for stream in streams)
    finally:
        close_old_connections()


def _route(events: list[Event], streams: list[Stream], *, is_live: bool = True) -> Heard:
    """What each stream hears. Being taken out ends one that is open, but not the one after it.

    Whoever is signed out hears nothing, and is let go at the next turn, not now: the moment
    would tell them that something has happened.
    """
    present = still_there((stream.session, stream.viewer) for stream in streams)
    answer = told(events=events, viewers=present)
    ended = answer.ended if is_live else set()
    heard: dict[Stream, list[Event | None]] = {}
    for stream in streams:
        if stream.viewer in ended:
            heard[stream] = [None]
        else:
            heard[stream] = [
                event for event in answer.events[stream.viewer] if event.pk > stream.position
            ]
    return heard
