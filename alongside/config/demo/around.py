"""What the made-up circle says of itself, what stands beside entries, and one question. All invented.

Telephone numbers are those that Ofcom keeps free for drama.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from alongside.accounts.about import describe
from alongside.accounts.viewer import Viewer
from alongside.duty.absences import set_away
from alongside.journey.models import Entry, Stance
from alongside.journey.services import remark
from alongside.lib import clock, ids
from alongside.sharing import questions
from alongside.sharing import services as sharing
from alongside.sharing.access_log import access_log
from alongside.sharing.rules import Action

LONDON = ZoneInfo("Europe/London")
ABOUT = {
    "key-worker": (
        "I visit you and your mum, and I make sure that what we agree happens.",
        "Ring or text 07700 900123, Monday to Friday, 9am to 5pm. At night, Joyce’s team answers.",
    ),
    "school-lead": (
        "I look after everybody in Year 10. My door is open at break.",
        "Room 12 at school, or 01632 960115.",
    ),
    "school-nurse": (
        "I help with sleep, worries and anything about your body.",
        "The nurse’s room, Tuesdays and Thursdays. Text 07700 900177 on the other days.",
    ),
    "youth-charity": ("I run boxing, and I like to listen.", "Text me on 07700 900142."),
}
AWAY_IN, AWAY_FOR = 10, 6


class Around:
    """Says it as each of them would have."""

    def __init__(self, person: UUID, viewers: dict[str, Viewer]) -> None:
        self.person, self.viewers = person, viewers

    def all(self) -> None:
        for slug, (does, reach) in ABOUT.items():
            describe(by=self.viewers[slug], does=does, reach=reach)
        self.away()
        self.beside()
        self.question()

    def away(self) -> None:
        """Samira takes a week off soon, and her manager covers."""
        first = timezone.localtime(clock.now()).date() + timedelta(days=AWAY_IN)
        cover = self.viewers["team-manager"].post_id
        last = first + timedelta(days=AWAY_FOR)
        set_away(by=self.viewers["key-worker"], starts=first, ends=last, cover=cover)

    def beside(self) -> None:
        """Robyn sees one thing differently, and one thing was not right: Tyrone has answered."""
        with self.days_ago(6, time(18)):
            self.write(
                "young-person", "school-lead", Stance.DIFFERENT, "I was not sad. I was cold."
            )
        with self.days_ago(3, time(17, 20)):
            words = "It was Wednesday. On Tuesday I was at Nan’s."
            self.write("young-person", "youth-charity", Stance.NOT_RIGHT, words)
        with self.days_ago(2, time(10)):
            words = "You are right, it was Wednesday. I have told Samira too. Sorry."
            self.write("youth-charity", "youth-charity", Stance.DONE, words)

    def write(self, slug: str, author: str, stance: Stance, words: str) -> None:
        """Beside the newest note of this author."""
        notes = Entry.objects.filter(author=self.viewers[author].account, kind="note")
        remark(
            by=self.viewers[slug],
            person=self.person,
            entry=notes.order_by("-happened_at").values_list("pk", flat=True)[0],
            stance=stance,
            words=words,
            operation=ids.new(),
            digest=b"demo",
        )

    def question(self) -> None:
        """Robyn asks why the nurse has looked, and reads why."""
        with self.days_ago(2, time(12, 10)), transaction.atomic():
            sharing.look(by=self.viewers["school-nurse"], person=self.person, room="home")
        robyn, samira = self.viewers["young-person"], self.viewers["key-worker"]
        with self.days_ago(2, time(16)):
            seen = sharing.allow(
                by=robyn, person=self.person, action=Action.READ_LOG, room="sharing"
            )
            asked = questions.ask(
                by=robyn,
                person=self.person,
                ref=access_log(seen).lines[0].ref,
                words="Why did the nurse look?",
                operation=ids.new(),
                digest=b"demo",
            )
        assert asked.id is not None  # noqa: S101  (a question that was just asked has its id)
        with self.days_ago(1, time(9, 30)):
            questions.answer(
                by=samira,
                person=self.person,
                question=asked.id,
                words="Jo read what we wrote about sleep, to get ready for your talk.",
                operation=ids.new(),
                digest=b"demo",
            )

    @contextmanager
    def days_ago(self, days: int, hour: time) -> Iterator[None]:
        day = timezone.localtime(clock.now()).date() - timedelta(days=days)
        with clock.hold(datetime.combine(day, hour, tzinfo=LONDON)):
            yield
