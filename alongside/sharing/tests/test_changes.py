"""Who is told that something changed: the same table, asked for every open stream at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.accounts.viewer import Viewer, public, system
from alongside.circles import services as circles
from alongside.circles.models import Reach, Role
from alongside.circles.tests.factories import invite as ask
from alongside.circles.tests.factories import join
from alongside.duty.tests.factories import make_viewer
from alongside.lib import clock
from alongside.live import services as live
from alongside.live.models import Event
from alongside.sharing import circle
from alongside.sharing.changes import is_item, item_model, told
from alongside.sharing.models import RecordItem
from alongside.sharing.rules import Audience
from alongside.sharing.tests.factories import (
    ITEM,
    TIED,
    Around,
    an_item,
    announced,
    exclude,
    nobodys_journey,
    place,
)

WORKING = {"key_worker", "school", "colleague"}


def changed(robyn: Around, item: RecordItem, kind: str = ITEM) -> list[Event]:
    """The event of an item that changed."""
    return announced(
        lambda: live.publish(person=robyn.id, region="journey", kind=kind, object=item.pk)
    )


def hearing(robyn: Around, events: list[Event]) -> set[str]:
    """The names of those who hear all of these events."""
    heard = told(events=events, viewers=robyn.everybody.values()).events
    return {name for name, viewer in robyn.everybody.items() if heard.get(viewer) == events}


def ended(robyn: Around, events: list[Event]) -> set[str]:
    closed = told(events=events, viewers=robyn.everybody.values()).ended
    return {name for name, viewer in robyn.everybody.items() if viewer in closed}


@pytest.mark.parametrize(
    ("audience", "heard_by"),
    [
        (Audience.CIRCLE, TIED),
        (Audience.WORKERS, WORKING | {"newcomer"}),
        (Audience.AGENCY, {"key_worker", "colleague"}),
        (Audience.KEY_WORKER, {"key_worker"}),
        (Audience.ONLY_ME, {"key_worker"}),
        (Audience.NAMED, {"key_worker", "parent"}),
    ],
)
def test_a_change_of_an_item_is_told_to_its_readers_alone(
    robyn: Around, audience: Audience, heard_by: set[str]
) -> None:
    named = [robyn.parent, robyn.excluded, robyn.outsider]
    item = an_item(robyn, audience=audience, named=named)
    events = changed(robyn, item)
    assert hearing(robyn, events) == heard_by
    assert told(events=events, viewers=robyn.everybody.values()).ended == set()


def test_what_happened_before_a_newcomer_came_is_not_told_to_them(robyn: Around) -> None:
    events = changed(robyn, an_item(robyn, ago=timedelta(days=1)))
    assert hearing(robyn, events) == TIED - {"newcomer"}


def test_a_change_of_the_circle_is_told_to_everybody_tied(robyn: Around) -> None:
    *_asked, joined = announced(lambda: join(robyn.person, robyn.outsider))
    assert hearing(robyn, [joined]) == TIED | {"outsider"}


def test_who_is_asked_to_join_is_told_to_those_who_have_a_say(robyn: Around) -> None:
    """The page of family does not show who is asked, so nothing stirs there."""
    events = announced(lambda: ask(robyn.person, robyn.outsider))
    assert hearing(robyn, events) == TIED - {"parent"}


def test_what_family_may_see_is_told_to_them_and_to_those_who_have_a_say(robyn: Around) -> None:
    """Other family must not notice that anything was decided, or stopped."""
    aunt = make_viewer("Ida Hale")
    join(robyn.person, aunt, role=Role.FAMILY)
    member = place(robyn, robyn.parent).pk
    for act in (
        lambda: circles.set_reach(by=robyn.key_worker, membership=member, reach=Reach.PLAN),
        lambda: circles.freeze(by=robyn.school, membership=member),
    ):
        events = announced(act)
        assert hearing(robyn, events) >= TIED - {"parent"}
        assert told(events=events, viewers=[aunt]).events == {}
        assert told(events=events, viewers=[aunt]).ended == set()


def test_nobody_and_the_house_hear_nothing(robyn: Around) -> None:
    events = changed(robyn, an_item(robyn))
    assert told(events=events, viewers=[public(), system()]).events == {}


@pytest.mark.parametrize("kind", ["", "x", "refuge.stay", "people.person", "audit.accessevent"])
def test_an_event_of_an_unknown_kind_is_told_to_nobody_and_stops_no_other(
    robyn: Around, kind: str
) -> None:
    item = an_item(robyn)
    odd, plain = changed(robyn, item, kind), changed(robyn, item)
    assert hearing(robyn, odd) == set()
    heard = told(events=[*odd, *plain], viewers=[robyn.own]).events
    assert heard[robyn.own] == plain


def test_an_event_about_nothing_is_told_to_nobody(robyn: Around) -> None:
    events = announced(lambda: live.publish(person=robyn.id, region="journey", kind=ITEM))
    assert hearing(robyn, events) == set()


def test_an_item_that_is_not_there_is_told_to_nobody(robyn: Around) -> None:
    item = an_item(robyn)
    events = changed(robyn, item)
    item.delete()
    assert hearing(robyn, events) == set()


def test_an_event_under_another_person_than_its_item_opens_nothing(robyn: Around) -> None:
    """The standing is towards the person of the event."""
    child = nobodys_journey(robyn)
    item = an_item(robyn)
    events = announced(
        lambda: live.publish(person=child.pk, region="journey", kind=ITEM, object=item.pk)
    )
    assert hearing(robyn, events) <= {"colleague"}


def test_being_taken_out_ends_the_stream_of_that_one_alone(robyn: Around) -> None:
    membership = place(robyn, robyn.school)
    events = announced(
        lambda: circle.remove(by=robyn.key_worker, person=robyn.id, membership=membership.pk)
    )
    assert ended(robyn, events) == {"school"}
    assert hearing(robyn, events) == TIED - {"school"}


def test_leaving_ends_the_stream_of_whoever_left(robyn: Around) -> None:
    events = announced(lambda: circle.leave(by=robyn.parent, person=robyn.id))
    assert ended(robyn, events) == {"parent"}


def test_an_exclusion_ends_the_stream_and_nobody_else_notices(robyn: Around) -> None:
    events = announced(lambda: exclude(robyn, robyn.school))
    assert ended(robyn, events) == {"school"}
    assert hearing(robyn, events) == set()


def test_who_comes_back_in_goes_on_hearing(robyn: Around) -> None:
    """The old leaving is an event of a membership that is not the one they have now."""
    membership = place(robyn, robyn.parent)
    gone = announced(lambda: circle.leave(by=robyn.parent, person=robyn.id))
    join(robyn.person, robyn.parent)
    assert gone[-1].object == membership.pk
    assert ended(robyn, gone) == set()
    assert "parent" in hearing(robyn, gone)


def test_somebody_with_two_places_keeps_the_stream_for_the_other(robyn: Around) -> None:
    """Taken out as a member, still on duty for the team that holds the journey."""
    membership = join(robyn.person, robyn.colleague)
    events = announced(
        lambda: circle.remove(by=robyn.key_worker, person=robyn.id, membership=membership.pk)
    )
    assert ended(robyn, events) == set()
    assert "colleague" in hearing(robyn, events)


def test_the_end_of_a_shift_silences_without_ending(robyn: Around) -> None:
    events = changed(robyn, an_item(robyn))
    with clock.hold(clock.now() + timedelta(days=1)):
        assert "colleague" not in hearing(robyn, events)
        assert ended(robyn, events) == set()


def test_events_of_several_people_reach_each_in_their_order(robyn: Around) -> None:
    child = nobodys_journey(robyn)
    item = an_item(robyn)

    def change() -> None:
        for person, region in ((robyn.id, "journey"), (child.pk, "circle"), (robyn.id, "circle")):
            live.publish(person=person, region=region, kind=ITEM, object=item.pk)

    events = announced(change)
    heard = told(events=events, viewers=[robyn.colleague, robyn.own]).events
    assert heard[robyn.own] == [events[0], events[2]]
    assert heard[robyn.colleague] == events


def test_queries_do_not_grow_with_viewers_or_with_events_of_one_person(robyn: Around) -> None:
    def cost(viewers: list[Viewer], events: list[Event]) -> int:
        with CaptureQueriesContext(connection) as queries:
            told(events=events, viewers=viewers)
        return len(queries)

    events = changed(robyn, an_item(robyn, audience=Audience.NAMED, named=[robyn.parent]))
    many = [event for _ in range(10) for event in changed(robyn, an_item(robyn))]
    crowd = [*robyn.everybody.values(), *(make_viewer(f"Nan {n}") for n in range(10))]
    assert cost([robyn.own], events) == cost(crowd, many) <= 6


def test_items_are_told_from_other_kinds_of_rows() -> None:
    assert is_item(ITEM)
    assert not is_item("people.person")
    assert item_model(ITEM)._meta.label_lower == ITEM
    with pytest.raises(TypeError):
        item_model("people.person")
