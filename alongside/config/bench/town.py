"""A town of any size, made through the same services as a real one."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import batched
from uuid import UUID

from django.db import transaction

from alongside.accounts.viewer import Viewer, system
from alongside.circles import services as circles
from alongside.config.demo import area
from alongside.config.demo.area import DemoArea, viewer_for
from alongside.journey.kinds import Kind, Note, PathwayEvent
from alongside.journey.services.importing import Arrival, import_entries
from alongside.journey.services.recording import add_entry
from alongside.lib import clock, ids
from alongside.people import services as people
from alongside.people.identifiers import la_child_id
from alongside.people.models import Identity
from alongside.people.services import GivenIdentifier, NewPerson
from alongside.vault import services as vault

IN_ONE_GO = 2000
ENTRIES_EACH = 3
LONG_TIMELINE = 40


def build(population: int, say: Callable[[int], None]) -> DemoArea:
    """The made-up area, and so many more people with three entries each. Says how many are done."""
    vault.ensure_key()
    area.ensure()
    made = area.find()
    key_worker = viewer_for(made, "key-worker")
    lengthen(made, key_worker)
    done = 0
    for numbers in batched(range(population), IN_ONE_GO, strict=False):
        settle(numbers, agency=agency_of(key_worker), team=team_of(key_worker))
        done += len(numbers)
        say(done)
    return made


def agency_of(worker: Viewer) -> UUID:
    if worker.agency_id is None:
        raise ValueError("Only a worker has an agency.")
    return worker.agency_id


def team_of(worker: Viewer) -> UUID:
    if worker.team_id is None:
        raise ValueError("Only a worker has a team.")
    return worker.team_id


def lengthen(made: DemoArea, by: Viewer) -> None:
    """Give the young person a journey of more than one page."""
    for number in range(LONG_TIMELINE):
        operation = ids.new()
        add_entry(
            by=by,
            person=made.person,
            kind=Kind.NOTE,
            contents=Note(about=f"Note {number}", text="We talked about the week. " * 6),
            happened_at=clock.now() - timedelta(days=30, hours=number),
            operation=operation,
            digest=vault.mac("bench", str(operation)),
        )


@transaction.atomic
def settle(numbers: tuple[int, ...], *, agency: UUID, team: UUID) -> None:
    """Some people at once, held by the team, with what a census would tell of them."""
    house, local = system(), la_child_id("northmere-council")
    born = date(2012, 1, 1)
    made = people.bulk_register(
        by=house,
        people=[
            NewPerson(
                Identity(born=born + timedelta(days=number % 3000)),
                (GivenIdentifier(local, f"BENCH{number:09}"),),
            )
            for number in numbers
        ],
    )
    circles.hold_many(by=house, people=[person.pk for person in made], team=team)
    import_entries(
        by=house,
        agency=agency,
        source="A made-up census",
        as_at=date(2026, 3, 31),
        arrivals=[
            Arrival(person.pk, Kind.REFERRAL, referral(when), when)
            for person in made
            for when in days(ENTRIES_EACH)
        ],
    )


def days(count: int) -> list[datetime]:
    return [datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=30 * n) for n in range(count)]


def referral(when: datetime) -> PathwayEvent:
    return PathwayEvent(
        "Somebody asked for help", (("Who asked", "School"), ("Month", f"{when:%B}"))
    )
