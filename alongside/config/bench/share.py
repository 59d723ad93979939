"""How long until everybody who may see an entry sees it: a real server, over HTTP.

Somebody posts entries one after the other: a key worker notes, or the person views. Each viewer
holds a stream open; when it says that the journey changed, the viewer asks for that region again,
and looks for the entry in it. Of views the key worker is a viewer too, and measured apart.
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from subprocess import DEVNULL, Popen
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from alongside.accounts import proofs
from alongside.accounts import services as accounts
from alongside.accounts.models import Account
from alongside.accounts.viewer import Capacity, Viewer, system
from alongside.circles import services as circles
from alongside.circles.models import Reach, Role
from alongside.config.bench.browser import Browser, as_filled
from alongside.config.bench.figures import machine, spread
from alongside.config.demo import area
from alongside.config.demo.area import DemoArea
from alongside.lib import chance, clock, ids
from alongside.vault import services as vault

KEY_WORKER = "key-worker"
PAUSE_SECONDS = 0.2
LOST_AFTER_SECONDS = 10
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Writing:
    """What is posted: by whom, at which page of the person, and where the others see it."""

    by: str
    form: str
    region: str
    words: str
    more: dict[str, str]


WRITINGS: dict[str, Writing] = {
    "note": Writing(
        by="key-worker",
        form="add/note/",
        region="timeline/",
        words="about",
        more={"text": "A short note for everybody."},
    ),
    "view": Writing(
        by="young-person",
        form="tell/",
        region="views/",
        words="words",
        more={"faces": "face4", "safe_score": "6", "audience": "circle"},
    ),
}


@dataclass(slots=True)
class Watch:
    """One viewer: what it heard and saw, and when, for each entry."""

    browser: Browser
    region: str
    heard: dict[str, float] = field(default_factory=dict)
    shown: dict[str, float] = field(default_factory=dict)
    awaited: str = ""
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        async for event in self.browser.stream():
            if event == "ready":
                self.ready.set()
            elif event == "changed":
                self.heard.setdefault(self.awaited, time.perf_counter())
                self.changed.set()

    async def look(self) -> None:
        """Ask for the region whenever it changed, until the awaited entry stands in it."""
        while True:
            await self.changed.wait()
            self.changed.clear()
            mark = self.awaited
            answer = await self.browser.get(self.region)
            if mark in answer.body:
                self.shown.setdefault(mark, time.perf_counter())


def run(*, viewers: int, entries: int, port: int, kind: str = "note") -> dict[str, object]:
    """Measure entries of this kind. Needs an empty home in which the tables stand; starts and stops its own server."""
    vault.ensure_key()
    area.ensure()
    made = area.find()
    watching = [join(made) for _viewer in range(viewers)]
    writing = WRITINGS[kind]
    if writing.by != KEY_WORKER:
        watching.insert(0, session_of(Account.objects.get(pk=made.accounts[KEY_WORKER])))
    writer = session_of(Account.objects.get(pk=made.accounts[writing.by]))
    with server(port):
        bench = Bench(made.person, writing, entries, port)
        return {"bench": "share", "kind": kind, **asyncio.run(bench.measure(writer, watching))}


def join(made: DemoArea) -> str:
    """One more member of the family with a session of their own: its key."""
    account = accounts.create_account(by=system(), name="A made-up relative")
    invitation = circles.invite(
        by=system(), person=made.person, account=account.pk, role=Role.FAMILY
    )
    member = Viewer(account.pk, Capacity.PERSON, None, "bench", clock.now(), ids.new())
    membership = circles.accept(by=member, invitation=invitation.pk)
    circles.set_reach(by=system(), membership=membership.pk, reach=Reach.SHARED)
    return session_of(account)


def session_of(account: Account) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = proofs.BACKEND
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return session.session_key or ""


@contextmanager
def server(port: int) -> Iterator[None]:
    """A real server process with its loop, on this home; stopped whatever happens."""
    command = [sys.executable, "-m", "alongside", "demo", "--port", str(port)]
    with Popen(command, stdout=DEVNULL, stderr=DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


@dataclass(frozen=True, slots=True)
class Bench:
    """One run: about whom, what is posted and how often, and where the server is."""

    person: UUID
    writing: Writing
    entries: int
    port: int

    def page(self, rest: str) -> str:
        return f"/people/{self.person}/{rest}"

    async def measure(self, writer: str, watching: list[str]) -> dict[str, object]:
        await until_open(self.port)
        region = self.page(self.writing.region)
        watches = [Watch(Browser(self.port, {"sessionid": key}), region) for key in watching]
        tasks = [asyncio.create_task(watch.listen()) for watch in watches]
        tasks += [asyncio.create_task(watch.look()) for watch in watches]
        await asyncio.gather(*(watch.ready.wait() for watch in watches))
        # The first look of a viewer writes its access event; what is measured is a page kept open.
        await asyncio.gather(*(watch.browser.get(region) for watch in watches))
        browser = Browser(self.port, {"sessionid": writer})
        sent, answered = {}, []
        for _entry in range(self.entries):
            mark = f"Marked {chance.octets(6).hex()}"
            sent[mark], took = await self.post(browser, mark, watches)
            answered.append(took)
            await everybody_has(mark, watches)
            await asyncio.sleep(PAUSE_SECONDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return told(sent, answered, watches) | self.told_of_key_worker(sent, watches)

    async def post(self, writer: Browser, mark: str, watches: list[Watch]) -> tuple[float, float]:
        """Open the form, post it, and say when it was sent and how long the answer took."""
        path = self.page(self.writing.form)
        page = (await writer.get(path)).body
        form = as_filled(page) | {self.writing.words: mark} | self.writing.more
        for watch in watches:
            watch.awaited = mark
        start = time.perf_counter()
        answer = await writer.post(path, form)
        took = time.perf_counter() - start
        if answer.status != 302:
            raise RuntimeError(f"The entry was not taken: {answer.status}.")
        return start, took

    def told_of_key_worker(self, sent: dict[str, float], watches: list[Watch]) -> dict[str, object]:
        """Until it stands on the open page of the key worker, who is the first of the viewers."""
        if self.writing.by == KEY_WORKER:
            return {}
        shown = watches[0].shown
        return {
            "key_worker_shown": spread([(shown[m] - sent[m]) * 1000 for m in sent if m in shown])
        }


async def until_open(port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            if (await Browser(port).get("/health/")).status == 200:
                return
        except OSError:
            pass
        await asyncio.sleep(0.1)
    raise TimeoutError("The server did not open in a minute.")


async def everybody_has(mark: str, watches: list[Watch]) -> None:
    end = time.monotonic() + LOST_AFTER_SECONDS
    while time.monotonic() < end and not all(mark in watch.shown for watch in watches):
        await asyncio.sleep(0.005)


def told(sent: dict[str, float], answered: list[float], watches: list[Watch]) -> dict[str, object]:
    heard = [(w.heard[m] - at) * 1000 for w in watches for m, at in sent.items() if m in w.heard]
    shown = [(w.shown[m] - at) * 1000 for w in watches for m, at in sent.items() if m in w.shown]
    return {
        "viewers": len(watches),
        "entries": len(sent),
        "post_to_answer": spread([took * 1000 for took in answered]),
        "post_to_event": spread(heard),
        "post_to_shown": spread(shown),
        "events_lost": len(watches) * len(sent) - len(heard),
        "shown_lost": len(watches) * len(sent) - len(shown),
        "machine": machine(),
    }
