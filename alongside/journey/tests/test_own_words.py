"""Own words: who sees them is chosen anew without a reason, and they can be said in other words."""

from datetime import timedelta
from uuid import UUID

import pytest

from alongside.accounts.viewer import Viewer
from alongside.audit.models import AccessEvent
from alongside.duty.queries import unanswered_for
from alongside.journey import services
from alongside.journey.models import AudienceChange, Entry
from alongside.journey.policy import Unfit
from alongside.journey.read_by import read_by
from alongside.journey.tests.factories import Journey, digest, look_of
from alongside.journey.voices import Face, Question, Scale, Together, View, Viewpoint
from alongside.lib import clock, ids
from alongside.live.models import Event
from alongside.sharing import services as sharing
from alongside.sharing.changes import told
from alongside.sharing.rules import Action, Audience
from alongside.sharing.services import Refused

pytestmark = pytest.mark.django_db

# After this, a look is told anew in the log.
LATER = timedelta(minutes=16)
WORDS = View(words="i like it here", scales=(Scale(Question.HOME, 7, "my cat"),))


def tell(
    journey: Journey,
    contents: View | Viewpoint = WORDS,
    *,
    by: Viewer | None = None,
    audience: Audience = Audience.CIRCLE,
) -> Entry:
    outcome = services.tell(
        by=by or journey.own,
        person=journey.person.pk,
        contents=contents,
        audience=audience,
        operation=ids.new(),
        digest=digest(repr(contents)),
    )
    return Entry.objects.select_related("latest").get(pk=str(outcome.id))


def choose(entry: Entry, audience: Audience, *, by: Viewer, operation: UUID | None = None) -> None:
    services.choose_readers(
        by=by,
        person=entry.person_id,
        entry=entry.pk,
        audience=audience,
        operation=operation or ids.new(),
        digest=digest(audience),
    )
    entry.refresh_from_db()


def correct(entry: Entry, contents: View | Viewpoint, *, by: Viewer) -> Entry:
    assert entry.latest is not None
    services.correct_entry(
        by=by,
        person=entry.person_id,
        entry=entry.pk,
        contents=contents,
        happened_at=entry.happened_at,
        based_on=entry.latest.pk,
        operation=ids.new(),
        digest=digest(repr(contents)),
    )
    return Entry.objects.select_related("latest").get(pk=entry.pk)


def reads(viewer: Viewer, entry: Entry) -> bool:
    try:
        sharing.allow_item(by=viewer, item=entry, action=Action.READ, room="journey")
    except Refused:
        return False
    return True


def who_reads(journey: Journey, entry: Entry) -> set[str]:
    return {name for name, viewer in journey.everybody.items() if reads(viewer, entry)}


def hears(viewer: Viewer, after: int) -> bool:
    events = list(Event.objects.filter(pk__gt=after, region="journey"))
    return bool(told(events=events, viewers=[viewer]).events.get(viewer))


def test_fewer_and_more_people_see_it_as_the_person_says(journey: Journey) -> None:
    entry = tell(journey)
    everybody = {"own", "parent", "key_worker", "colleague", "night", "school", "newcomer"}
    assert who_reads(journey, entry) == everybody
    choose(entry, Audience.KEY_WORKER, by=journey.own)
    assert who_reads(journey, entry) == {"own", "key_worker"}
    choose(entry, Audience.ONLY_ME, by=journey.own)
    assert who_reads(journey, entry) == {"own"}
    choose(entry, Audience.CIRCLE, by=journey.own)
    assert who_reads(journey, entry) == everybody


def test_nobody_is_asked_why_and_nobody_has_to_look_again(journey: Journey) -> None:
    entry = tell(journey)
    choose(entry, Audience.ONLY_ME, by=journey.own)
    assert (entry.withheld_reason, entry.withheld_until) == ("", None)
    assert not unanswered_for("journey", entry.pk)
    assert AccessEvent.objects.filter(object=entry.pk, action="review").count() == 1


def test_who_loses_sight_of_it_hears_it_at_once(journey: Journey) -> None:
    entry = tell(journey)
    start = Event.objects.latest("pk").pk
    choose(entry, Audience.KEY_WORKER, by=journey.own)
    assert hears(journey.parent, start)
    assert hears(journey.school, start)
    assert not hears(journey.outsider, start)


def test_the_same_choice_twice_is_one_and_no_change_is_none(journey: Journey) -> None:
    entry, operation = tell(journey), ids.new()
    choose(entry, Audience.CIRCLE, by=journey.own)
    assert not AudienceChange.objects.exists()
    choose(entry, Audience.ONLY_ME, by=journey.own, operation=operation)
    choose(entry, Audience.ONLY_ME, by=journey.own, operation=operation)
    assert AudienceChange.objects.count() == 1


