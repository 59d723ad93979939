"""Changes of a circle, on a real database."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from alongside.accounts.viewer import system
from alongside.agencies import services as agencies
from alongside.circles import queries, refusals, services
from alongside.circles.models import Answer, Holding, Invitation, KeyWorkerSpell, Membership, Role
from alongside.circles.tests.factories import invite, join, make_circle
from alongside.duty.tests.factories import make_team, make_viewer, make_worker
from alongside.lib import clock, ids
from alongside.live.models import Event
from alongside.people.models import Person
from alongside.people.tests.factories import make_person

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def who(person: Person, at: datetime | None = None) -> set[UUID]:
    return {member.account_id for member in queries.members(person.id, at or clock.now())}


def last_event(person: Person) -> tuple[str, str, UUID | None]:
    event = Event.objects.filter(person=person.id).order_by("-id")[0]
    return event.region, event.kind, event.object


def waiting_for(account: UUID) -> list[Invitation]:
    return list(Invitation.objects.filter(queries.waiting(clock.now()), account=account))


class TestInviting:
    def test_asking_is_not_joining(self) -> None:
        person, dawn = make_person("Robyn"), make_viewer("Dawn Hale")
        invitation = invite(person, dawn, relationship="Mum", purpose="Everything")
        assert who(person) == set()
        assert dawn.account is not None
        assert waiting_for(dawn.account) == [invitation]
        assert queries.invitations_to(person.id, clock.now()) == [invitation]
        assert last_event(person) == ("circle", "circle.invited", invitation.id)

    def test_accepting_joins_from_now_on_with_what_was_promised(self) -> None:
        person, dawn = make_person("Robyn"), make_viewer("Dawn Hale")
        with clock.hold(NOON):
            invitation = invite(
                person, dawn, role=Role.CARER, relationship="Mum", history_from=NOON - HOUR
            )
            clock.advance(HOUR)
            services.accept(by=dawn, invitation=invitation.id)
            assert who(person, NOON) == set()
        (member,) = queries.members(person.id, NOON + HOUR)
        assert (member.account_id, member.role, member.words.relationship) == (
            dawn.account,
            Role.CARER,
            "Mum",
        )
        assert (member.since, member.history_from) == (NOON + HOUR, NOON - HOUR)
        assert last_event(person) == ("circle", "circle.joined", member.id)

    def test_a_repeat_can_bring_its_own_ids(self) -> None:
        person, dawn, asked, joined = make_person(), make_viewer(), ids.new(), ids.new()
        services.invite(
            by=system(),
            person=person.id,
            account=owner(dawn.account),
            role=Role.FAMILY,
            new_id=asked,
        )
        assert services.accept(by=dawn, invitation=asked, new_id=joined).id == joined

    def test_only_who_was_invited_can_answer(self) -> None:
        invitation = invite(make_person("Robyn"), make_viewer("Dawn Hale"))
        for somebody in (make_viewer("Alan Stride"), system()):
            with pytest.raises(refusals.NotInvited):
                services.accept(by=somebody, invitation=invitation.id)
            with pytest.raises(refusals.NotInvited):
                services.decline(by=somebody, invitation=invitation.id)
        assert not Membership.objects.exists()

    def test_an_expired_invitation_cannot_be_accepted_and_can_be_renewed(self) -> None:
        person, dawn = make_person("Robyn"), make_viewer("Dawn Hale")
        with clock.hold(NOON):
            old = invite(person, dawn)
            clock.advance(services.INVITATION_LASTS)
            assert waiting_for(owner(dawn.account)) == []
            with pytest.raises(refusals.Expired):
                services.accept(by=dawn, invitation=old.id)
            new = invite(person, dawn)
            services.accept(by=dawn, invitation=new.id)
            assert who(person) == {dawn.account}
        assert Invitation.objects.get(id=old.id).answer == Answer.LAPSED

    @pytest.mark.parametrize("answer", ["accept", "decline", "withdraw"])
    def test_an_invitation_is_answered_once(self, answer: str) -> None:
        dawn = make_viewer("Dawn Hale")
        invitation = invite(make_person("Robyn"), dawn)
        getattr(services, answer)(by=dawn, invitation=invitation.id)
        for again in (services.accept, services.decline, services.withdraw):
            with pytest.raises(refusals.NotInvited):
                again(by=dawn, invitation=invitation.id)

    def test_an_invitation_that_does_not_exist_cannot_be_answered(self) -> None:
        with pytest.raises(refusals.NotInvited):
            services.accept(by=make_viewer(), invitation=ids.new())

    def test_nobody_is_asked_twice_at_once(self) -> None:
        person, dawn = make_person("Robyn"), make_viewer("Dawn Hale")
        invite(person, dawn)
        with pytest.raises(refusals.AlreadyInvited):
            invite(person, dawn)

    def test_a_member_is_not_asked_again(self) -> None:
        person, dawn = make_person("Robyn"), make_viewer("Dawn Hale")
        join(person, dawn)
        with pytest.raises(refusals.AlreadyMember):
            invite(person, dawn)

    def test_the_person_is_no_member_of_their_own_circle(self) -> None:
        circle = make_circle()
        with pytest.raises(refusals.OwnCircle):
            invite(circle.person, circle.self_viewer)

    def test_a_worker_needs_a_post_of_their_own_that_they_hold(self) -> None:
        person, samira, kwame = make_person(), make_worker(), make_worker("Kwame Owusu")
        held, others = owner(samira.post_id), owner(kwame.post_id)
        gone = make_worker("Helen Marsh")
        agencies.end_post(by=system(), post=owner(gone.post_id), at=clock.now())
        for account, role, post in [
            (samira.account, Role.WORKER, None),
            (samira.account, Role.FAMILY, held),
            (samira.account, Role.WORKER, others),
            (gone.account, Role.WORKER, gone.post_id),
        ]:
            with pytest.raises(refusals.WrongPost):
                services.invite(
                    by=system(), person=person.id, account=owner(account), role=role, post=post
                )

    def test_a_post_that_ends_before_the_answer_lets_nobody_in(self) -> None:
        kwame = make_worker("Kwame Owusu")
        invitation = invite(make_person(), kwame)
        agencies.end_post(by=system(), post=owner(kwame.post_id), at=clock.now())
        with pytest.raises(refusals.WrongPost):
            services.accept(by=kwame, invitation=invitation.id)


class TestLeaving:
    def test_removing_ends_at_once(self) -> None:
        person, dawn = make_person("Robyn"), make_viewer("Dawn Hale")
        membership = join(person, dawn)
        with clock.hold(clock.now() + HOUR):
            services.remove(by=system(), membership=membership.id)
            assert who(person) == set()
            assert not Membership.objects.filter(
                queries.active(clock.now()), account=dawn.account
            ).exists()
        assert last_event(person) == ("circle", "circle.removed", membership.id)

    def test_removing_leaves_no_other_way_in(self) -> None:
        person, kwame = make_person("Robyn"), make_worker("Kwame Owusu")
        membership = join(person, kwame)
        other = services.invite(
            by=system(), person=person.id, account=owner(kwame.account), role=Role.FAMILY
        )
        services.remove(by=system(), membership=membership.id)
        with pytest.raises(refusals.NotInvited):
            services.accept(by=kwame, invitation=other.id)

    def test_only_the_member_leaves(self) -> None:
        person, dawn = make_person("Robyn"), make_viewer("Dawn Hale")
        membership = join(person, dawn)
        for somebody in (make_viewer(), system()):
            with pytest.raises(refusals.NotMember):
                services.leave(by=somebody, membership=membership.id)
        services.leave(by=dawn, membership=membership.id)
        assert who(person) == set()
        assert last_event(person) == ("circle", "circle.left", membership.id)

    def test_a_stay_ends_once(self) -> None:
        dawn = make_viewer("Dawn Hale")
        membership = join(make_person("Robyn"), dawn)
        services.leave(by=dawn, membership=membership.id)
        ended = Membership.objects.get(id=membership.id).until
        with pytest.raises(refusals.NotMember):
            services.leave(by=dawn, membership=membership.id)
        with pytest.raises(refusals.NotMember):
            services.remove(by=system(), membership=membership.id)
        assert Membership.objects.get(id=membership.id).until == ended

    def test_who_left_can_come_back_and_both_stays_are_kept(self) -> None:
        person, dawn = make_person("Robyn"), make_viewer("Dawn Hale")
        first = join(person, dawn)
        services.leave(by=dawn, membership=first.id)
        second = join(person, dawn)
        assert [stay.id for stay in queries.stays(person.id)] == [first.id, second.id]
        assert who(person) == {dawn.account}

    def test_a_clock_that_stepped_back_ends_a_stay_at_its_start(self) -> None:
        person, dawn = make_person("Robyn"), make_viewer("Dawn Hale")
        with clock.hold(NOON):
            membership = join(person, dawn)
            clock.advance(-HOUR)
            services.remove(by=system(), membership=membership.id)
            assert who(person, NOON + HOUR) == set()

    def test_a_worker_whose_post_ends_is_no_active_member(self) -> None:
        circle = make_circle(workers=["Kwame Owusu"])
        post = owner(circle.viewers["Kwame Owusu"].post_id)
        agencies.end_post(by=system(), post=post, at=clock.now())
        assert who(circle.person) == {circle.key_worker.account}


class TestKeyWorker:
    def test_the_key_workers_team_holds_the_journey(self) -> None:
        circle = make_circle()
        now = clock.now()
        found = queries.key_worker(circle.person.id, now)
        assert found is not None
        assert found.account_id == circle.key_worker.account
        assert set(queries.holding(circle.person.id, now)) == {circle.key_worker.team_id}

    def test_a_change_keeps_who_was_key_worker_when(self) -> None:
        with clock.hold(NOON):
            circle = make_circle(workers=["Kwame Owusu"])
            clock.advance(HOUR)
            services.change_key_worker(
                by=system(), person=circle.person.id, to=circle.members["Kwame Owusu"].id
            )
        told = [
            (spell.membership.account_id, spell.since, spell.until)
            for spell in queries.key_worker_spells(circle.person.id)
        ]
        assert told == [
            (circle.key_worker.account, NOON, NOON + HOUR),
            (circle.viewers["Kwame Owusu"].account, NOON + HOUR, None),
        ]
        assert Membership.objects.filter(is_key_worker=True).count() == 1
        assert last_event(circle.person)[1] == "circle.held"

    def test_the_same_again_changes_nothing(self) -> None:
        circle = make_circle()
        member = Membership.objects.get(is_key_worker=True)
        services.change_key_worker(by=system(), person=circle.person.id, to=member.id)
        assert KeyWorkerSpell.objects.count() == 1

    def test_only_an_active_worker_of_this_circle_can_be(self) -> None:
        circle, other = make_circle(family=["Dawn Hale"], workers=["Jo Bright"]), make_circle()
        gone = circle.members["Jo Bright"]
        services.remove(by=system(), membership=gone.id)
        elsewhere = Membership.objects.get(person=other.person, is_key_worker=True)
        for member in (circle.members["Dawn Hale"], gone, elsewhere):
            with pytest.raises(refusals.NotAWorker):
                services.change_key_worker(by=system(), person=circle.person.id, to=member.id)
        found = queries.key_worker(circle.person.id, clock.now())
        assert found is not None
        assert found.account_id == circle.key_worker.account

    def test_a_key_worker_who_is_removed_is_key_worker_no_more(self) -> None:
        circle = make_circle()
        member = Membership.objects.get(is_key_worker=True)
        services.remove(by=system(), membership=member.id)
        assert queries.key_worker(circle.person.id, clock.now()) is None
        assert KeyWorkerSpell.objects.get().until is not None
        # Somebody must still be able to look after the circle.
        assert set(queries.holding(circle.person.id, clock.now())) == {circle.key_worker.team_id}


class TestHolding:
    def test_a_team_holds_once_and_is_released_at_once(self) -> None:
        person, team = make_person("Robyn"), make_team("Emergency Duty Team")
        first = services.hold(by=system(), person=person.id, team=team.id)
        assert services.hold(by=system(), person=person.id, team=team.id) == first
        assert last_event(person) == ("circle", "circle.held", first.id)
        services.release_hold(by=system(), person=person.id, team=team.id)
        assert set(queries.holding(person.id, clock.now())) == set()
        with pytest.raises(refusals.NotHeld):
            services.release_hold(by=system(), person=person.id, team=team.id)
        services.hold(by=system(), person=person.id, team=team.id)
        assert Holding.objects.count() == 2

    def test_a_load_holds_what_the_team_never_held_and_tells_of_each(self) -> None:
        team = make_team()
        held, ended, new = (make_person(name) for name in ("Sam", "Ash", "Robyn"))
        for person in (held, ended):
            services.hold(by=system(), person=person.id, team=team.id)
        services.release_hold(by=system(), person=ended.id, team=team.id)
        everybody = [held.id, ended.id, new.id]
        (made,) = services.hold_many(by=system(), people=everybody, team=team.id)
        assert made.person_id == new.id
        assert last_event(new) == ("circle", "circle.held", made.id)
        assert set(queries.holding(ended.id, clock.now())) == set()
        assert services.hold_many(by=system(), people=everybody, team=team.id) == []

    def test_the_key_workers_team_is_not_released(self) -> None:
        circle = make_circle()
        with pytest.raises(refusals.KeyWorkersTeam):
            services.release_hold(
                by=system(), person=circle.person.id, team=owner(circle.key_worker.team_id)
            )


def owner(found: UUID | None) -> UUID:
    assert found is not None
    return found
