"""Who is told that something changed: the policy, asked for every open stream at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.apps import apps

from alongside.accounts.viewer import Viewer
from alongside.circles.models import Membership
from alongside.lib import clock
from alongside.live.models import Event
from alongside.sharing.models import Exclusion, NamedReader, RecordItem, today
from alongside.sharing.rules import Action, Standing, Topic, decide
from alongside.sharing.standings import standings

# The region of a page that shows the circle: who is in it is known to all who are in it.
CIRCLE = "circle"
# How much a member may see, and who is asked to join, is known to the person and to those who work
# with them.
ABOUT_ACCESS = frozenset(
    {"circle.reach", "circle.frozen", "circle.invited", "circle.withdrawn", "circle.declined"}
)
EXCLUSION = Exclusion._meta.label_lower


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the table needs of an item, loaded for many items at once."""

    author: UUID | None
    agency: UUID | None
    audience: str
    happened_at: datetime
    readers: frozenset[UUID]
    topic: Topic
    review_is_due: bool

    def names(self, account: UUID) -> bool:
        return account in self.readers


@dataclass(slots=True)
class Told:
    """For each viewer the events to tell, and the viewers whose stream must close."""

    events: dict[Viewer, list[Event]] = field(default_factory=lambda: defaultdict(list))
    ended: set[Viewer] = field(default_factory=set)


def told(*, events: Sequence[Event], viewers: Iterable[Viewer]) -> Told:
    """Decide each event again for each viewer. Queries grow with people, never with viewers."""
    viewers, answer = list(viewers), Told()
    items = facts_of(events)
    leavers = accounts_taken_out(events)
    now = clock.now()
    ties = {
        person: standings(person=person, viewers=viewers, at=now)
        for person in dict.fromkeys(event.person for event in events)
    }
    # In the order of events, since each is the place from which a browser goes on.
    for event in events:
        for viewer, standing in ties[event.person].items():
            is_theirs = (event.object, viewer.account) in leavers
            if may_hear(standing, event, items) and (is_theirs or may_know(standing, event)):
                answer.events[viewer].append(event)
            elif is_theirs and loses(standing, event):
                answer.ended.add(viewer)
    return answer


def loses(standing: Standing, event: Event) -> bool:
    """Whether there was something to lose: who was tied to nobody here must notice nothing."""
    if event.kind == EXCLUSION:  # which may have ended: then nothing is lost
        return standing.excluded and bool(standing.ties)
    return not standing.excluded


# A row by its kind and id: a draft has the id of the entry that it becomes.
type Row = tuple[str, UUID]


def may_hear(standing: Standing, event: Event, items: dict[Row, ItemFacts]) -> bool:
    """An event about an item is for its readers; one about the circle is for everybody tied.

    An exclusion changes no page, and is nobody's to notice: it only ends streams.
    """
    if event.kind == EXCLUSION:
        return False
    if event.region == CIRCLE:
        return decide(standing, None, Action.SEE).allow
    item = items.get((event.kind, event.object)) if event.object else None
    return item is not None and decide(standing, item, Action.READ).allow


def may_know(standing: Standing, event: Event) -> bool:
    """Whether somebody else's event is theirs to notice: of access it is when they have a say."""
    return event.kind not in ABOUT_ACCESS or decide(standing, None, Action.READ_ACCESS).allow


def facts_of(events: Iterable[Event]) -> dict[Row, ItemFacts]:
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for event in events:
        # A kind that is not known here (any more) is told to nobody, and breaks nothing.
        if event.object is not None and event.region != CIRCLE and is_item(event.kind):
            wanted[event.kind].add(event.object)
    readers: dict[UUID, set[UUID]] = defaultdict(set)
    every = set().union(*wanted.values())
    for item, account in NamedReader.objects.filter(item__in=every).values_list("item", "account"):
        readers[item].add(account)
    return {
        (kind, row["pk"]): ItemFacts(
            row["author"],
            row["agency"],
            row["audience"],
            row["happened_at"],
            frozenset(readers[row["pk"]]),
            item_model(kind).topic,
            review_is_due=row["withheld_until"] is not None and row["withheld_until"] <= today(),
        )
        for kind, ids in wanted.items()
        for row in item_model(kind)
        ._default_manager.filter(pk__in=ids)
        .values("pk", "author", "agency", "audience", "happened_at", "withheld_until")
    }


def is_item(kind: str) -> bool:
    """Whether rows of this kind are RecordItems."""
    try:
        return issubclass(apps.get_model(kind), RecordItem)
    except (LookupError, ValueError):  # no such model; no "room.model" at all
        return False


def item_model(kind: str) -> type[RecordItem]:
    model = apps.get_model(kind)
    if not issubclass(model, RecordItem):
        raise TypeError(f"{kind} is not a RecordItem, so it cannot be shared.")
    return model


def accounts_taken_out(events: Iterable[Event]) -> set[tuple[UUID, UUID]]:
    """Changed memberships and exclusions, each with its account: what can end a standing."""
    changed = {event.object for event in events if event.region == CIRCLE and event.object}
    if not changed:
        return set()
    members = Membership.objects.filter(pk__in=changed).values_list("pk", "account_id")
    excluded = Exclusion.objects.filter(pk__in=changed).values_list("pk", "account")
    return set(members) | set(excluded)
