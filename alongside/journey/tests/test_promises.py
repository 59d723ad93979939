"""Who is asked to look again at an entry: somebody who can open it, and nobody in vain."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from alongside.accounts.viewer import Viewer, system
from alongside.agencies import services as agencies
from alongside.circles.models import Membership
from alongside.circles.tests.factories import join
from alongside.duty.models import Call, Shift
from alongside.duty.queries import calling_nobody, owed_by
from alongside.duty.services import climb
from alongside.duty.tests.factories import make_shift, make_worker
from alongside.journey import services
from alongside.journey.models import Entry
from alongside.journey.policy import CHOICES
from alongside.journey.tests.browsing import address, page
from alongside.journey.tests.conftest import Browse
from alongside.journey.tests.factories import NOON, Journey, account, add, digest, make_journey
from alongside.lib import clock, ids
from alongside.sharing import services as sharing
from alongside.sharing.rules import Audience

DAY = timedelta(days=1)
NARROWED = [choice for choice in CHOICES if choice is not Audience.CIRCLE]
# `add` names the fourteenth day.
NAMED_DAY = NOON + 14 * DAY


@pytest.fixture
def journey(db: None) -> Journey:
    """On a day that stands still. The colleague and the night are on duty all the time."""
    with clock.hold(NOON):
        robyn = make_journey()
        for viewer in (robyn.colleague, robyn.night):
            make_shift(viewer, lasts=90 * DAY)
        make_worker("Helen Marsh", role="Team manager")
    return robyn


def narrowed(journey: Journey, audience: Audience, *, by: Viewer) -> Entry:
    named = [journey.parent] if audience is Audience.NAMED else []
    with clock.hold(NOON):
        return add(journey, by=by, audience=audience, named=named)


def leave(journey: Journey, viewer: Viewer, *, at: datetime = NOON + DAY) -> None:
    """Out of the circle, off every rota; the post stays."""
    Shift.objects.filter(account=viewer.account).delete()
    Membership.objects.filter(person=journey.person, account=viewer.account).update(
        until=at, is_key_worker=False
    )


def asked(at: datetime) -> set[UUID]:
    """Who is called when the loop climbs at this moment."""
    with clock.hold(at):
        return {one for fired in climb(at).fired for one in fired.called}


def status(browse: Browse, who: UUID, journey: Journey, entry: Entry) -> int:
    client = browse(replace(journey.own, account=who))
    return client.get(address(journey, f"entries/{entry.pk}/audience/")).status_code


@pytest.mark.parametrize("audience", NARROWED)
@pytest.mark.parametrize("name", ["key_worker", "school", "night"])
def test_whoever_is_asked_to_look_again_can_and_nobody_is_asked_in_vain(
    journey: Journey, browse: Browse, audience: Audience, name: str
) -> None:
    """The author has left. Nobody else of the school is tied to her; others of the council are."""
    author = journey.everybody[name]
    entry = narrowed(journey, audience, by=author)
    leave(journey, author)
    called = set[UUID]()
    for days in range(-3, 6):
        now = asked(NAMED_DAY + days * DAY + timedelta(hours=6))
        with clock.hold(NAMED_DAY + days * DAY + timedelta(hours=6)):
            assert {status(browse, who, journey, entry) for who in now} <= {200}, days
        called |= now
    council = {account(who) for who in (journey.key_worker, journey.colleague, journey.night)}
    assert called <= council
    assert bool(called) == (name != "school")
    assert bool(calling_nobody()) == (name == "school"), "an alarm stays until somebody can"


def test_an_author_who_is_there_is_asked_and_can_open_it(journey: Journey, browse: Browse) -> None:
    entry = narrowed(journey, Audience.NAMED, by=journey.key_worker)
    for days in (-3, 0):
        now = NAMED_DAY + days * DAY + timedelta(hours=6)
        assert asked(now) == {journey.key_worker.account}
        with clock.hold(now):
            assert status(browse, account(journey.key_worker), journey, entry) == 200


def test_before_the_named_day_nobody_but_the_author_and_the_named_can_open_it(
    journey: Journey, browse: Browse
) -> None:
    entry = narrowed(journey, Audience.NAMED, by=journey.key_worker)
    path = address(journey, f"entries/{entry.pk}/")
    for days, code in ((-1, 404), (0, 200)):
        with clock.hold(NAMED_DAY + days * DAY):
            assert browse(journey.colleague).get(path).status_code == code
            assert browse(journey.school).get(path).status_code == 404, "not of the agency"
            assert browse(journey.own).get(path).status_code == 404
            assert browse(journey.parent).get(path).status_code == 200


def test_who_is_called_finds_it_among_what_waits_for_them(journey: Journey, browse: Browse) -> None:
    entry = narrowed(journey, Audience.NAMED, by=journey.key_worker)
    leave(journey, journey.key_worker)
    asked(NAMED_DAY + DAY + timedelta(hours=6))
    with clock.hold(NAMED_DAY + 2 * DAY):
        assert str(entry.pk) in page(browse(journey.colleague), "/work/")
        assert str(entry.pk) not in page(browse(journey.off_duty), "/work/")


def test_a_worker_of_the_agency_in_the_circle_is_called_when_nobody_on_duty_can(
    journey: Journey,
) -> None:
    entry = narrowed(journey, Audience.NAMED, by=journey.school)
    leave(journey, journey.school)
    with clock.hold(NOON):
        second = make_worker("Ada Cole", team="Office", agency="larkfield")
        join(journey.person, second)
    assert asked(NAMED_DAY + DAY) == {second.account}
    assert [promise.object for promise in owed_by(account(second))] == [entry.pk]


def test_somebody_excluded_is_never_asked(journey: Journey) -> None:
    narrowed(journey, Audience.WORKERS, by=journey.school)
    with clock.hold(NOON):
        sharing.exclude(
            by=journey.key_worker,
            person=journey.person.pk,
            account=account(journey.school),
            reason="She must not look.",
        )
    assert asked(NAMED_DAY + 5 * DAY) == set()
    assert not Call.objects.exists()


def test_who_has_been_called_no_longer_waits_once_it_is_decided(journey: Journey) -> None:
    entry = narrowed(journey, Audience.AGENCY, by=journey.key_worker)
    assert journey.key_worker.post_id is not None
    with clock.hold(NOON):
        agencies.end_post(by=system(), post=journey.key_worker.post_id, at=NOON)
    assert account(journey.colleague) in asked(NAMED_DAY)
    assert [promise.object for promise in owed_by(account(journey.colleague))] == [entry.pk]
    with clock.hold(NAMED_DAY):
        services.change_audience(
            by=journey.colleague,
            person=journey.person.pk,
            entry=entry.pk,
            audience=Audience.CIRCLE,
            operation=ids.new(),
            digest=digest("circle"),
        )
    assert owed_by(account(journey.colleague)) == []
