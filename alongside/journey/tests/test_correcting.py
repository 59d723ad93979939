"""Corrections stand beside what they correct; where two people changed one, a person chooses."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, connections, transaction

from alongside.accounts.operations import UsedOperation
from alongside.accounts.viewer import Viewer
from alongside.audit.models import AccessEvent
from alongside.journey import services
from alongside.journey.kinds import Note
from alongside.journey.models import Entry, EntryVersion
from alongside.journey.policy import Unfit
from alongside.journey.tests.factories import Journey, a_note, a_visit, add, digest, make_journey
from alongside.journey.versions import heads
from alongside.lib import clock, ids
from alongside.live.models import Event

pytestmark = pytest.mark.django_db


def correct(
    entry: Entry,
    *,
    by: Viewer,
    contents: Note,
    based_on: EntryVersion,
    happened_at: datetime | None = None,
) -> EntryVersion:
    outcome = services.correct_entry(
        by=by,
        person=entry.person_id,
        entry=entry.pk,
        contents=contents,
        happened_at=happened_at or entry.happened_at,
        based_on=based_on.pk,
        operation=ids.new(),
        digest=digest(repr(contents)),
    )
    entry.refresh_from_db()
    return EntryVersion.objects.get(pk=str(outcome.id))


def choose(entry: Entry, version: EntryVersion, *, by: Viewer, against: list[EntryVersion]) -> None:
    services.choose_version(
        by=by,
        person=entry.person_id,
        entry=entry.pk,
        chosen=version.pk,
        against=[other.pk for other in against],
        operation=ids.new(),
        digest=digest("choice"),
    )
    entry.refresh_from_db()


def first_of(entry: Entry) -> EntryVersion:
    return EntryVersion.objects.get(entry=entry, number=1)


def now_says(entry: Entry) -> str:
    assert entry.latest is not None
    text: str = entry.latest.contents.text
    return text


def test_a_correction_is_a_version_beside_the_old_one(journey: Journey) -> None:
    entry = add(journey, contents=a_note(text="Fell asleep."))
    second = correct(
        entry,
        by=journey.colleague,
        contents=a_note(text="Closed her eyes."),
        based_on=first_of(entry),
    )
    assert [v.contents.text for v in entry.versions.order_by("number")] == [
        "Fell asleep.",
        "Closed her eyes.",
    ]
    assert second.author == journey.colleague.account
    assert (entry.latest_id, entry.number, entry.contested) == (second.pk, 2, False)
    assert entry.author == journey.key_worker.account


def test_the_time_it_happened_can_be_corrected_too(journey: Journey) -> None:
    entry = add(journey)
    earlier = entry.happened_at - timedelta(days=1)
    correct(
        entry,
        by=journey.key_worker,
        contents=a_note(),
        based_on=first_of(entry),
        happened_at=earlier,
    )
    assert entry.happened_at == earlier


def test_a_correction_that_changes_nothing_is_not_a_version(journey: Journey) -> None:
    entry = add(journey, contents=a_note())
    with pytest.raises(Unfit):
        correct(entry, by=journey.key_worker, contents=a_note(), based_on=first_of(entry))


def test_a_correction_is_of_the_same_kind_and_of_this_entry(journey: Journey) -> None:
    entry, other = add(journey), add(journey, contents=a_note(text="Another."))
    with pytest.raises(TypeError):
        correct(entry, by=journey.key_worker, contents=a_visit(), based_on=first_of(entry))  # type: ignore[arg-type]
    with pytest.raises(Unfit):
        correct(entry, by=journey.key_worker, contents=a_note("x"), based_on=first_of(other))


def test_two_corrections_of_one_version_are_both_kept(journey: Journey) -> None:
    entry = add(journey)
    first = first_of(entry)
    mine = correct(entry, by=journey.key_worker, contents=a_note(text="Mine."), based_on=first)
    theirs = correct(entry, by=journey.colleague, contents=a_note(text="Theirs."), based_on=first)
    assert entry.contested
    assert heads(entry.versions.all()) == [mine, theirs]
    assert now_says(entry) == "Theirs."


def test_a_person_chooses_and_nothing_is_lost(journey: Journey) -> None:
    entry = add(journey)
    first = first_of(entry)
    mine = correct(entry, by=journey.key_worker, contents=a_note(text="Mine."), based_on=first)
    theirs = correct(entry, by=journey.colleague, contents=a_note(text="Theirs."), based_on=first)
    choose(entry, mine, by=journey.colleague, against=[theirs])
    assert not entry.contested
    assert now_says(entry) == "Mine."
    choice = EntryVersion.objects.get(number=4)
    assert (choice.based_on_id, choice.settles_id) == (mine.pk, theirs.pk)
    assert choice.author == journey.colleague.account
    assert entry.versions.count() == 4


def test_a_version_that_came_in_since_is_not_decided_against_unread(journey: Journey) -> None:
    entry = add(journey)
    first = first_of(entry)
    mine = correct(entry, by=journey.key_worker, contents=a_note(text="1"), based_on=first)
    theirs = correct(entry, by=journey.colleague, contents=a_note(text="2"), based_on=first)
    late = correct(entry, by=journey.night, contents=a_note(text="3"), based_on=first)
    choose(entry, mine, by=journey.colleague, against=[theirs])
    assert entry.contested
    assert late in heads(entry.versions.all())


def test_a_choice_among_three_settles_both_others(journey: Journey) -> None:
    entry = add(journey)
    first = first_of(entry)
    three = [
        correct(entry, by=who, contents=a_note(text=text), based_on=first)
        for who, text in (
            (journey.key_worker, "1"),
            (journey.colleague, "2"),
            (journey.night, "3"),
        )
    ]
    choose(entry, three[0], by=journey.key_worker, against=three[1:])
    assert not entry.contested
    assert now_says(entry) == "1"
    assert entry.versions.count() == 6


def test_what_is_settled_is_not_chosen_again(journey: Journey) -> None:
    entry = add(journey)
    first = first_of(entry)
    mine = correct(entry, by=journey.key_worker, contents=a_note(text="1"), based_on=first)
    theirs = correct(entry, by=journey.colleague, contents=a_note(text="2"), based_on=first)
    choose(entry, mine, by=journey.key_worker, against=[theirs])
    with pytest.raises(Unfit):
        choose(entry, theirs, by=journey.colleague, against=[mine])


def test_the_same_correction_twice_is_one_version(journey: Journey) -> None:
    entry = add(journey)
    operation = ids.new()

    def send(told: Note) -> bool:
        return services.correct_entry(
            by=journey.key_worker,
            person=entry.person_id,
            entry=entry.pk,
            contents=told,
            happened_at=entry.happened_at,
            based_on=first_of(entry).pk,
            operation=operation,
            digest=digest(told.text),
        ).replayed

    assert [send(a_note(text="Better.")), send(a_note(text="Better."))] == [False, True]
    assert entry.versions.count() == 2
    with pytest.raises(UsedOperation):
        send(a_note(text="Else."))


def test_a_correction_is_recorded_and_announced(journey: Journey) -> None:
    entry = add(journey)
    correct(entry, by=journey.key_worker, contents=a_note("x"), based_on=first_of(entry))
    actions = AccessEvent.objects.filter(object=entry.pk).order_by("seq")
    assert list(actions.values_list("action", flat=True)) == ["add", "correct"]
    assert Event.objects.filter(object=entry.pk).count() == 2


def test_nothing_is_corrected_in_the_future(journey: Journey) -> None:
    entry = add(journey)
    with pytest.raises(Unfit):
        correct(
            entry,
            by=journey.key_worker,
            contents=a_note("x"),
            based_on=first_of(entry),
            happened_at=clock.now() + timedelta(minutes=1),
        )


def update(version: EntryVersion) -> None:
    EntryVersion.objects.filter(pk=version.pk).update(number=9)


def delete(version: EntryVersion) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journey_entryversion WHERE number = %s", [version.number])


def replace(version: EntryVersion) -> None:
    if connection.vendor != "sqlite":
        raise DatabaseError("Only SQLite has INSERT OR REPLACE.")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO journey_entryversion SELECT * FROM journey_entryversion"
        )


@pytest.mark.parametrize("change", [update, delete, replace])
def test_a_version_is_never_changed_or_deleted(
    journey: Journey, change: Callable[[EntryVersion], None]
) -> None:
    version = first_of(add(journey))
    with pytest.raises(DatabaseError), transaction.atomic():
        change(version)
    assert EntryVersion.objects.get() == version


@pytest.mark.django_db(transaction=True)
def test_two_corrections_that_come_at_once_are_both_kept() -> None:
    journey = make_journey()
    entry = add(journey)
    first, gate = first_of(entry), Barrier(2)

    def send(by: Viewer, text: str) -> None:
        try:
            gate.wait(timeout=10)
            found = Entry.objects.get(pk=entry.pk)
            correct(found, by=by, contents=a_note(text=text), based_on=first)
        finally:
            connections.close_all()

    threads = [
        Thread(target=send, args=[by, text])
        for by, text in ((journey.key_worker, "Mine."), (journey.colleague, "Theirs."))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    entry.refresh_from_db()
    assert (entry.contested, entry.number) == (True, 3)
    assert len(heads(entry.versions.all())) == 2
