"""Two people change one circle in the same instant, on a real database with real threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from alongside.accounts.viewer import system
from alongside.circles import refusals, services
from alongside.circles.models import KeyWorkerSpell, Membership
from alongside.circles.tests.factories import invite, make_circle
from alongside.duty.tests.factories import make_viewer
from alongside.people.tests.factories import make_person

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*moves: Callable[[], object]) -> list[str]:
    """Start all of these in the same instant; what became of each: the refusal's name, or done."""
    gate = Barrier(len(moves))

    def run(move: Callable[[], object]) -> str:
        gate.wait()
        try:
            move()
        except refusals.CircleRefusal as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(moves)) as threads:
        return sorted(threads.map(run, moves))


def test_one_invitation_accepted_twice_at_once_is_one_stay() -> None:
    dawn = make_viewer("Dawn Hale")
    invitation = invite(make_person("Robyn"), dawn)
    ended = at_once(*[lambda: services.accept(by=dawn, invitation=invitation.id)] * 3)
    assert ended == ["NotInvited", "NotInvited", "done"]
    assert Membership.objects.count() == 1


def test_two_invitations_of_one_account_at_once_are_one() -> None:
    person, dawn = make_person("Robyn"), make_viewer("Dawn Hale")
    assert at_once(*[lambda: invite(person, dawn)] * 2) == ["AlreadyInvited", "done"]


def test_two_changes_of_key_worker_at_once_leave_one() -> None:
    circle = make_circle(workers=["Kwame Owusu", "Jo Bright"])
    moves = [
        lambda to=member.id: services.change_key_worker(by=system(), person=circle.person.id, to=to)
        for member in circle.members.values()
    ]
    assert at_once(*moves) == ["done", "done"]
    assert Membership.objects.filter(is_key_worker=True).count() == 1
    assert KeyWorkerSpell.objects.filter(until=None).count() == 1
    assert KeyWorkerSpell.objects.count() == 3


def test_made_key_worker_and_removed_at_once_is_never_a_key_worker_who_is_gone() -> None:
    circle = make_circle(workers=["Kwame Owusu"])
    kwame = circle.members["Kwame Owusu"].id
    at_once(
        lambda: services.change_key_worker(by=system(), person=circle.person.id, to=kwame),
        lambda: services.remove(by=system(), membership=kwame),
    )
    gone = Membership.objects.get(id=kwame)
    assert gone.until is not None
    assert not gone.is_key_worker
    assert not KeyWorkerSpell.objects.filter(membership=kwame, until=None).exists()
