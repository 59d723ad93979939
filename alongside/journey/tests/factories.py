"""Journeys for tests: written through the services, so that they are real.

robyn = make_journey()                       # a circle of many kinds of viewers
entry = add(robyn, by=robyn.key_worker, contents=a_visit(), ago=timedelta(days=2))
seen = look_of(robyn.parent, robyn)
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from alongside.accounts.viewer import Viewer, system
from alongside.circles import services as circles
from alongside.circles.models import Holding
from alongside.circles.tests.factories import Circle, join, make_circle
from alongside.duty.tests.factories import make_team, make_viewer, make_worker
from alongside.journey import services
from alongside.journey.kinds import (
    SCHEMA_OF,
    Alone,
    Kind,
    Note,
    PathwayEvent,
    Recorded,
    Visit,
)
from alongside.journey.models import Entry
from alongside.lib import clock, ids
from alongside.people.models import Person
from alongside.sharing import services as sharing
from alongside.sharing.rules import Action, Audience
from alongside.vault import services as vault

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Journey:
    """One person, and somebody of every standing towards them."""

    person: Person
    own: Viewer
    parent: Viewer
    key_worker: Viewer
    colleague: Viewer
    night: Viewer
    off_duty: Viewer
    school: Viewer
    newcomer: Viewer
    excluded: Viewer
    outsider: Viewer

    @property
    def everybody(self) -> dict[str, Viewer]:
        return {name: who for name, who in vars(self).items() if isinstance(who, Viewer)}


def make_journey() -> Journey:
    """Robyn’s circle. The colleague is of the key worker’s team and on duty; night of another
    team that holds the journey; newcomer joined without the history; excluded is a member too."""
    key_worker = make_worker("Samira Khan")
    circle: Circle = make_circle("Robyn", "Hale", key_worker=key_worker)
    person = circle.person
    for team in (make_team(), make_team("Emergency Duty Team")):
        hold(person, team.pk)
    journey = Journey(
        person=person,
        own=circle.self_viewer,
        parent=make_viewer("Dawn Hale"),
        key_worker=key_worker,
        colleague=make_worker("Ben Ode", on_duty=True),
        night=make_worker("Joyce Adeyemi", team="Emergency Duty Team", on_duty=True),
        off_duty=make_worker("Ola Berg"),
        school=make_worker("Kwame Owusu", team="Pastoral", agency="larkfield", role="Head of year"),
        newcomer=make_worker("Tyrone Blake", team="Youth", agency="harbour"),
        excluded=make_worker("Carl Frost", team="Estates", agency="quayside"),
        outsider=make_worker("Alan Stride", team="Pools", agency="westmarch"),
    )
    for member in (journey.parent, journey.school, journey.excluded):
        join(person, member)
    join(person, journey.newcomer, history_from=clock.now())
    sharing.exclude(
        by=key_worker,
        person=person.pk,
        account=account(journey.excluded),
        reason="He must not look.",
    )
    return journey


def hold(person: Person, team: UUID) -> None:
    if not Holding.objects.filter(person=person, team=team, until=None).exists():
        circles.hold(by=system(), person=person.pk, team=team)


def account(viewer: Viewer) -> UUID:
    assert viewer.account is not None
    return viewer.account


def a_visit(**changes: str) -> Visit:
    told = Visit(
        why="To see the new room",
        where="At home",
        seen="Robyn and Dawn",
        alone=Alone.YES,
        observed="The window lock is broken.",
        words="i want to sleep in my own room",
        next="Colin mends the lock on Friday.",
    )
    return replace(told, **changes)  # type: ignore[arg-type]


def a_note(about: str = "Tired in class", text: str = "Fell asleep in maths.") -> Note:
    return Note(about=about, text=text)


def add(
    journey: Journey,
    *,
    by: Viewer | None = None,
    contents: Recorded | None = None,
    ago: timedelta = timedelta(hours=1),
    audience: Audience = Audience.CIRCLE,
    named: Iterable[Viewer] = (),
    operation: UUID | None = None,
) -> Entry:
    """An entry, narrowed with a reason and a day when the audience is not the circle."""
    told = contents or a_note()
    narrowed = audience is not Audience.CIRCLE
    now = clock.now()
    outcome = services.add_entry(
        by=by or journey.key_worker,
        person=journey.person.pk,
        kind=Kind(SCHEMA_OF[type(told)]),
        contents=told,
        happened_at=now - ago,
        audience=audience,
        withheld_reason="harm" if narrowed else "",
        withheld_until=(now + timedelta(days=14)).date() if narrowed else None,
        named=[account(reader) for reader in named],
        operation=operation or ids.new(),
        digest=digest(repr(told)),
    )
    return Entry.objects.select_related("latest").get(pk=str(outcome.id))


def bring_in(
    journey: Journey,
    title: str = "Referral",
    *,
    kind: Kind = Kind.REFERRAL,
    happened_at: datetime = NOON,
    agency: UUID | None = None,
) -> Entry:
    """An entry that the council's database told us of."""
    council = agency or journey.key_worker.agency_id
    assert council is not None
    (id,) = services.import_entries(
        by=system(),
        agency=council,
        arrivals=[
            services.Arrival(
                person=journey.person.pk,
                kind=kind,
                contents=PathwayEvent(title, (("Where it came from", "A neighbour"),)),
                happened_at=happened_at,
            )
        ],
        source="the children in need census",
        as_at=date(2026, 3, 31),
    )
    return Entry.objects.select_related("latest").get(pk=id)


def digest(text: str) -> bytes:
    return vault.mac("form", text)


def look_of(viewer: Viewer, journey: Journey, action: Action = Action.SEE) -> sharing.Look:
    """A recorded look, as a page makes it. Raises Refused."""
    with transaction.atomic():
        return sharing.look(by=viewer, person=journey.person.pk, action=action, room="journey")