@pytest.mark.parametrize("audience", [Audience.WORKERS, Audience.NAMED, Audience.AGENCY])
def test_other_audiences_are_not_for_own_words(journey: Journey, audience: Audience) -> None:
    entry = tell(journey)
    with pytest.raises(Unfit):
        choose(entry, audience, by=journey.own)
    assert entry.audience == Audience.CIRCLE


def test_only_whoever_told_it_chooses(journey: Journey) -> None:
    view, side = (
        tell(journey),
        tell(journey, Viewpoint((Scale(Question.HOME, 3),)), by=journey.parent),
    )
    for name, viewer in journey.everybody.items():
        for entry, teller in ((view, "own"), (side, "parent")):
            if name != teller:
                with pytest.raises(Refused):
                    choose(entry, Audience.ONLY_ME, by=viewer)
    choose(side, Audience.KEY_WORKER, by=journey.parent)
    assert who_reads(journey, side) == {"parent", "key_worker"}


def test_what_was_written_down_together_is_the_persons_to_open_and_close(journey: Journey) -> None:
    entry = tell(
        journey, View(words="too loud", together=Together("Kwame", "Why?")), by=journey.school
    )
    with pytest.raises(Refused):
        choose(entry, Audience.ONLY_ME, by=journey.school)
    choose(entry, Audience.ONLY_ME, by=journey.own)
    assert who_reads(journey, entry) == {"own"}


def test_that_somebody_does_not_feel_safe_stays_with_the_workers(journey: Journey) -> None:
    entry = tell(journey, View(unsafe=True), audience=Audience.WORKERS)
    for audience in Audience:
        with pytest.raises(Refused):
            choose(entry, audience, by=journey.own)
    entry.refresh_from_db()
    assert entry.audience == Audience.WORKERS


def test_own_words_are_not_narrowed_as_the_record_of_a_worker_is(journey: Journey) -> None:
    entry = tell(journey)
    with pytest.raises(Refused):
        services.change_audience(
            by=journey.own,
            person=entry.person_id,
            entry=entry.pk,
            audience=Audience.WORKERS,
            withheld_reason="harm",
            withheld_until=clock.now().date(),
            operation=ids.new(),
            digest=digest("workers"),
        )


def test_who_has_read_it_is_said_also_when_they_no_longer_can(journey: Journey) -> None:
    with clock.hold(clock.now()):
        entry = tell(journey, audience=Audience.ONLY_ME)
        look_of(journey.school, journey)  # before they could see it
        clock.advance(LATER)
        choose(entry, Audience.CIRCLE, by=journey.own)
        look_of(journey.parent, journey)
        clock.advance(LATER)
        choose(entry, Audience.ONLY_ME, by=journey.own)
        look_of(journey.key_worker, journey)  # no longer
        own = look_of(journey.own, journey)
        assert [(one.name, one.opened) for one in read_by(own, entry)] == [("Dawn Hale", False)]


def test_who_had_the_record_open_may_have_read_it(journey: Journey) -> None:
    """A look that goes on is one event for a quarter of an hour: it began before the words came."""
    with clock.hold(clock.now()):
        look_of(journey.newcomer, journey)
        clock.advance(LATER)
        look_of(journey.school, journey)
        clock.advance(timedelta(minutes=5))
        entry = tell(journey)
        own = look_of(journey.own, journey)
        found = read_by(own, entry)
        assert [(one.name, one.maybe) for one in found] == [("Kwame Owusu", True)]
        clock.advance(LATER)
        look_of(journey.school, journey)
        assert [(one.name, one.maybe) for one in read_by(own, entry)] == [("Kwame Owusu", False)]


def test_other_words_stand_beside_the_first_ones_and_the_rest_stays(journey: Journey) -> None:
    first = View(words="no", faces=(Face.SAD,), scales=(Scale(Question.HOME, 2, "noise"),))
    entry = correct(tell(journey, first), View(words="not yet"), by=journey.own)
    assert entry.latest is not None
    assert entry.latest.contents.words == "not yet"
    assert [version.contents.words for version in entry.versions.order_by("number")] == [
        "no",
        "not yet",
    ]


def test_a_correction_takes_away_neither_the_call_nor_who_wrote_it_down(journey: Journey) -> None:
    unsafe = tell(journey, View(unsafe=True), audience=Audience.WORKERS)
    assert correct(unsafe, View(words="He is here"), by=journey.own).latest.contents.unsafe  # type: ignore[union-attr]  # every entry has a version
    together = Together("Kwame and me", "Why?")
    written = tell(journey, View(words="loud", together=together), by=journey.school)
    after = correct(written, View(words="very loud"), by=journey.own)
    assert after.latest is not None
    assert after.latest.contents.together == together


@pytest.mark.parametrize("name", ["parent", "key_worker", "school", "outsider"])
def test_nobody_else_puts_other_words_into_the_persons_mouth(journey: Journey, name: str) -> None:
    entry = tell(journey)
    with pytest.raises(Refused):
        correct(entry, View(words="I am fine"), by=journey.everybody[name])
