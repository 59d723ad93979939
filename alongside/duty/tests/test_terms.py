"""By when an answer is owed, to the day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from alongside.duty.terms import a_month_after, correction_due, question_due


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ((2026, 3, 2), (2026, 4, 2)),
        ((2026, 12, 24), (2027, 1, 24)),
        ((2026, 1, 31), (2026, 2, 28)),
        ((2028, 1, 31), (2028, 2, 29)),
        ((2026, 8, 31), (2026, 9, 30)),
    ],
)
def test_a_correction_is_owed_on_the_same_day_of_the_next_month_or_on_its_last(
    asked: tuple[int, int, int], due: tuple[int, int, int]
) -> None:
    told = timezone.localtime(correction_due(datetime(*asked, 12, tzinfo=UTC)))
    assert (told.year, told.month, told.day, told.hour) == (*due, 17)


def test_the_day_is_that_of_london_and_five_in_the_afternoon_stays_so_when_clocks_change() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight on the first of July
    assert timezone.localtime(correction_due(late)).date() == date(2026, 8, 1)
    spring = timezone.localtime(question_due(datetime(2026, 3, 27, 12, tzinfo=UTC)))
    assert (spring.date(), spring.hour) == (date(2026, 4, 3), 17)


@given(some.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_a_month_is_never_longer_than_the_calendar_lets_it_be(day: date) -> None:
    after = a_month_after(day)
    assert timedelta(days=28) <= after - day <= timedelta(days=31)
    assert (after.month - day.month) % 12 == 1, "no month is left out"
