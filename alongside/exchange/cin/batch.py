"""Some children of a return, in one transaction: people, who holds them, and their entries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from alongside.exchange.cin import gone, story, who
from alongside.exchange.cin.items import Item, Kind
from alongside.exchange.cin.loading import Loading, item_digest
from alongside.exchange.cin.record import Child
from alongside.exchange.cin.report import Remark
from alongside.exchange.cin.who import People
from alongside.exchange.models import LoadedItem
from alongside.journey import kinds
from alongside.journey import services as journey

LONDON = ZoneInfo("Europe/London")
# A census knows days and no times: noon is the same day in every zone that matters here. What
# happened on one day stands in this order, a millionth of a second apart.
NOON = time(12)
ORDER = (
    Kind.REFERRAL,
    Kind.ASSESSMENT,
    Kind.ENQUIRY,
    Kind.CONFERENCE,
    Kind.PLAN,
    Kind.REVIEW,
    Kind.DECISION,
    Kind.NOTE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """One item of one child, with what earlier files said of it, if anything."""

    child: Child
    item: Item
    row: LoadedItem | None


@dataclass(slots=True)
class Sorted:
    """What a batch tells, by what is to be done with it."""

    arrived: list[Told] = field(default_factory=list)
    changed: list[tuple[LoadedItem, Told]] = field(default_factory=list)
    same: list[LoadedItem] = field(default_factory=list)
    back: list[LoadedItem] = field(default_factory=list)
    missing: list[LoadedItem] = field(default_factory=list)

    def take(self, told: Told) -> None:
        if told.row is None:
            self.arrived.append(told)
        elif bytes(told.row.digest) != item_digest(told.child, told.item):
            self.changed.append((told.row, told))
        elif told.row.gone_at is not None:
            self.back.append(told.row)
        else:
            self.same.append(told.row)

    def noted(self) -> list[Child]:
        """The children about whom the council wrote down something new."""
        news = [*self.arrived, *(told for _, told in self.changed)]
        return [told.child for told in news if told.item.kind is Kind.NOTE]


@transaction.atomic
def load_batch(loading: Loading, children: Sequence[Child]) -> None:
    """All of these children, or none of them. A second time it changes nothing."""
    loading.hold_fast()
    found = who.people_of(loading, children)
    work = sorted_out(loading, children, found)
    arrive(loading, found, work)
    change(loading, work)
    come_back(loading, work)
    stay(loading, work)
    gone.mark(loading, work.missing)
    who.refresh(loading, found, work.noted())
    loading.report.loaded += len(children)


def sorted_out(loading: Loading, children: Sequence[Child], found: People) -> Sorted:
    work = Sorted()
    known = items_of(found)
    for child in children:
        before = known[found.rows[child.local_id].pk]
        told = story.tell(child, reference_date=loading.as_at)
        for item in told.items:
            row = before.pop(loading.item_token(child, item), None)
            work.take(Told(child, item, row))
            loading.report.later_than_as_at += item.happened > loading.as_at
        work.missing += [row for row in before.values() if row.gone_at is None]
        loading.report.left_out += [
            Remark(left.line, child.local_id, left.what) for left in told.left_out
        ]
    return work


def items_of(found: People) -> defaultdict[UUID, dict[bytes, LoadedItem]]:
    """What earlier files said about these children, by child and item."""
    rows = [row.pk for row in found.rows.values()]
    items: defaultdict[UUID, dict[bytes, LoadedItem]] = defaultdict(dict)
    for item in LoadedItem.objects.filter(child__in=rows).order_by("id"):
        items[item.child_id][bytes(item.token)] = item
    return items


def arrive(loading: Loading, found: People, work: Sorted) -> None:
    if not work.arrived:
        return
    entries = journey.import_entries(
        by=loading.by,
        agency=loading.agency.pk,
        arrivals=[arrival(found, told) for told in work.arrived],
        source=loading.report.source,
        as_at=loading.as_at,
    )
    LoadedItem.objects.bulk_create(
        LoadedItem(
            child=found.rows[told.child.local_id],
            token=loading.item_token(told.child, told.item),
            entry_id=entry,
            digest=item_digest(told.child, told.item),
            last_year=told.item.last_year,
            last_load=loading.load,
        )
        for entry, told in zip(entries, work.arrived, strict=True)
    )
    loading.report.new += len(entries)


def arrival(found: People, told: Told) -> journey.Arrival:
    return journey.Arrival(
        person=found.persons[told.child.local_id],
        kind=kinds.Kind(told.item.kind.value),
        contents=contents(told.item),
        happened_at=moment(told.item),
    )


def change(loading: Loading, work: Sorted) -> None:
    if not work.changed:
        return
    journey.import_versions(
        by=loading.by,
        changes=[
            journey.Change(row.entry_id, contents(told.item), moment(told.item))
            for row, told in work.changed
        ],
        source=loading.report.source,
        as_at=loading.as_at,
    )
    for row, told in work.changed:
        row.digest, row.last_year = item_digest(told.child, told.item), told.item.last_year
        row.last_load, row.gone_at = loading.load, None
    LoadedItem.objects.bulk_update(
        [row for row, _ in work.changed], ["digest", "last_year", "last_load", "gone_at"]
    )
    loading.report.changed += len(work.changed)


def come_back(loading: Loading, work: Sorted) -> None:
    if work.back:
        entries = [row.entry_id for row in work.back]
        journey.mark_back(by=loading.by, entries=entries, as_at=loading.as_at)
        loading.report.back += len(entries)


def stay(loading: Loading, work: Sorted) -> None:
    seen = [row.pk for row in [*work.same, *work.back]]
    LoadedItem.objects.filter(pk__in=seen).update(last_load=loading.load, gone_at=None)
    loading.report.unchanged += len(work.same)


def moment(item: Item) -> datetime:
    return datetime.combine(item.happened, NOON.replace(microsecond=ORDER.index(item.kind)), LONDON)


def contents(item: Item) -> kinds.PathwayEvent:
    return kinds.PathwayEvent(title=item.title.text, details=item.details)
