"""One watcher of the event table for all open streams of this process."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from asgiref.sync import sync_to_async
from django.db import close_old_connections

from alongside.accounts.viewer import Viewer
from alongside.home.presence import still_there
from alongside.live import tail
from alongside.live.models import Event
from alongside.sharing.changes import told

BATCH = 500


@dataclass(eq=False, slots=True)
class Stream:
    """One open browser: who it is, how far it has heard, and what waits to be written to it."""

    viewer: Viewer
    session: str
    position: int
    missed: bool = False
    waiting: asyncio.Queue[Event | None] = field(default_factory=asyncio.Queue)

    def end(self) -> None:
        self.waiting.put_nowait(None)


class Hub:
    """Reads each event once, asks the policy once for everybody, and hands it to the streams."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self._watching: asyncio.Task[None] | None = None
        self._waker = tail.Waker()

    def join(self, stream: Stream) -> None:
        self.streams.add(stream)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.get_running_loop().create_task(self._watch())
        self._waker.wake()

    def leave(self, stream: Stream) -> None:
        self.streams.discard(stream)

    async def close(self) -> None:
        """End every stream, for a server that stops."""
        for stream in list(self.streams):
            stream.end()
        if self._watching is not None:
            self._watching.cancel()
            with suppress(asyncio.CancelledError):
                await self._watching

    async def _watch(self) -> None:
        while self.streams:
            await self._waker.wait(timeout=0.25)
            streams = list(self.streams)
            if streams:
                await self._tell(streams)

    async def _tell(self, streams: list[Stream]) -> None:
        start = min(stream.position for stream in streams)
        events, heard = await sync_to_async(_hear, thread_sensitive=False)(start, streams)
        if not events:
            return
        for stream in streams:
            for event in heard.get(stream, ()):
                stream.waiting.put_nowait(event)
            stream.position = max(stream.position, events[-1].pk)


def _hear(
    start: int, streams: Iterable[Stream]
) -> tuple[list[Event], Mapping[Stream, list[Event | None]]]:
    """In a thread: the new events, and for each stream those that the policy lets it hear."""
    try:
        events = tail.after(start, limit=BATCH)
        return events, _route(events, list(streams)) if events else {}
    finally:
        close_old_connections()


def _route(events: list[Event], streams: list[Stream]) -> Mapping[Stream, list[Event | None]]:
    present = still_there((stream.session, stream.viewer) for stream in streams)
    answer = told(events=events, viewers=present)
    heard: dict[Stream, list[Event | None]] = {}
    for stream in streams:
        if stream.viewer not in present or stream.viewer in answer.ended:
            heard[stream] = [None]
        else:
            heard[stream] = [
                event for event in answer.events[stream.viewer] if event.pk > stream.position
            ]
    return heard
