"""Scripts: what somebody does with their pages, and what they are shown while the world goes on.

A script is drawn from a seed once and played in both worlds. It holds choices ("the third link
of the page in front of me"), so both worlds must offer the same choices to stay alike.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.http import HttpResponseBase
from django.test import Client

from alongside.agencies.models import Agency
from alongside.audit import services as audit
from alongside.duty import services as duty
from alongside.home import hub, stream
from alongside.home.presence import still_there, viewer_of_session
from alongside.journey import services as journey
from alongside.journey.kinds import Kind, Note
from alongside.journey.voices import Face, View
from alongside.lib import chance, clock, ids
from alongside.live import services as live
from alongside.live.models import Event
from alongside.sharing.rules import Audience
from alongside.sharing.services import Refused
from alongside.vault import services as vault
from tests.answers import as_bytes, body
from tests.harness.proving import count
from tests.northmere import Northmere
from tests.worlds.browsing import Page, filled
from tests.worlds.elsewhere import SECRET, Ids

LENGTH = count(7, prove=14)
SEARCHES = (SECRET, "lock", "the", "robyn", SECRET.lower()[:4], "boxing")
KINDS = ("note", "visit", "referral", "conference", "decision", "nothing")
DAYS = ("2025-05-01", "2025-05-25", "2025-06-03", "2025-06-04", "")
# By POST, so that a probe can never leave a page open in front of the actor.
PROBES = (
    ("GET", "/people/{person}/entries/{id}/"),
    ("GET", "/people/{person}/entries/{id}/correct/"),
    ("GET", "/people/{person}/entries/{id}/audience/"),
    ("GET", "/people/{person}/entries/{id}/choose/"),
    ("POST", "/people/{person}/drafts/{id}/discard/"),
    ("GET", "/people/{person}/add/note/?draft={id}"),
    ("GET", "/people/{id}/"),
    ("GET", "/people/{id}/circle/"),
    ("GET", "/people/{id}/access/"),
    ("POST", "/invitations/{id}/accept/"),
    ("POST", "/people/{person}/circle/members/{id}/remove/"),
    ("POST", "/people/{person}/circle/invitations/{id}/withdraw/"),
    ("GET", "/people/{person}/entries/{id}/thread/"),
    ("GET", "/people/{person}/entries/{id}/remark/"),
    ("GET", "/people/{person}/attachments/{id}/"),
    ("POST", "/people/{person}/attachments/{id}/remove/"),
    ("GET", "/people/{person}/tell/?draft={id}"),
    ("GET", "/people/{person}/plan/goals/add/?said={id}"),
    ("GET", "/people/{person}/plan/versions/{id}/"),
    ("GET", "/people/{person}/plan/steps/{id}/change/"),
    ("POST", "/people/{person}/plan/goals/{id}/reopen/"),
    ("GET", "/people/{person}/questions/{id}/"),
    ("GET", "/people/{person}/plan/steps/add/?said={id}"),
    ("GET", "/people/{person}/circle/members/{id}/access/"),
    ("GET", "/people/{person}/circle/members/{id}/photo/"),
    ("GET", "/people/{person}/?agency={id}"),
    ("GET", "/people/{person}/?through={id}"),
    ("GET", "/passkeys/{id}/remove/"),
)
# What everybody opens at the end of a script.
PAGES = (
    "/",
    "/reading/",
    "/me/",
    "/me/now/",
    "/differences/",
    "/work/",
    "/work/urgent/",
    "/work/me/",
    "/work/news/",
    "/work/people/",
    "/people/{person}/",
    "/people/{person}/timeline/",
    "/people/{person}/news/",
    "/people/{person}/circle/",
    "/people/{person}/access/",
    "/people/{person}/access/?lines=7",
    "/people/{person}/why/",
    "/people/{person}/search/",
    "/people/{person}/add/",
    "/people/{person}/add/visit/",
    "/people/{person}/release/",
    "/people/{person}/tell/",
    "/people/{person}/views/",
    "/people/{person}/views/sides/",
    "/people/{person}/views/together/",
    "/people/{person}/views/viewpoint/",
    "/people/{person}/exclusions/",
    "/people/{person}/plan/goals/add/",
    "/people/{person}/plan/steps/add/",
    "/people/{person}/plan/",
    "/people/{person}/plan/versions/",
    "/next-steps/",
    "/passkeys/",
    "/private/",
    "/there/is/nothing/",
)


# Opened now and then: it takes a while to draw.
PAPERS = ("/people/{person}/plan/plan.pdf",)


@dataclass(frozen=True)
class Step:
    """Something to do, and the seed of everything that is left to chance in it."""

    act: str
    seed: bytes


@dataclass(frozen=True)
class Script:
    """What one actor does, and at which step the hidden thing happens in one of the worlds."""

    seed: bytes
    steps: tuple[Step, ...]
    happens_before: int
    # What is opened once more at the end.
    pages: tuple[str, ...] = PAGES


# As often as they stand here.
ACTS = (
    "visit", "visit", "follow", "follow", "follow", "filter", "search", "submit", "submit",
    "probe", "probe", "wait", "others", "others",
)  # fmt: skip


def drawn(seed: bytes) -> Script:
    with chance.seeded(seed):
        steps = [Step(ACTS[pick(len(ACTS))], chance.octets(8)) for _ in range(LENGTH)]
        return Script(seed, tuple(steps), happens_before=pick(LENGTH))


def pick(number: int) -> int:
    """One of so many, from the seed of whatever is under way."""
    return int.from_bytes(chance.octets(4)) % number


@dataclass
class Shown:
    """All that one actor was shown, and the ids that they asked for by guessing."""

    answers: list[tuple[str, bytes]] = field(default_factory=list)
    guessed: list[UUID] = field(default_factory=list)


@dataclass
class Player:
    """One actor with one browser and one open stream, in one world."""

    area: Northmere
    client: Client
    stream: hub.Stream
    known: Ids
    guesses: Iterator[UUID] | None = None
    shown: Shown = field(default_factory=Shown)
    page: Page = field(default_factory=lambda: Page("", "/"))
    is_gone: bool = False

    def play(self, step: Step) -> None:
        with chance.seeded(step.seed):
            getattr(self, step.act)()
        with chance.seeded(step.seed + b"stream"):
            self.listen()

    def visit(self) -> None:
        self.open((*PAGES, *PAPERS)[pick(len(PAGES) + len(PAPERS))])

    def follow(self) -> None:
        links = self.page.links
        self.open(links[pick(len(links))] if links else "/people/{person}/")

    def filter(self) -> None:
        agencies = ["", *Agency.objects.order_by("slug").values_list("pk", flat=True)]
        asked = {
            "agency": agencies[pick(len(agencies))],
            "kind": KINDS[pick(len(KINDS))] if pick(2) else "",
            "from": DAYS[pick(len(DAYS))],
            "to": DAYS[pick(len(DAYS))],
        }
        part = ("", "timeline/")[pick(2)]
        words = "&".join(f"{name}={value}" for name, value in asked.items())
        self.open(f"/people/{{person}}/{part}?{words}")

    def search(self) -> None:
        words = SEARCHES[pick(len(SEARCHES))]
        self.send("/people/{person}/search/", {"words": [words]})

    def submit(self) -> None:
        """Fill in a form of the page in front of the actor, whatever it is, and send it."""
        if not self.page.forms:
            self.open("/people/{person}/add/note/")
        if self.page.forms:
            target, fields = filled(self.page.forms[pick(len(self.page.forms))], pick=pick)
            self.send(target, fields)

    def probe(self) -> None:
        """Ask for something by an id that the actor should not know, or that nobody has."""
        method, address = PROBES[pick(len(PROBES))]
        guess = self.guess(chance.octets(8))
        address = address.replace("{id}", str(guess))
        if method == "GET":
            self.open(address)
        else:
            self.send(address, {"operation": [str(ids.new())]})

    def guess(self, seed: bytes) -> UUID:
        """An id of the hidden thing, mostly. The world without it asks for the very same ones."""
        with chance.seeded(seed):
            lucky = self.known[pick(len(self.known))] if self.known and pick(4) else ids.new()
        self.shown.guessed.append(next(self.guesses) if self.guesses else lucky)
        return self.shown.guessed[-1]

    def wait(self) -> None:
        clock.advance(timedelta(minutes=1 + pick(20)))
        self.still_there()

    def others(self) -> None:
        with suppress(Refused):  # the actor has taken them out of the circle
            OTHERS[pick(len(OTHERS))](self.area)

    def glance(self, address: str) -> None:
        """Open a page and go nowhere from it, not even where it sends us: that is opened too."""
        address = self.here(address)
        self.shown.answers.append((f"GET {address}", as_bytes(self.client.get(address))))

    def here(self, address: str) -> str:
        return address.replace("{person}", str(self.area.person))

    def open(self, address: str) -> None:
        address = self.here(address)
        self.keep(f"GET {address}", address, self.client.get(address))

    def send(self, address: str, fields: dict[str, list[str]]) -> None:
        address = self.here(address)
        self.keep(f"POST {address}", address, self.client.post(address, fields))

    def keep(self, what: str, address: str, answer: HttpResponseBase) -> None:
        self.shown.answers.append((what, as_bytes(answer)))
        target = answer.headers.get("Location")
        if target and target != "/sign-in/":
            self.open(target)
        elif answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            self.page = Page(body(answer).decode(), address)

    def listen(self) -> None:
        """What the open stream says now; one that has ended is opened again, as browsers do."""
        events = list(Event.objects.filter(pk__gt=self.stream.position).order_by("pk"))
        told = hub._route(events, [self.stream])[self.stream] if events else []
        if events:
            self.stream.position = events[-1].pk
        for event in told:
            said = stream._message(self.stream, event) if event else "the end"
            lines = (hidden_cursor(line) for line in said.splitlines())
            self.shown.answers.append(("stream", "\n".join(lines).encode()))
        if None in told:
            self.open_stream()

    def still_there(self) -> None:
        """The turn that the hub takes every few seconds, whatever happens meanwhile."""
        here = self.stream.session, self.stream.viewer
        if not still_there([here]) and not self.is_gone:
            self.is_gone = True
            self.shown.answers.append(("stream", b"the end, since nobody is there"))

    def open_stream(self) -> None:
        viewer = viewer_of_session(self.stream.session)
        if viewer is not None:
            self.stream = hub.Stream(viewer, self.stream.session, self.stream.position)


def hidden_cursor(line: str) -> str:
    """The stream's cursors are sealed, all of one length, and new each time."""
    return "id: " + "#" * len(line.removeprefix("id: ")) if line.startswith("id: ") else line


