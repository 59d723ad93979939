from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.accounts.viewer import Viewer, public, system
from alongside.agencies import services as agencies
from alongside.circles import services as circles
from alongside.circles.tests.factories import join
from alongside.duty.tests.factories import make_shift, make_team, make_worker
from alongside.lib import clock
from alongside.people.models import Person
from alongside.people.tests.factories import make_person
from alongside.sharing.queries import people, visible, workers_who_may
from alongside.sharing.rules import Action, Audience, Tie
from alongside.sharing.standings import standing_of
from alongside.sharing.tests.factories import (
    TIED,
    Around,
    account,
    an_item,
    item_table,
    nobodys_journey,
)


def found(by: Viewer, *ties: Tie) -> set[UUID]:
    rows = people(by=by, through=frozenset(ties)) if ties else people(by=by)
    return set(rows.values_list("pk", flat=True))


def rows(by: Viewer, action: Action = Action.READ, person: UUID | None = None) -> set[UUID]:
    asked = visible(item_table(), by=by, person=person, action=action)
    return set(asked.values_list("pk", flat=True))


def test_people_are_those_whom_a_viewer_is_tied_to(robyn: Around) -> None:
    make_person("Sam", "Reed")
    for name, viewer in robyn.everybody.items():
        assert found(viewer) == ({robyn.id} if name in TIED else set()), name


def test_nobody_and_the_house_see_no_people(robyn: Around) -> None:
    assert found(public()) == found(system()) == set()


def test_a_list_can_be_of_one_tie_alone(robyn: Around) -> None:
    child = nobodys_journey(robyn)
    assert found(robyn.colleague) == {robyn.id, child.pk}
    assert found(robyn.colleague, Tie.CIRCLE_WORKER) == set()
    assert found(robyn.colleague, Tie.TEAM_ON_DUTY) == {robyn.id, child.pk}
    assert found(robyn.school, Tie.CIRCLE_WORKER) == {robyn.id}
    assert found(robyn.own, Tie.FAMILY) == set()
    assert found(robyn.own, Tie.SELF, Tie.FAMILY) == {robyn.id}


def test_a_team_is_seen_only_while_on_duty(robyn: Around) -> None:
    assert found(robyn.off_duty) == set()
    shift = make_shift(robyn.off_duty)
    assert found(robyn.off_duty) == {robyn.id}
    with clock.hold(shift.ends):
        assert found(robyn.off_duty) == set()


@pytest.mark.parametrize("frozen", [False, True])
def test_a_shift_opens_no_record_of_ones_own_family(robyn: Around, *, frozen: bool) -> None:
    child, place = nobodys_journey(robyn), join(robyn.person, replace(robyn.colleague, post=None))
    item = an_item(robyn, audience=Audience.WORKERS)
    if frozen:
        circles.freeze(by=robyn.key_worker, membership=place.pk)
    assert found(robyn.colleague) == {child.pk}
    assert rows(robyn.colleague) == rows(robyn.colleague, person=robyn.id) == set()
    assert account(robyn.colleague) not in workers_who_may(item, Action.READ)
    circles.remove(by=robyn.key_worker, membership=place.pk)
    assert found(robyn.colleague) == {robyn.id, child.pk}


def test_a_shift_does_not_open_ones_own_record(robyn: Around) -> None:
    item = an_item(robyn, audience=Audience.WORKERS)
    Person.objects.filter(pk=robyn.id).update(account=account(robyn.colleague))
    assert found(robyn.colleague) == set()
    assert rows(robyn.colleague) == set()
    assert account(robyn.colleague) not in workers_who_may(item, Action.READ)


def test_a_shift_for_another_team_sees_what_that_team_holds(robyn: Around) -> None:
    night = make_worker("Joyce Adeyemi", team="Emergency Duty Team", on_duty=True)
    assert found(night) == set()
    make_shift(night, team=make_team().pk)
    assert found(night) == {robyn.id}


