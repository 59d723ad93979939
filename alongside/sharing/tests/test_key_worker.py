"""Who answers for a journey: handing it on, and taking one that nobody has."""

from dataclasses import replace

import pytest

from alongside.accounts.viewer import system
from alongside.agencies import services as agencies
from alongside.circles import queries as circles_now
from alongside.circles.models import Membership, Role
from alongside.circles.tests.factories import invite as ask
from alongside.circles.tests.factories import join
from alongside.lib import clock
from alongside.sharing import circle, services
from alongside.sharing.circle import HasKeyWorker
from alongside.sharing.rules import Action
from alongside.sharing.services import Refused
from alongside.sharing.tests.factories import (
    Around,
    account,
    left_behind,
    look,
    nobodys_journey,
    place,
    recorded,
    second_post,
)


def test_another_worker_becomes_key_worker_and_it_is_recorded(robyn: Around) -> None:
    to = place(robyn, robyn.school)
    chained, told = left_behind(
        robyn.id,
        lambda: circle.change_key_worker(by=robyn.key_worker, person=robyn.id, to=to.pk),
    )
    assert [recorded(event) for event in chained] == [
        ("change-circle", "key-worker-changes-circle", "circles.membership", to.pk)
    ]
    assert to.pk in {event.object for event in told}
    assert look(robyn.school, robyn).standing.key_worker
    with pytest.raises(Refused):  # who was key worker looks after the circle no more
        services.allow(
            by=robyn.key_worker, person=robyn.id, action=Action.CHANGE_CIRCLE, room="circles"
        )


def test_a_worker_on_duty_takes_a_journey_that_nobody_has(robyn: Around) -> None:
    child = nobodys_journey(robyn)
    chained, told = left_behind(
        child.pk, lambda: circle.become_key_worker(by=robyn.colleague, person=child.pk)
    )
    held = circles_now.key_worker(child.pk, clock.now())
    assert held is not None
    assert (held.account_id, held.post_id) == (robyn.colleague.account, robyn.colleague.post_id)
    assert [recorded(event) for event in chained] == [
        ("change-circle", "team-changes-circle", "circles.membership", held.pk)
    ]
    assert {event.region for event in told} == {"circle"}


def test_taking_a_journey_twice_is_taking_it_once(robyn: Around) -> None:
    child = nobodys_journey(robyn)
    circle.become_key_worker(by=robyn.colleague, person=child.pk)
    again = left_behind(
        child.pk, lambda: circle.become_key_worker(by=robyn.colleague, person=child.pk)
    )
    assert again == ([], [])
    assert Membership.objects.filter(person=child).count() == 1


def test_nobody_takes_a_journey_from_its_key_worker(robyn: Around) -> None:
    def attempt() -> None:
        with pytest.raises(HasKeyWorker):
            circle.become_key_worker(by=robyn.colleague, person=robyn.id)

    assert left_behind(robyn.id, attempt) == ([], [])
    held = circles_now.key_worker(robyn.id, clock.now())
    assert held is not None
    assert held.account_id == robyn.key_worker.account
    assert not Membership.objects.filter(account=account(robyn.colleague)).exists()


@pytest.mark.parametrize("name", ["own", "parent", "school", "off_duty", "outsider"])
def test_only_the_team_on_duty_takes_a_journey(robyn: Around, name: str) -> None:
    child = nobodys_journey(robyn)
    with pytest.raises(Refused):
        circle.become_key_worker(by=robyn.everybody[name], person=child.pk)
    with pytest.raises(Refused):
        circle.become_key_worker(by=robyn.everybody[name], person=robyn.id)


def test_a_member_on_duty_takes_the_journey_with_the_place_they_have(robyn: Around) -> None:
    child = nobodys_journey(robyn)
    before = join(child, robyn.colleague)
    circle.become_key_worker(by=robyn.colleague, person=child.pk)
    held = circles_now.key_worker(child.pk, clock.now())
    assert held is not None
    assert held.pk == before.pk


def test_a_journey_is_taken_in_the_post_that_one_acts_in(robyn: Around) -> None:
    """A place in another post is another place."""
    child = nobodys_journey(robyn)
    join(child, second_post(robyn.colleague, "Evening", "northmere"))
    circle.become_key_worker(by=robyn.colleague, person=child.pk)
    held = circles_now.key_worker(child.pk, clock.now())
    assert held is not None
    assert held.post_id == robyn.colleague.post_id


def test_nobody_takes_the_journey_of_their_own_family(robyn: Around) -> None:
    child = nobodys_journey(robyn)
    join(child, replace(robyn.colleague, post=None), role=Role.FAMILY)
    with pytest.raises(Refused):
        circle.become_key_worker(by=robyn.colleague, person=child.pk)


def test_whoever_was_asked_and_takes_the_journey_has_said_yes(robyn: Around) -> None:
    child = nobodys_journey(robyn)
    asked = ask(child, robyn.colleague)
    circle.become_key_worker(by=robyn.colleague, person=child.pk)
    asked.refresh_from_db()
    assert asked.answer == "accepted"
    assert Membership.objects.filter(person=child).count() == 1


def test_when_the_key_worker_has_gone_another_takes_the_journey(robyn: Around) -> None:
    assert robyn.key_worker.post_id is not None
    agencies.end_post(by=system(), post=robyn.key_worker.post_id, at=clock.now())
    circle.become_key_worker(by=robyn.colleague, person=robyn.id)
    held = circles_now.key_worker(robyn.id, clock.now())
    assert held is not None
    assert held.account_id == robyn.colleague.account
