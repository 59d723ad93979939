"""The plan that Robyn's made-up circle has written so far. Every word is invented."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.accounts.viewer import Viewer
from alongside.journey.kinds import Kind
from alongside.journey.models import Entry
from alongside.lib import clock, ids
from alongside.plans import services
from alongside.plans.contents import State, Thinks
from alongside.plans.services import Asked, ToDo
from alongside.vault import services as vault

LONDON = ZoneInfo("Europe/London")
SLEEP = "I want to sleep in my own room and not be scared."
BOXING = "Get back into boxing."


class Planning:
    """Writes a plan as the circle would have, week by week."""

    def __init__(self, person: UUID, viewers: dict[str, Viewer]) -> None:
        self.person = person
        self.viewers = viewers
        self.today = clock.now().astimezone(LONDON).date()

    def all(self) -> None:
        with self.on(24, time(17)):
            sleep = self.goal("key-worker", SLEEP, said=self.first_visit())
            tell = self.step(
                "key-worker", sleep, "Robyn tells Samira what the bad times are", "young-person"
            )
            light = self.step("key-worker", sleep, "A light that stays on in the hall", "parent")
            lock = self.step(
                "key-worker", sleep, "A lock on the window that works", "housing-officer", days=2
            )
            self.step(
                "parent",
                sleep,
                "Nan’s on Saturdays, so there is a break",
                words="Nan and Mum",
                days=4,
            )
        with self.on(20, time(18)):
            self.move("young-person", tell, State.DONE)
            self.think("young-person", sleep, Thinks.AGREE)
            self.think("key-worker", sleep, Thinks.AGREE)
        with self.on(14, time(19)):
            self.move("parent", light, State.DONE)
            self.think(
                "parent",
                sleep,
                Thinks.DIFFERENTLY,
                "The house is safe now. I want us to work on school too.",
            )
            self.think(
                "school-lead",
                sleep,
                Thinks.NOT_YET,
                "I need to ask if Robyn can start at 9:30am for now.",
            )
        with self.on(10, time(12)):
            self.move("housing-officer", lock, State.DOING)
            boxing = self.goal("young-person", BOXING)
            place = self.step(
                "youth-charity", boxing, "Tyrone keeps a place on Thursdays", "youth-charity"
            )
            self.step("young-person", boxing, "A bus pass", "key-worker", days=5)
        with self.on(6, time(16)):
            self.move("youth-charity", place, State.DOING)
            self.think("youth-charity", boxing, Thinks.AGREE)
            self.line("young-person", "Can I stay at Nan’s on Fridays too?")
            self.line("school-lead", "A card so that Robyn can leave a lesson without a word")
            self.review("key-worker", days=21)

    @contextmanager
    def on(self, days_ago: int, hour: time) -> Iterator[None]:
        with clock.hold(datetime.combine(self.day(-days_ago), hour, tzinfo=LONDON)):
            yield

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def asked(self) -> Asked:
        operation = ids.new()
        return Asked(self.person, operation, vault.mac("demo", str(operation)))

    def first_visit(self) -> UUID | None:
        visits = Entry.objects.filter(person=self.person, kind=Kind.VISIT).order_by("happened_at")
        return visits.values_list("pk", flat=True).first()

    def goal(self, by: str, words: str, *, said: UUID | None = None) -> UUID:
        made = services.add_goal(
            by=self.viewers[by], asked=self.asked(), words=words, is_own=True, said=said
        )
        return made.id or ids.new()

    def step(
        self,
        by: str,
        goal: UUID,
        what: str,
        who: str = "",
        *,
        words: str = "",
        days: int | None = None,
    ) -> UUID:
        to_do = ToDo(
            what=what,
            goal=goal,
            who=self.viewers[who].account if who else None,
            who_words=words,
            by=None if days is None else self.day(days),
        )
        made = services.add_step(by=self.viewers[by], asked=self.asked(), to_do=to_do)
        return made.id or ids.new()

    def move(self, by: str, step: UUID, to: State) -> None:
        services.move_step(by=self.viewers[by], asked=self.asked(), step=step, to=to)

    def think(self, by: str, goal: UUID, thinks: Thinks, why: str = "") -> None:
        services.say_stance(
            by=self.viewers[by], asked=self.asked(), goal=goal, thinks=thinks, why=why
        )

    def line(self, by: str, words: str) -> None:
        services.add_line(by=self.viewers[by], asked=self.asked(), words=words)

    def review(self, by: str, *, days: int) -> None:
        services.set_review(by=self.viewers[by], asked=self.asked(), on=self.day(days))