def note(area: Northmere, slug: str, audience: Audience = Audience.CIRCLE) -> None:
    operation = ids.new()
    narrowed = audience is not Audience.CIRCLE
    journey.add_entry(
        by=area.viewer(slug),
        person=area.person,
        kind=Kind.NOTE,
        contents=Note(about=f"A note by {slug}", text="Seen at the gate."),
        happened_at=clock.now(),
        audience=audience,
        withheld_reason="not-checked" if narrowed else "",
        withheld_until=clock.now().date() + timedelta(days=3) if narrowed else None,
        operation=operation,
        digest=vault.mac("test", str(operation)),
    )


def view(area: Northmere) -> None:
    operation = ids.new()
    journey.tell(
        by=area.viewer("young-person"),
        person=area.person,
        contents=View(words="I went boxing.", faces=(Face.GOOD,)),
        operation=operation,
        digest=vault.mac("test", str(operation)),
    )


def look(slug: str, address: str) -> Callable[[Northmere], None]:
    def act(area: Northmere) -> None:
        area.client(slug).get(address.format(person=area.person))

    return act


def night_goes_by(_area: Northmere) -> None:
    """What the house does by itself: promises climb, chains are signed, old events go."""
    duty.climb()
    audit.checkpoint()
    live.prune()


# What goes on in both worlds, seen or not.
OTHERS: tuple[Callable[[Northmere], None], ...] = (
    lambda area: note(area, "school-nurse"),
    lambda area: note(area, "school-lead"),
    lambda area: note(area, "housing-officer", Audience.WORKERS),
    view,
    look("key-worker", "/people/{person}/views/"),
    look("housing-officer", "/people/{person}/plan/"),
    look("parent", "/people/{person}/"),
    look("school-lead", "/people/{person}/circle/"),
    look("team-manager", "/people/{person}/"),
    look("housing-officer", "/work/"),
    look("young-person", "/me/"),
    night_goes_by,
)