def test_a_worker_sees_only_through_the_post_that_they_act_in(robyn: Around) -> None:
    """A second post has circles and shifts of its own."""
    second = agencies.appoint(
        by=system(),
        account=UUID(str(robyn.outsider.account)),
        team=make_team("Evening", agency="westmarch").pk,
        role="Coach",
        since=clock.now() - timedelta(days=1),
    )
    in_second = acting_in(robyn.outsider, second.pk, second.team_id)
    join(robyn.person, in_second)
    assert found(in_second) == {robyn.id}
    assert found(robyn.outsider) == set()


def acting_in(viewer: Viewer, post: UUID, team: UUID) -> Viewer:
    assert viewer.post is not None
    return replace(viewer, post=replace(viewer.post, id=post, team=team))


READERS = {
    Audience.CIRCLE: TIED - {"newcomer"},
    Audience.WORKERS: {"key_worker", "school", "colleague"},
    Audience.AGENCY: {"key_worker", "colleague"},
    Audience.KEY_WORKER: {"key_worker"},
    Audience.ONLY_ME: {"key_worker"},
    Audience.NAMED: {"key_worker", "parent"},
}
DECIDERS = READERS | {
    Audience.CIRCLE: {"key_worker", "colleague"},
    Audience.WORKERS: {"key_worker", "colleague"},
    Audience.NAMED: {"key_worker"},
}


@pytest.mark.parametrize("audience", Audience)
def test_rows_are_for_those_who_may_with_and_without_naming_the_person(
    robyn: Around, audience: Audience
) -> None:
    item = an_item(robyn, audience=audience, named=[robyn.parent], ago=timedelta(days=1))
    for action, allowed in (
        (Action.READ, READERS),
        (Action.CORRECT, DECIDERS),
        (Action.REVIEW, DECIDERS),
    ):
        expected = {name: {item.pk} if name in allowed[audience] else set() for name in ALL}
        assert {name: rows(who, action) for name, who in robyn.everybody.items()} == expected
        one = {name: rows(who, action, robyn.id) for name, who in robyn.everybody.items()}
        assert one == expected


ALL = TIED | {"off_duty", "excluded", "outsider"}


def test_a_newcomer_sees_what_happens_from_the_invitation_on(robyn: Around) -> None:
    before, after = an_item(robyn, ago=timedelta(days=1)), an_item(robyn)
    assert rows(robyn.newcomer) == {after.pk}
    assert rows(robyn.school) == {before.pk, after.pk}


def test_the_rows_of_one_person_hold_nothing_of_another(robyn: Around) -> None:
    child = nobodys_journey(robyn)
    item = an_item(robyn)
    assert rows(robyn.colleague, person=child.pk) == set()
    assert rows(robyn.colleague, person=robyn.id) == {item.pk}


def test_a_person_who_does_not_exist_has_no_rows(robyn: Around) -> None:
    an_item(robyn)
    assert rows(robyn.school, person=UUID(int=1)) == set()


def test_one_more_query_without_a_look_and_none_with_one(robyn: Around) -> None:
    an_item(robyn)
    _, standing = standing_of(by=robyn.school, person=robyn.id, at=clock.now())
    table = item_table()
    assert asked(lambda: list(visible(table, by=robyn.school))) == 1
    assert asked(lambda: list(visible(table, by=robyn.school, person=robyn.id))) == 2
    known = lambda: list(  # noqa: E731  (named for what it is, beside the two above)
        visible(table, by=robyn.school, person=robyn.id, standing=standing)
    )
    assert asked(known) == 1


def asked(act: object) -> int:
    assert callable(act)
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_being_released_ends_what_a_team_sees_at_once(robyn: Around) -> None:
    child = nobodys_journey(robyn)
    circles.release_hold(by=system(), person=child.pk, team=make_team().pk)
    assert found(robyn.colleague) == {robyn.id}
