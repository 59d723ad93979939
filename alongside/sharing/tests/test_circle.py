"""Changes of a circle behind the policy: who may, what is left behind, and nothing half-done."""

from collections.abc import Callable

import pytest

from alongside.accounts.viewer import Viewer, system
from alongside.circles import refusals
from alongside.circles import services as circles
from alongside.circles.models import Membership, Role
from alongside.circles.tests.factories import invite as ask
from alongside.circles.tests.factories import join
from alongside.duty.tests.factories import make_viewer, make_worker
from alongside.sharing import circle
from alongside.sharing.circle import Guest
from alongside.sharing.services import Refused
from alongside.sharing.tests.factories import (
    Around,
    account,
    events,
    left_behind,
    look,
    nobodys_journey,
    place,
    recorded,
    second_post,
)

LOOK_AFTER_IT = {"key_worker", "colleague"}


# Who may

CHANGES: dict[str, Callable[[Around, Viewer], object]] = {
    "invite": lambda robyn, by: circle.invite(
        by=by, person=robyn.id, guest=Guest(account(robyn.outsider), Role.FAMILY)
    ),
    "withdraw": lambda robyn, by: circle.withdraw(
        by=by, person=robyn.id, invitation=ask(robyn.person, make_viewer("Nan")).pk
    ),
    "remove": lambda robyn, by: circle.remove(
        by=by, person=robyn.id, membership=place(robyn, robyn.newcomer).pk
    ),
    "change_key_worker": lambda robyn, by: circle.change_key_worker(
        by=by, person=robyn.id, to=place(robyn, robyn.school).pk
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_only_who_looks_after_the_circle_changes_it(robyn: Around, change: str) -> None:
    for name, viewer in robyn.everybody.items():
        if name not in LOOK_AFTER_IT:
            with pytest.raises(Refused):
                CHANGES[change](robyn, viewer)


@pytest.mark.parametrize("name", sorted(LOOK_AFTER_IT))
@pytest.mark.parametrize("change", CHANGES)
def test_the_key_worker_and_their_team_on_duty_change_it(
    robyn: Around, change: str, name: str
) -> None:
    CHANGES[change](robyn, robyn.everybody[name])


CANNOT_BE: dict[type[Exception], Callable[[Around], object]] = {
    refusals.AlreadyMember: lambda robyn: circle.invite(
        by=robyn.key_worker,
        person=robyn.id,
        guest=Guest(account(robyn.school), Role.WORKER, post=robyn.school.post_id),
    ),
    refusals.OwnCircle: lambda robyn: circle.invite(
        by=robyn.key_worker, person=robyn.id, guest=Guest(account(robyn.own), Role.FAMILY)
    ),
    refusals.NotMember: lambda robyn: circle.remove(
        by=robyn.key_worker, person=robyn.id, membership=ended(robyn).pk
    ),
    refusals.NotAWorker: lambda robyn: circle.change_key_worker(
        by=robyn.key_worker, person=robyn.id, to=place(robyn, robyn.parent).pk
    ),
}


@pytest.mark.parametrize("refusal", CANNOT_BE)
def test_a_refusal_by_the_circle_leaves_nothing_half_done(
    robyn: Around, refusal: type[Exception]
) -> None:
    """The event goes with the change that it was about."""
    join_and_leave(robyn, robyn.outsider)

    def attempt() -> None:
        with pytest.raises(refusal):
            CANNOT_BE[refusal](robyn)

    assert left_behind(robyn.id, attempt) == ([], [])


def join_and_leave(robyn: Around, viewer: Viewer) -> None:
    circles.remove(by=system(), membership=join(robyn.person, viewer).pk)


def ended(robyn: Around) -> Membership:
    return Membership.objects.get(person=robyn.id, until__isnull=False)


def test_what_belongs_to_another_person_cannot_be_changed_from_here(robyn: Around) -> None:
    """Who looks after one circle has no hand in another, whatever ids they know."""
    other = nobodys_journey(robyn)
    member = join(other, robyn.outsider)
    asked = ask(other, robyn.school)
    attempts: list[Callable[[], object]] = [
        lambda: circle.remove(by=robyn.key_worker, person=robyn.id, membership=member.pk),
        lambda: circle.change_key_worker(by=robyn.key_worker, person=robyn.id, to=member.pk),
        lambda: circle.withdraw(by=robyn.key_worker, person=robyn.id, invitation=asked.pk),
    ]
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()
    member.refresh_from_db()
    asked.refresh_from_db()
    assert (member.until, asked.answered_at) == (None, None)


# Removing, leaving


def test_being_taken_out_ends_access_at_once_and_is_recorded(robyn: Around) -> None:
    membership = place(robyn, robyn.school)
    look(robyn.school, robyn)
    chained, told = left_behind(
        robyn.id,
        lambda: circle.remove(by=robyn.colleague, person=robyn.id, membership=membership.pk),
    )
    assert [recorded(event) for event in chained] == [
        ("change-circle", "team-changes-circle", "circles.membership", membership.pk)
    ]
    assert [(event.region, event.object) for event in told] == [("circle", membership.pk)]
    with pytest.raises(Refused):
        look(robyn.school, robyn)


def test_leaving_ends_access_at_once_and_is_recorded(robyn: Around) -> None:
    membership = place(robyn, robyn.parent)
    chained, told = left_behind(robyn.id, lambda: circle.leave(by=robyn.parent, person=robyn.id))
    assert [recorded(event) for event in chained] == [
        ("leave", "members-leave", "circles.membership", membership.pk)
    ]
    assert [event.object for event in told] == [membership.pk]
    with pytest.raises(Refused):
        look(robyn.parent, robyn)


def test_who_has_left_or_was_taken_out_has_nothing_to_leave(robyn: Around) -> None:
    circle.leave(by=robyn.parent, person=robyn.id)
    circle.remove(by=robyn.key_worker, person=robyn.id, membership=place(robyn, robyn.school).pk)
    for viewer in (robyn.parent, robyn.school):
        with pytest.raises(Refused):
            circle.leave(by=viewer, person=robyn.id)


@pytest.mark.parametrize("name", ["own", "colleague", "outsider", "excluded"])
def test_who_is_no_member_cannot_leave(robyn: Around, name: str) -> None:
    with pytest.raises(Refused):
        circle.leave(by=robyn.everybody[name], person=robyn.id)


def test_leaving_in_one_post_leaves_the_other_place_alone(robyn: Around) -> None:
    evening = second_post(robyn.school)
    join(robyn.person, evening)
    circle.leave(by=robyn.school, person=robyn.id)
    assert look(evening, robyn).rule == "circle-sees"
    with pytest.raises(Refused):
        look(robyn.school, robyn)


# Strangers


def test_a_stranger_to_the_person_leaves_no_trace_on_their_chain(robyn: Around) -> None:
    stranger = make_worker("Eve Holt", team="Parks", agency="eastmere")
    before = len(events(robyn.id))
    for change in CHANGES.values():
        with pytest.raises(Refused):
            change(robyn, stranger)
    assert len(events(robyn.id)) == before
