"""Entries of another database: many at once, at the agency's own audience, nothing ever lost."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from alongside.accounts.viewer import Viewer, system
from alongside.audit.models import AccessEvent
from alongside.audit.services import verify
from alongside.journey import services
from alongside.journey.kinds import Kind, PathwayEvent
from alongside.journey.models import Entry, EntryVersion
from alongside.journey.services import Arrival, Change
from alongside.journey.tests.factories import NOON, Journey, bring_in, digest
from alongside.lib import ids
from alongside.live.models import Event
from alongside.people.tests.factories import make_person
from alongside.sharing.rules import Audience
from alongside.sharing.services import Refused

pytestmark = pytest.mark.django_db

CENSUS = "the children in need census"
NEWER = date(2027, 3, 31)


def council(journey: Journey) -> UUID:
    assert journey.key_worker.agency_id is not None
    return journey.key_worker.agency_id


def arrival(person: UUID, title: str = "Referral") -> Arrival:
    return Arrival(person, Kind.REFERRAL, PathwayEvent(title, (("Source", "School"),)), NOON)


def load(journey: Journey, arrivals: list[Arrival], *, by: Viewer | None = None) -> list[UUID]:
    return services.import_entries(
        by=by or system(),
        agency=council(journey),
        arrivals=arrivals,
        source=CENSUS,
        as_at=date(2026, 3, 31),
    )


def newer(entry: Entry, title: str = "Referral, corrected") -> None:
    services.import_versions(
        by=system(),
        changes=[Change(entry.pk, PathwayEvent(title), NOON - timedelta(days=2))],
        source=CENSUS,
        as_at=NEWER,
    )
    entry.refresh_from_db()


def test_what_comes_in_is_its_agency_s_alone_with_its_source_and_day(journey: Journey) -> None:
    entry = bring_in(journey)
    assert (entry.audience, entry.agency) == (Audience.AGENCY, council(journey))
    assert (entry.author, entry.post, entry.imported) == (None, None, True)
    assert (entry.source, entry.source_as_at) == (CENSUS, date(2026, 3, 31))
    assert (entry.withheld_reason, entry.decided_at) == ("", None)
    assert entry.latest is not None
    assert entry.latest.contents.details == (("Where it came from", "A neighbour"),)


def test_a_decision_or_note_can_come_in_too(journey: Journey) -> None:
    entry = bring_in(journey, "Case closed", kind=Kind.DECISION)
    assert entry.latest is not None
    assert entry.latest.contents == PathwayEvent(
        "Case closed", (("Where it came from", "A neighbour"),)
    )


def test_ids_come_back_in_the_order_given(journey: Journey) -> None:
    people = [make_person(f"Child {number}").pk for number in range(3)]
    found = load(journey, [arrival(person) for person in people])
    assert [Entry.objects.get(pk=entry).person_id for entry in found] == people


def test_only_the_system_imports(journey: Journey) -> None:
    with pytest.raises(Refused):
        load(journey, [arrival(journey.person.pk)], by=journey.key_worker)
    assert not Entry.objects.exists()


def test_every_entry_leaves_an_event_in_its_person_s_own_chain(journey: Journey) -> None:
    people = [make_person(f"Child {number}").pk for number in range(3)]
    load(journey, [arrival(person) for person in people for _ in range(2)])
    for person in people:
        assert AccessEvent.objects.filter(chain=person, rule="imported").count() == 2
    assert verify().ok
    assert Event.objects.filter(region="journey").count() == 6


def queries_of(journey: Journey, number: int, count: Callable[[], object]) -> int:
    people = [make_person(f"Child {index}").pk for index in range(number)]
    with count() as queries:  # type: ignore[attr-defined]
        load(journey, [arrival(person) for person in people for _ in range(5)])
    return len(queries)


def test_many_entries_cost_as_few_queries_as_few(
    journey: Journey, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    count = lambda: django_assert_max_num_queries(25)  # noqa: E731
    assert queries_of(journey, 2, count) == queries_of(journey, 20, count)


def test_a_newer_file_makes_a_version_beside_the_old_one(journey: Journey) -> None:
    entry = bring_in(journey)
    newer(entry)
    assert (entry.number, entry.contested, entry.source_as_at) == (2, False, NEWER)
    assert entry.happened_at == NOON - timedelta(days=2)
    titles = [version.contents.title for version in entry.versions.order_by("number")]
    assert titles == ["Referral", "Referral, corrected"]


def test_a_worker_s_correction_is_not_overwritten_by_a_newer_file(journey: Journey) -> None:
    entry = bring_in(journey)
    assert entry.latest_id is not None
    services.correct_entry(
        by=journey.key_worker,
        person=entry.person_id,
        entry=entry.pk,
        contents=PathwayEvent("Referral from school"),
        happened_at=NOON,
        based_on=entry.latest_id,
        operation=ids.new(),
        digest=digest("x"),
    )
    newer(entry)
    assert entry.contested
    assert entry.versions.count() == 3


def test_a_released_entry_stays_released_when_a_newer_file_changes_it(journey: Journey) -> None:
    entry = bring_in(journey)
    services.release(
        by=journey.key_worker,
        person=entry.person_id,
        entries=[entry.pk],
        operation=ids.new(),
        digest=digest("x"),
    )
    newer(entry)
    assert entry.audience == Audience.CIRCLE


def test_what_is_gone_is_marked_and_can_come_back(journey: Journey) -> None:
    entry = bring_in(journey)
    services.mark_gone(by=system(), entries=[entry.pk], as_at=NEWER)
    entry.refresh_from_db()
    assert entry.gone_at is not None
    assert entry.source_as_at == NEWER
    assert EntryVersion.objects.count() == 1
    services.mark_back(by=system(), entries=[entry.pk], as_at=NEWER)
    entry.refresh_from_db()
    assert entry.gone_at is None


def test_what_nobody_brought_in_cannot_be_changed_by_a_file(journey: Journey) -> None:
    with pytest.raises(LookupError):
        services.mark_gone(by=system(), entries=[ids.new()], as_at=NEWER)
