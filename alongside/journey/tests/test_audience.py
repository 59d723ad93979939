"""Who may see an entry is decided anew, and looked at again by the day that was named."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from alongside.accounts.viewer import Viewer
from alongside.audit.models import AccessEvent
from alongside.duty.models import Promise, State
from alongside.duty.queries import unanswered_for
from alongside.journey import services
from alongside.journey.models import AudienceChange, Entry
from alongside.journey.policy import Unfit
from alongside.journey.tests.factories import (
    Journey,
    account,
    add,
    bring_in,
    digest,
)
from alongside.lib import clock, ids
from alongside.live.models import Event
from alongside.sharing.changes import told
from alongside.sharing.models import NamedReader
from alongside.sharing.rules import Audience
from alongside.sharing.services import Refused

pytestmark = pytest.mark.django_db


def in_days(number: int) -> date:
    return (clock.now() + timedelta(days=number)).date()


def decide(
    entry: Entry,
    audience: Audience,
    *,
    by: Viewer,
    named: tuple[Viewer, ...] = (),
    days: int = 7,
    operation: UUID | None = None,
) -> None:
    narrowed = audience is not Audience.CIRCLE
    services.change_audience(
        by=by,
        person=entry.person_id,
        entry=entry.pk,
        audience=audience,
        withheld_reason="not-checked" if narrowed else "",
        withheld_until=in_days(days) if narrowed else None,
        named=[account(reader) for reader in named],
        operation=operation or ids.new(),
        digest=digest(f"{audience}"),
    )
    entry.refresh_from_db()


def hears(journey: Journey, viewer: Viewer, after: int) -> bool:
    events = list(Event.objects.filter(pk__gt=after, region="journey"))
    return bool(told(events=events, viewers=[viewer]).events.get(viewer))


def newest_event() -> int:
    return Event.objects.order_by("-pk").values_list("pk", flat=True)[0]


def test_narrowing_keeps_why_and_when_and_owes_a_review(journey: Journey) -> None:
    entry = add(journey, by=journey.key_worker)
    decide(entry, Audience.WORKERS, by=journey.colleague)
    assert (entry.audience, entry.withheld_reason) == (Audience.WORKERS, "not-checked")
    assert entry.withheld_until == in_days(7)
    (promise,) = unanswered_for("journey", entry.pk)
    assert promise.owner_post_id == journey.key_worker.post_id


def test_deciding_again_answers_the_review_and_owes_a_new_one(journey: Journey) -> None:
    entry = add(journey, audience=Audience.WORKERS)
    decide(entry, Audience.AGENCY, by=journey.key_worker)
    first, second = Promise.objects.filter(object=entry.pk).order_by("made_at")
    assert (first.state, first.answered_by_id) == (State.ANSWERED, journey.key_worker.account)
    assert second.state == State.OPEN


def test_opening_up_to_everyone_answers_the_review_and_owes_nothing(journey: Journey) -> None:
    entry = add(journey, audience=Audience.WORKERS)
    decide(entry, Audience.CIRCLE, by=journey.key_worker)
    assert (entry.withheld_reason, entry.withheld_until) == ("", None)
    assert not unanswered_for("journey", entry.pk)


def test_the_same_decision_twice_is_one(journey: Journey) -> None:
    entry, operation = add(journey), ids.new()
    decide(entry, Audience.WORKERS, by=journey.key_worker, operation=operation)
    decide(entry, Audience.WORKERS, by=journey.key_worker, operation=operation)
    assert Promise.objects.filter(object=entry.pk).count() == 1
    assert AudienceChange.objects.count() == 1


def test_named_readers_are_set_and_taken_away(journey: Journey) -> None:
    entry = add(journey)
    decide(entry, Audience.NAMED, by=journey.key_worker, named=(journey.parent, journey.school))
    assert NamedReader.objects.filter(item=entry.pk).count() == 2
    decide(entry, Audience.NAMED, by=journey.key_worker, named=(journey.school,))
    readers = NamedReader.objects.filter(item=entry.pk).values_list("account", flat=True)
    assert list(readers) == [journey.school.account]
    decide(entry, Audience.WORKERS, by=journey.key_worker)
    assert not NamedReader.objects.filter(item=entry.pk).exists()


def test_who_could_see_it_before_is_kept(journey: Journey) -> None:
    entry = add(journey, audience=Audience.NAMED, named=[journey.parent])
    decide(entry, Audience.CIRCLE, by=journey.key_worker)
    change = AudienceChange.objects.get()
    assert (change.audience, change.withheld_reason) == (Audience.NAMED, "harm")
    assert change.decided_by == journey.key_worker.account
    assert change.names(account(journey.parent))


def test_who_loses_sight_of_an_entry_is_told_and_who_never_saw_it_is_not(journey: Journey) -> None:
    entry = add(journey, audience=Audience.WORKERS, ago=timedelta(days=1))
    start = newest_event()
    decide(entry, Audience.AGENCY, by=journey.key_worker)
    assert hears(journey, journey.school, start)
    assert hears(journey, journey.colleague, start)
    for never in (journey.own, journey.parent, journey.excluded, journey.outsider):
        assert not hears(journey, never, start)


def test_a_decision_is_recorded(journey: Journey) -> None:
    entry = add(journey)
    decide(entry, Audience.WORKERS, by=journey.key_worker)
    assert AccessEvent.objects.filter(object=entry.pk, action="review").count() == 1


def test_the_rules_of_narrowing_hold_here_too(journey: Journey) -> None:
    entry = add(journey)
    with pytest.raises(Unfit):
        decide(entry, Audience.WORKERS, by=journey.key_worker, days=40)
    entry.refresh_from_db()
    assert entry.audience == Audience.CIRCLE
    assert not AudienceChange.objects.exists()


# Release: what another database brought in, one by one or as a set.


def release(journey: Journey, entries: list[Entry], *, by: Viewer) -> None:
    services.release(
        by=by,
        person=journey.person.pk,
        entries=[entry.pk for entry in entries],
        operation=ids.new(),
        digest=digest("release"),
    )
    for entry in entries:
        entry.refresh_from_db()


def test_a_set_is_released_to_everyone_in_the_circle(journey: Journey) -> None:
    entries = [bring_in(journey, title) for title in ("Referral", "Assessment")]
    release(journey, entries, by=journey.colleague)
    assert {entry.audience for entry in entries} == {Audience.CIRCLE}
    assert all(entry.decided_at for entry in entries)
    assert AccessEvent.objects.filter(action="review").count() == 2


def test_a_set_is_released_whole_or_not_at_all(journey: Journey) -> None:
    mine = bring_in(journey)
    theirs = bring_in(journey, agency=journey.school.agency_id)
    with pytest.raises(Refused):
        release(journey, [mine, theirs], by=journey.key_worker)
    mine.refresh_from_db()
    assert mine.audience == Audience.AGENCY


def test_what_was_decided_about_already_stays_as_it_was_decided(journey: Journey) -> None:
    entry = bring_in(journey)
    decide(entry, Audience.WORKERS, by=journey.key_worker)
    release(journey, [entry], by=journey.key_worker)
    assert entry.audience == Audience.WORKERS
    assert unanswered_for("journey", entry.pk)


def test_the_review_of_what_a_database_brought_is_owed_by_who_decided(journey: Journey) -> None:
    entry = bring_in(journey)
    assert not unanswered_for("journey", entry.pk)
    decide(entry, Audience.AGENCY, by=journey.colleague)
    (promise,) = unanswered_for("journey", entry.pk)
    assert promise.owner_post_id == journey.colleague.post_id


def test_an_entry_of_somebody_else_is_not_found(journey: Journey) -> None:
    entry = bring_in(journey)
    with pytest.raises(Refused):
        services.release(
            by=journey.key_worker,
            person=ids.new(),
            entries=[entry.pk],
            operation=ids.new(),
            digest=digest("release"),
        )


def test_releasing_nothing_asks_to_choose(journey: Journey) -> None:
    with pytest.raises(Unfit):
        release(journey, [], by=journey.key_worker)
