"""Who is away and who covers: told as a worker says it, and nothing more."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from alongside.accounts.viewer import Viewer, system
from alongside.agencies import services as agencies
from alongside.duty.absences import (
    BadAbsence,
    NotWorking,
    WrongCover,
    away,
    call_off,
    coverers,
    set_away,
)
from alongside.duty.models import Absence
from alongside.duty.tests.factories import make_viewer, make_worker
from alongside.lib import clock

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 3), date(2026, 3, 9)


def post(viewer: Viewer) -> UUID:
    assert viewer.post_id is not None
    return viewer.post_id


def test_an_absence_is_told_until_the_evening_of_its_last_day() -> None:
    samira, jo = make_worker("Samira Khan"), make_worker("Jo Bright")
    with clock.hold(NOON):
        set_away(by=samira, starts=FIRST, ends=LAST, cover=jo.post_id)
        (told,) = away([post(samira)]).values()
    assert (told.starts, told.ends, told.cover) == (FIRST, LAST, jo.account)
    assert [told.is_now(day) for day in (FIRST - timedelta(days=1), FIRST, LAST)] == [
        False,
        True,
        True,
    ]
    with clock.hold(NOON + timedelta(days=7, hours=11)):
        assert away([post(samira)]), "it is late on the last day"
    with clock.hold(NOON + timedelta(days=8)):
        assert not away([post(samira)])


def test_saying_it_anew_takes_the_place_of_what_was_said_and_keeps_it() -> None:
    samira = make_worker("Samira Khan")
    with clock.hold(NOON):
        set_away(by=samira, starts=FIRST, ends=LAST)
        set_away(by=samira, starts=FIRST, ends=FIRST)
        assert [one.ends for one in away([post(samira)]).values()] == [FIRST]
        call_off(by=samira)
        assert not away([post(samira)])
    assert Absence.objects.count() == 2


@pytest.mark.parametrize(
    ("starts", "ends"), [(LAST, FIRST), (date(2026, 2, 1), date(2026, 3, 1))], ids=["ends", "over"]
)
def test_it_ends_after_it_starts_and_is_not_over(starts: date, ends: date) -> None:
    with clock.hold(NOON), pytest.raises(BadAbsence):
        set_away(by=make_worker(), starts=starts, ends=ends)


def test_only_a_worker_is_away_from_work() -> None:
    with clock.hold(NOON), pytest.raises(NotWorking):
        set_away(by=make_viewer(), starts=FIRST, ends=LAST)


def test_who_covers_is_another_worker_of_the_agency_who_is_there() -> None:
    with clock.hold(NOON):
        samira, jo, ben = (make_worker(name) for name in ("Samira Khan", "Jo Bright", "Ben Ode"))
        school = make_worker("Kwame Owusu", team="Pastoral", agency="larkfield")
        left = make_worker("Ola Berg")
        agencies.end_post(by=system(), post=post(left), at=NOON - timedelta(days=1))
        set_away(by=ben, starts=LAST, ends=LAST)
        for wrong in (samira, school, left, ben):
            with pytest.raises(WrongCover):
                set_away(by=samira, starts=FIRST, ends=LAST, cover=wrong.post_id)
        assert set(coverers(by=samira).values()) == {jo.account, ben.account}
        assert not away([post(samira)])
