"""Being asked to join a circle: reading it, answering it, and for whom it does not exist."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alongside.accounts.viewer import system
from alongside.circles import refusals
from alongside.circles.models import Invitation, Membership, Role
from alongside.circles.tests.factories import invite as ask
from alongside.duty.tests.factories import make_viewer
from alongside.lib import clock, ids
from alongside.sharing import circle
from alongside.sharing.circle import Guest
from alongside.sharing.queries import people
from alongside.sharing.services import Refused
from alongside.sharing.tests.factories import (
    Around,
    account,
    events,
    exclude,
    left_behind,
    look,
    new_events,
    recorded,
)

MINUTE = timedelta(minutes=1)


def test_an_invitation_holds_what_was_asked_and_leaves_its_event(robyn: Around) -> None:
    start, new_id = clock.now(), ids.new()
    guest = Guest(
        account(robyn.outsider),
        Role.WORKER,
        post=robyn.outsider.post_id,
        purpose="Swimming",
        history_from=start,
    )
    chained, told = left_behind(
        robyn.id,
        lambda: circle.invite(by=robyn.key_worker, person=robyn.id, guest=guest, new_id=new_id),
    )
    invitation = Invitation.objects.get(pk=new_id)
    assert (invitation.words.purpose, invitation.history_from) == ("Swimming", start)
    assert invitation.invited_by_id == robyn.key_worker.account
    assert [recorded(event) for event in chained] == [
        ("change-circle", "key-worker-changes-circle", "circles.invitation", new_id)
    ]
    assert [(event.region, event.object) for event in told] == [("circle", new_id)]


def test_an_invitation_is_read_with_the_name_and_the_reading_is_recorded_once(
    robyn: Around,
) -> None:
    guest = make_viewer("Nan Hale")
    asked = ask(robyn.person, guest, by=robyn.key_worker, relationship="Nan")

    def read() -> None:
        ((invitation, person),) = circle.invitations(by=guest)
        assert (invitation.pk, person.identity.given) == (asked.pk, "Robyn")

    (event,) = new_events(robyn.id, read)
    assert recorded(event) == ("invited", "invited", "circles.invitation", asked.pk)
    assert (event.account, event.depth) == (guest.account, "opened")
    assert new_events(robyn.id, read) == []


def test_an_invitation_opens_nothing_until_it_is_accepted(robyn: Around) -> None:
    guest = make_viewer("Nan Hale")
    asked = ask(robyn.person, guest)
    assert not people(by=guest).exists()
    circle.accept(by=guest, invitation=asked.pk)
    assert people(by=guest).get().pk == robyn.id


def test_invitations_are_for_the_post_that_one_acts_in(robyn: Around) -> None:
    ask(robyn.person, robyn.outsider)
    assert len(circle.invitations(by=robyn.outsider)) == 1
    as_themselves = replace(robyn.outsider, post=None)
    assert circle.invitations(by=as_themselves) == []
    assert circle.invitations(by=system()) == []


@pytest.mark.parametrize("verb", ["accept", "decline"])
def test_answers_are_recorded_on_the_chain_of_the_person(robyn: Around, verb: str) -> None:
    guest = make_viewer("Nan Hale")
    asked = ask(robyn.person, guest)
    answer = getattr(circle, verb)
    chained, told = left_behind(robyn.id, lambda: answer(by=guest, invitation=asked.pk))
    assert [recorded(event) for event in chained] == [
        (verb, "invited", "circles.invitation", asked.pk)
    ]
    assert [event.region for event in told] == ["circle"]


@pytest.mark.parametrize("verb", ["accept", "decline"])
def test_answering_twice_is_answering_once(robyn: Around, verb: str) -> None:
    guest = make_viewer("Nan Hale")
    asked = ask(robyn.person, guest)
    answer = getattr(circle, verb)
    first = answer(by=guest, invitation=asked.pk)
    chained, told = left_behind(robyn.id, lambda: answer(by=guest, invitation=asked.pk))
    assert (chained, told) == ([], [])
    assert answer(by=guest, invitation=asked.pk) == first
    assert Membership.objects.filter(account=account(guest)).count() == (verb == "accept")


def test_yes_after_no_and_no_after_yes_change_nothing(robyn: Around) -> None:
    said_no, said_yes = make_viewer("Nan Hale"), make_viewer("Uncle Hale")
    no, yes = ask(robyn.person, said_no), ask(robyn.person, said_yes)
    circle.decline(by=said_no, invitation=no.pk)
    circle.accept(by=said_yes, invitation=yes.pk)
    with pytest.raises(refusals.NotInvited):
        circle.accept(by=said_no, invitation=no.pk)
    with pytest.raises(refusals.NotInvited):
        circle.decline(by=said_yes, invitation=yes.pk)
    assert not people(by=said_no).exists()
    assert people(by=said_yes).exists()


def test_an_invitation_that_was_taken_back_or_ran_out_is_a_kind_refusal(robyn: Around) -> None:
    late, back = make_viewer("Nan Hale"), make_viewer("Uncle Hale")
    ran_out = ask(robyn.person, late, expires_at=clock.now() + MINUTE)
    taken = ask(robyn.person, back)
    circle.withdraw(by=robyn.key_worker, person=robyn.id, invitation=taken.pk)
    with clock.hold(clock.now() + MINUTE + MINUTE):
        assert circle.invitations(by=late) == []
        with pytest.raises(refusals.Expired):
            circle.accept(by=late, invitation=ran_out.pk)
    with pytest.raises(refusals.NotInvited):
        circle.accept(by=back, invitation=taken.pk)


def test_who_left_again_cannot_come_back_by_the_old_invitation(robyn: Around) -> None:
    guest = make_viewer("Nan Hale")
    asked = ask(robyn.person, guest)
    circle.accept(by=guest, invitation=asked.pk)
    circle.leave(by=guest, person=robyn.id)
    with pytest.raises(refusals.NotInvited):
        circle.accept(by=guest, invitation=asked.pk)


@pytest.mark.parametrize("verb", ["accept", "decline"])
def test_nobody_answers_for_another(robyn: Around, verb: str) -> None:
    asked = ask(robyn.person, make_viewer("Nan Hale"))
    for somebody in (robyn.own, robyn.key_worker, robyn.outsider, system()):
        with pytest.raises(Refused):
            getattr(circle, verb)(by=somebody, invitation=asked.pk)
    with pytest.raises(Refused):
        getattr(circle, verb)(by=robyn.outsider, invitation=ids.new())


def test_whoever_is_excluded_reads_no_name_on_an_invitation_and_cannot_accept(
    robyn: Around,
) -> None:
    """An exclusion beats every grant, whether it came before the invitation or after it."""
    before, after = make_viewer("Nan Hale"), make_viewer("Uncle Hale")
    exclude(robyn, before)
    asked = [ask(robyn.person, before), ask(robyn.person, after)]
    exclude(robyn, after)
    start = len(events(robyn.id))
    for viewer, invitation in zip((before, after), asked, strict=True):
        assert circle.invitations(by=viewer) == []
        for verb in (circle.accept, circle.decline):
            with pytest.raises(Refused):
                verb(by=viewer, invitation=invitation.pk)
    assert len(events(robyn.id)) == start


def test_a_newcomer_sees_history_as_far_as_the_invitation_says(robyn: Around) -> None:
    start = clock.now() - timedelta(days=30)
    guest = Guest(account(robyn.outsider), Role.WORKER, robyn.outsider.post_id, history_from=start)
    asked = circle.invite(by=robyn.key_worker, person=robyn.id, guest=guest)
    circle.accept(by=robyn.outsider, invitation=asked.pk)
    assert look(robyn.outsider, robyn).standing.history_from == start
