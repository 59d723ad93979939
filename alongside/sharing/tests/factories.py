"""A circle and things to decide about, for tests of the policy's services.

robyn = make_around()
note = an_item(robyn, audience=Audience.WORKERS)
with transaction.atomic(): services.look(by=robyn.parent, person=robyn.id, room="home")
events(robyn.id)   # what the person's chain holds, oldest first
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction

from alongside.accounts.viewer import Viewer, system
from alongside.agencies import services as agencies
from alongside.audit.models import AccessEvent
from alongside.circles import services as circles
from alongside.circles.models import Membership
from alongside.circles.tests.factories import join, make_circle
from alongside.duty.tests.factories import make_team, make_viewer, make_worker
from alongside.lib import clock, ids
from alongside.live.models import Event
from alongside.people.models import Person
from alongside.people.tests.factories import make_person
from alongside.sharing import services
from alongside.sharing.models import NamedReader, RecordItem
from alongside.sharing.rules import Action, Audience


@dataclass(frozen=True)
class Around:
    """One person, and somebody of every standing towards them."""

    person: Person
    own: Viewer
    parent: Viewer
    key_worker: Viewer
    school: Viewer
    newcomer: Viewer
    colleague: Viewer
    off_duty: Viewer
    excluded: Viewer
    outsider: Viewer

    @property
    def id(self) -> UUID:
        return self.person.pk

    @property
    def everybody(self) -> dict[str, Viewer]:
        return {name: who for name, who in vars(self).items() if isinstance(who, Viewer)}


TIED = {"own", "parent", "key_worker", "school", "newcomer", "colleague"}


def make_around() -> Around:
    """The colleague is of the key worker's team and on duty; the newcomer sees no history; the
    excluded one is a member, too."""
    lead = make_worker("Samira Khan")
    circle = make_circle("Robyn", "Hale", key_worker=lead)
    around = Around(
        person=circle.person,
        own=circle.self_viewer,
        parent=make_viewer("Dawn Hale"),
        key_worker=lead,
        school=make_worker("Kwame Owusu", team="Pastoral", agency="larkfield", role="Head of year"),
        newcomer=make_worker("Tyrone Blake", team="Youth", agency="harbour", role="Youth worker"),
        colleague=make_worker("Ben Ode", role="Team manager", on_duty=True),
        off_duty=make_worker("Ola Berg"),
        excluded=make_worker("Carl Frost", team="Estates", agency="quayside"),
        outsider=make_worker("Alan Stride", team="Pools", agency="westmarch"),
    )
    for member in (around.parent, around.school, around.excluded):
        join(around.person, member)
    join(around.person, around.newcomer, history_from=clock.now())
    services.exclude(
        by=lead, person=around.id, account=account(around.excluded), reason="He must not look."
    )
    return around


def nobodys_journey(around: Around) -> Person:
    """A child whom the colleague's team holds, whom nobody has named or taken yet."""
    child = make_person()
    circles.hold(by=system(), person=child.pk, team=make_team().pk)
    return child


def account(viewer: Viewer) -> UUID:
    assert viewer.account is not None
    return viewer.account


# A table of RecordItems. All of them stand above sharing, so it is found by its name.
ITEM = "journey.draft"


def item_table() -> type[RecordItem]:
    return cast(type[RecordItem], apps.get_model(ITEM))


def an_item(
    around: Around,
    *,
    by: Viewer | None = None,
    audience: Audience = Audience.CIRCLE,
    named: Iterable[Viewer] = (),
    ago: timedelta = timedelta(0),
) -> RecordItem:
    """Something written about the person, just now and by the key worker unless told."""
    author, now = by or around.key_worker, clock.now()
    table: Any = item_table()
    item: RecordItem = table(
        id=ids.new(),
        person=around.person,
        author=author.account,
        agency=author.agency_id,
        audience=audience,
        happened_at=now - ago,
        created_at=now,
        kind="note",
        sealed=b"",
    )
    item.save(force_insert=True)
    services.name_readers(item=item, accounts=[account(reader) for reader in named])
    return item


def readers(item: RecordItem) -> set[UUID]:
    return set(NamedReader.objects.filter(item=item.pk).values_list("account", flat=True))


def look(viewer: Viewer, around: Around, action: Action = Action.SEE) -> services.Look:
    """A recorded look, as a page makes it. Raises Refused."""
    with transaction.atomic():
        return services.look(by=viewer, person=around.id, action=action, room="journey")


def open_item(viewer: Viewer, item: RecordItem, action: Action = Action.READ) -> RecordItem:
    with transaction.atomic():
        _, found = services.open_item(
            type(item),
            by=viewer,
            person=item.person_id,
            item=item.pk,
            action=action,
            room="journey",
        )
    return found


def events(chain: UUID) -> list[AccessEvent]:
    """What one chain holds, oldest first."""
    return list(AccessEvent.objects.filter(chain=chain).order_by("seq"))


def new_events(chain: UUID, act: Callable[[], object]) -> list[AccessEvent]:
    """What an act adds to a chain."""
    before = len(events(chain))
    act()
    return events(chain)[before:]


def announced(act: Callable[[], object]) -> list[Event]:
    """What an act tells to open pages, oldest first."""
    before = Event.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    act()
    return list(Event.objects.filter(pk__gt=before).order_by("pk"))


def fail_inserts() -> None:
    """A disk that is full, as far as access events are concerned."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE TRIGGER full_disk BEFORE INSERT ON audit_accessevent "
                "FOR EACH ROW EXECUTE FUNCTION alongside_append_only()"
            )
        else:
            cursor.execute(
                "CREATE TRIGGER full_disk BEFORE INSERT ON audit_accessevent "
                "BEGIN SELECT RAISE(ABORT, 'full'); END"
            )


def place(robyn: Around, viewer: Viewer) -> Membership:
    return Membership.objects.get(person=robyn.id, account=viewer.account, until=None)


def left_behind(chain: UUID, act: Callable[[], object]) -> tuple[list[AccessEvent], list[Event]]:
    """What an act adds to the chain, and what it tells to open pages."""
    chained: list[AccessEvent] = []
    told = announced(lambda: chained.extend(new_events(chain, act)))
    return chained, told


def recorded(event: AccessEvent) -> tuple[str, str, str, UUID | None]:
    return event.action, event.rule, event.kind, event.object


def exclude(robyn: Around, viewer: Viewer) -> None:
    services.exclude(by=robyn.key_worker, person=robyn.id, account=account(viewer), reason="A risk")


def second_post(viewer: Viewer, team: str = "Evening", agency: str = "larkfield") -> Viewer:
    """The same account in another post, as after the first has ended."""
    assert viewer.post is not None
    where = make_team(team, agency=agency)
    post = agencies.appoint(
        by=system(),
        account=account(viewer),
        team=where.pk,
        role="Evening lead",
        since=clock.now() - timedelta(days=1),
    )
    held = replace(viewer.post, id=post.pk, team=where.pk, agency=where.agency_id)
    return replace(viewer, post=held)
