"""A worker writes down what happened."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from alongside.accounts.operations import Outcome, UsedOperation
from alongside.accounts.viewer import Viewer
from alongside.audit.models import AccessEvent
from alongside.duty.models import Promise
from alongside.duty.queries import unanswered_for
from alongside.journey import services
from alongside.journey.kinds import Kind, Note, PathwayEvent
from alongside.journey.models import Entry, EntryVersion
from alongside.journey.policy import Unfit
from alongside.journey.tests.factories import (
    NOON,
    Journey,
    a_note,
    a_visit,
    account,
    add,
    digest,
    make_journey,
)
from alongside.lib import clock, ids
from alongside.live.models import Event
from alongside.sharing.models import NamedReader
from alongside.sharing.rules import Audience
from alongside.vault import services as vault

pytestmark = pytest.mark.django_db


def write(journey: Journey, **changes: object) -> Outcome:
    asked: dict[str, object] = {
        "by": journey.key_worker,
        "person": journey.person.pk,
        "kind": Kind.NOTE,
        "contents": a_note(),
        "happened_at": clock.now() - timedelta(hours=1),
        "operation": ids.new(),
        "digest": digest("a note"),
    }
    return services.add_entry(**(asked | changes))  # type: ignore[arg-type]


def test_what_was_written_is_kept_word_for_word(journey: Journey) -> None:
    said = "  i dont WANT that\n\nok?  "
    entry = add(journey, contents=a_visit(words=said))
    assert entry.latest is not None
    assert EntryVersion.objects.get().contents == a_visit(words=said)
    assert entry.latest.contents.voice == said


def test_an_entry_says_who_wrote_it_and_for_which_agency(journey: Journey) -> None:
    entry = add(journey, by=journey.school)
    assert entry.author == journey.school.account
    assert entry.agency == journey.school.agency_id
    assert entry.post == journey.school.post_id
    assert entry.audience == Audience.CIRCLE


def test_nothing_that_was_written_stands_readable_in_the_tables(journey: Journey) -> None:
    entry = add(journey, contents=a_note(about="Zebra", text="Giraffe"))
    stored = bytes(EntryVersion.objects.get(entry=entry).sealed)
    assert b"Zebra" not in stored
    assert b"Giraffe" not in stored


def test_the_id_follows_from_account_and_operation_so_nobody_can_probe_it(journey: Journey) -> None:
    operation = ids.new()
    entry = add(journey, operation=operation)
    assert entry.pk == vault.derived_id(account(journey.key_worker), operation)
    assert entry.pk != operation


def test_the_same_form_twice_is_one_entry_and_the_same_answer(journey: Journey) -> None:
    operation, at = ids.new(), clock.now() - timedelta(hours=2)
    first = write(journey, operation=operation, happened_at=at)
    again = write(journey, operation=operation, happened_at=at)
    assert (first.id, first.replayed, again.id, again.replayed) == (first.id, False, first.id, True)
    assert Entry.objects.count() == EntryVersion.objects.count() == 1
    assert Event.objects.filter(object=first.id).count() == 1


def test_a_used_form_with_other_words_is_told_apart(journey: Journey) -> None:
    operation = ids.new()
    write(journey, operation=operation)
    with pytest.raises(UsedOperation):
        write(journey, operation=operation, digest=digest("other words"))
    assert Entry.objects.count() == 1


def test_a_form_refused_for_its_content_can_be_sent_again_under_its_id(journey: Journey) -> None:
    operation = ids.new()
    with pytest.raises(Unfit):
        write(journey, operation=operation, happened_at=clock.now() + timedelta(minutes=1))
    assert write(journey, operation=operation).id is not None


def test_one_write_leaves_one_access_event_and_one_live_event(journey: Journey) -> None:
    entry = add(journey)
    event = AccessEvent.objects.get(object=entry.pk)
    assert (event.action, event.room, event.kind) == ("add", "journey", "journey.entry")
    assert event.person == journey.person.pk
    heard = Event.objects.get(object=entry.pk)
    assert (heard.region, heard.kind, heard.person) == ("journey", "journey.entry", event.person)


def test_what_cannot_be_recorded_is_not_written(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("The log is full.")

    monkeypatch.setattr("alongside.sharing.services.audit.record", broken)
    with pytest.raises(RuntimeError):
        add(journey)
    assert not Entry.objects.exists()
    assert not Event.objects.filter(region="journey").exists()


def test_nothing_is_written_down_before_it_happens(journey: Journey) -> None:
    with pytest.raises(Unfit) as unfit:
        write(journey, happened_at=clock.now() + timedelta(minutes=1))
    assert unfit.value.field == "happened_at"


@pytest.mark.parametrize(
    ("kind", "contents"),
    [(Kind.VISIT, a_note()), (Kind.NOTE, PathwayEvent("A title")), (Kind.REFERRAL, a_note())],
)
def test_every_kind_holds_its_own_schema(journey: Journey, kind: Kind, contents: Note) -> None:
    with pytest.raises(TypeError):
        write(journey, kind=kind, contents=contents)


def test_what_fewer_people_see_is_owed_a_review_by_its_author() -> None:
    with clock.hold(NOON):
        journey = make_journey()
        entry = add(journey, audience=Audience.WORKERS)
    (promise,) = unanswered_for("journey", entry.pk)
    assert promise.owner_post_id == journey.key_worker.post_id
    assert promise.person == journey.person.pk
    # The seventeenth at five in the afternoon: fourteen days on, at the end of the working day.
    assert promise.due_at == NOON.replace(day=17, hour=17)


def test_what_everyone_sees_is_owed_nothing(journey: Journey) -> None:
    add(journey)
    assert not Promise.objects.exists()


def test_only_people_around_the_person_can_be_named(journey: Journey) -> None:
    entry = add(journey, audience=Audience.NAMED, named=[journey.parent, journey.own])
    named = set(NamedReader.objects.filter(item=entry.pk).values_list("account", flat=True))
    assert named == {journey.parent.account, journey.own.account}
    with pytest.raises(Unfit) as unfit:
        add(journey, audience=Audience.NAMED, named=[journey.outsider])
    assert unfit.value.field == "named"


def test_a_reason_without_a_narrower_audience_is_not_kept(journey: Journey) -> None:
    outcome = write(journey, withheld_reason="harm", withheld_until=date(2026, 3, 20))
    entry = Entry.objects.get(pk=str(outcome.id))
    assert (entry.withheld_reason, entry.withheld_until) == ("", None)


@pytest.mark.django_db(transaction=True)
def test_twins_that_come_at_once_are_one_entry() -> None:
    journey = make_journey()
    operation, at, gate = ids.new(), clock.now() - timedelta(hours=1), Barrier(2)
    outcomes: list[Outcome] = []

    def send(by: Viewer) -> None:
        try:
            gate.wait(timeout=10)
            outcomes.append(write(journey, by=by, operation=operation, happened_at=at))
        finally:
            connections.close_all()

    twins = [Thread(target=send, args=[journey.key_worker]) for _ in range(2)]
    for twin in twins:
        twin.start()
    for twin in twins:
        twin.join(timeout=20)
    assert sorted(outcome.replayed for outcome in outcomes) == [False, True]
    assert len({outcome.id for outcome in outcomes}) == 1
    assert Entry.objects.count() == 1
    assert connection.vendor in {"sqlite", "postgresql"}
