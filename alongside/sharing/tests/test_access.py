"""What family may see is never decided by one alone, and is stopped by any worker in one tap."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from alongside.accounts.viewer import Viewer
from alongside.circles.models import Membership
from alongside.circles.models import Reach as CircleReach
from alongside.circles.tests.factories import join
from alongside.duty.tests.factories import make_viewer
from alongside.lib import clock, ids
from alongside.sharing import access, services
from alongside.sharing.models import AccessDecision, AccessWords
from alongside.sharing.queries import people, visible
from alongside.sharing.rules import Action, Audience, Reach, Topic
from alongside.sharing.services import Refused
from alongside.sharing.tests.factories import Around, account, an_item, events, item_table

pytestmark = pytest.mark.django_db

WORDS = AccessWords(why="She helps me.", understanding="agrees", judged_by="Samira Khan")


@pytest.fixture
def nan(robyn: Around) -> Viewer:
    """Somebody who has just joined: nobody has decided anything about them."""
    viewer = make_viewer("Ivy Hale")
    join(robyn.person, viewer, relationship="Nan", reach=CircleReach.NOTHING)
    return viewer


def place(who: Viewer) -> UUID:
    return Membership.objects.get(account=who.account, until=None).pk


def propose(robyn: Around, by: Viewer, about: Viewer, reach: Reach = Reach.SHARED) -> UUID:
    outcome = access.propose(
        by=by,
        person=robyn.id,
        membership=place(about),
        reach=reach,
        words=WORDS,
        operation=ids.new(),
        digest=b"as sent",
    )
    assert outcome.id is not None
    return outcome.id


def reads(robyn: Around, who: Viewer) -> bool:
    item = an_item(robyn, audience=Audience.CIRCLE)
    return visible(item_table(), by=who, person=robyn.id).filter(pk=item.pk).exists()


def sees(robyn: Around, who: Viewer) -> bool:
    return people(by=who).filter(pk=robyn.id).exists()


def test_joining_a_circle_shows_nothing_that_was_written(robyn: Around, nan: Viewer) -> None:
    assert sees(robyn, nan)
    assert not reads(robyn, nan)


def test_what_one_proposes_another_has_to_confirm(robyn: Around, nan: Viewer) -> None:
    decision = propose(robyn, robyn.own, nan)
    assert not reads(robyn, nan)
    access.confirm(by=robyn.school, person=robyn.id, decision=decision)
    assert reads(robyn, nan)


@pytest.mark.parametrize("name", ["own", "key_worker"])
def test_nobody_confirms_what_they_proposed(robyn: Around, nan: Viewer, name: str) -> None:
    who = robyn.everybody[name]
    decision = propose(robyn, who, nan)
    with pytest.raises(access.SameHand):
        access.confirm(by=who, person=robyn.id, decision=decision)
    assert not reads(robyn, nan)


def test_the_person_confirms_what_a_worker_proposed(robyn: Around, nan: Viewer) -> None:
    access.confirm(by=robyn.own, person=robyn.id, decision=propose(robyn, robyn.key_worker, nan))
    assert reads(robyn, nan)


def test_the_database_itself_wants_two_people(robyn: Around, nan: Viewer) -> None:
    row = AccessDecision.objects.get(pk=propose(robyn, robyn.own, nan))
    row.confirmed_by, row.confirmed_at = row.proposed_by, clock.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("name", ["parent", "school", "newcomer", "off_duty", "outsider"])
def test_who_may_not_propose(robyn: Around, nan: Viewer, name: str) -> None:
    with pytest.raises(Refused):
        propose(robyn, robyn.everybody[name], nan)


@pytest.mark.parametrize("name", ["parent", "off_duty", "excluded", "outsider"])
def test_who_may_not_confirm(robyn: Around, nan: Viewer, name: str) -> None:
    decision = propose(robyn, robyn.own, nan)
    with pytest.raises(Refused):
        access.confirm(by=robyn.everybody[name], person=robyn.id, decision=decision)


def test_less_takes_effect_at_once(robyn: Around) -> None:
    assert reads(robyn, robyn.parent)
    propose(robyn, robyn.own, robyn.parent, Reach.NOTHING)
    assert not reads(robyn, robyn.parent)


def test_the_plan_alone_shows_no_story(
    robyn: Around, nan: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = propose(robyn, robyn.own, nan, Reach.PLAN)
    access.confirm(by=robyn.school, person=robyn.id, decision=decision)
    assert not reads(robyn, nan)
    monkeypatch.setattr(item_table(), "topic", Topic.PLAN)
    assert reads(robyn, nan)


@pytest.mark.parametrize("name", ["key_worker", "school", "newcomer", "colleague"])
def test_any_worker_freezes_in_one_tap(robyn: Around, name: str) -> None:
    access.freeze(by=robyn.everybody[name], person=robyn.id, membership=place(robyn.parent))
    assert not sees(robyn, robyn.parent)
    assert not reads(robyn, robyn.parent)


@pytest.mark.parametrize("name", ["own", "parent", "off_duty", "outsider"])
def test_who_may_not_freeze(robyn: Around, name: str) -> None:
    with pytest.raises(Refused):
        access.freeze(by=robyn.everybody[name], person=robyn.id, membership=place(robyn.parent))


def test_a_worker_s_place_cannot_be_frozen_or_measured(robyn: Around) -> None:
    place_of_school = Membership.objects.get(account=account(robyn.school)).pk
    with pytest.raises(Refused):
        access.freeze(by=robyn.key_worker, person=robyn.id, membership=place_of_school)


def test_a_freeze_takes_back_what_was_proposed(robyn: Around, nan: Viewer) -> None:
    decision = propose(robyn, robyn.own, nan)
    access.freeze(by=robyn.school, person=robyn.id, membership=place(nan))
    with pytest.raises(access.NotOpen):
        access.confirm(by=robyn.key_worker, person=robyn.id, decision=decision)


def test_a_freeze_ends_with_a_new_decision_of_two(robyn: Around) -> None:
    access.freeze(by=robyn.school, person=robyn.id, membership=place(robyn.parent))
    decision = propose(robyn, robyn.key_worker, robyn.parent)
    assert not sees(robyn, robyn.parent)
    access.confirm(by=robyn.school, person=robyn.id, decision=decision)
    assert reads(robyn, robyn.parent)


@pytest.mark.parametrize("name", ["own", "key_worker"])
@pytest.mark.parametrize("reach", Reach)
def test_no_proposal_of_one_alone_ends_a_freeze(robyn: Around, name: str, reach: Reach) -> None:
    access.freeze(by=robyn.school, person=robyn.id, membership=place(robyn.parent))
    propose(robyn, robyn.everybody[name], robyn.parent, reach)
    assert not sees(robyn, robyn.parent)


def test_a_new_proposal_takes_the_place_of_an_open_one(robyn: Around, nan: Viewer) -> None:
    first = propose(robyn, robyn.own, nan)
    second = propose(robyn, robyn.key_worker, nan, Reach.PLAN)
    with pytest.raises(access.NotOpen):
        access.confirm(by=robyn.school, person=robyn.id, decision=first)
    access.confirm(by=robyn.own, person=robyn.id, decision=second)


def test_saying_no_leaves_everything_as_it_was(robyn: Around, nan: Viewer) -> None:
    decision = propose(robyn, robyn.own, nan)
    access.withdraw(by=robyn.school, person=robyn.id, decision=decision)
    assert not reads(robyn, nan)
    with pytest.raises(access.NotOpen):
        access.confirm(by=robyn.key_worker, person=robyn.id, decision=decision)


DONE: dict[Action, Callable[[Around], object]] = {
    Action.PROPOSE_ACCESS: lambda robyn: propose(robyn, robyn.own, robyn.parent),
    Action.FREEZE: lambda robyn: access.freeze(
        by=robyn.school, person=robyn.id, membership=place(robyn.parent)
    ),
}


@pytest.mark.parametrize("action", DONE)
def test_every_step_is_written_down(robyn: Around, action: Action) -> None:
    DONE[action](robyn)
    assert events(robyn.id)[-1].action == action


def test_a_decision_about_another_person_s_circle_is_not_there(robyn: Around) -> None:
    with pytest.raises(Refused):
        access.confirm(by=robyn.school, person=robyn.id, decision=ids.new())


def test_what_it_rests_on_is_kept(robyn: Around, nan: Viewer) -> None:
    propose(robyn, robyn.key_worker, nan)
    with transaction.atomic():
        seen = services.look(by=robyn.school, person=robyn.id, room="sharing")
    (shown,) = access.decisions(seen, place(nan))
    assert shown.words == WORDS
    assert shown.may_confirm
    assert shown.is_open
