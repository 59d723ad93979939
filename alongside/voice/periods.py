"""Days as the columns of a picture: single days, weeks or months, whatever fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats

MOST_DAYS = timedelta(days=11)
MOST_WEEKS = timedelta(weeks=12)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Columns:
    """Every stretch from the first answer to the last, also those in which nobody answered."""

    starts: tuple[date, ...]
    names: tuple[str, ...]

    def at(self, day: date) -> int:
        """The column that a day belongs to."""
        return sum(start <= day for start in self.starts) - 1


def columns(days: Sequence[date]) -> Columns:
    """At most thirteen for the days of one year."""
    first, last = min(days), max(days)
    if last - first <= MOST_DAYS:
        starts = stepped(first, last, DAY)
    elif last - first <= MOST_WEEKS:
        starts = stepped(first - DAY * first.weekday(), last, WEEK)
    else:
        starts = months(first, last)
        return Columns(starts, tuple(formats.date_format(start, "M Y") for start in starts))
    return Columns(starts, tuple(formats.date_format(start, "j M") for start in starts))


def stepped(first: date, last: date, step: timedelta) -> tuple[date, ...]:
    return tuple(first + step * n for n in range((last - first) // step + 1))


def months(first: date, last: date) -> tuple[date, ...]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(
        date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1)
        for n in range(count)
    )
