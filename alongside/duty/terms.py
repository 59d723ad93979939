"""By when an answer is owed. Pure."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from django.utils import timezone

# The end of a working day.
END_OF_DAY = time(17)
# Our own promise: no law names a time for a question about one look.
DAYS_FOR_A_QUESTION = 7


def correction_due(asked_at: datetime) -> datetime:
    """When somebody who said that something is not right is owed an answer: within one month.

    UK GDPR art. 16 (rectification) and art. 12(3) ("within one month of receipt of the request").
    Counted from the day of asking to the same day of the next month, or to the last day of that
    month where it has no such day, as the ICO counts. Here a weekend makes it no later.
    """
    return end_of(a_month_after(day_of(asked_at)))


def question_due(asked_at: datetime) -> datetime:
    """When somebody who asked about a look is owed an answer."""
    return end_of(day_of(asked_at) + timedelta(days=DAYS_FOR_A_QUESTION))


def a_month_after(day: date) -> date:
    """The same day of the next month; the last day of it where there is no such day."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def day_of(at: datetime) -> date:
    return timezone.localtime(at).date()


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, END_OF_DAY))
