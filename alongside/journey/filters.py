"""What a reader asks to see of a journey: an agency, a kind, days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from alongside.journey.kinds import Kind
from alongside.journey.models import Entry
from alongside.lib import ids

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader wants to see of a journey. What makes no sense is left out, not refused."""

    agency: UUID | None = None
    kind: Kind | None = None
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        return cls(
            agency=ids.parse(asked.get("agency", "")),
            kind=next((kind for kind in Kind if kind == asked.get("kind")), None),
            since=day_of(asked, "from"),
            until=day_of(asked, "to"),
        )

    def __bool__(self) -> bool:
        return self != Filters()

    def narrow(self, rows: QuerySet[Entry]) -> QuerySet[Entry]:
        if self.agency:
            rows = rows.filter(agency=self.agency)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.since:
            rows = rows.filter(happened_at__gte=start_of(self.since))
        if self.until:
            rows = rows.filter(happened_at__lt=start_of(self.until + timedelta(days=1)))
        return rows

    def asked(self) -> dict[str, str]:
        """These filters as they stand in an address."""
        words = {
            "agency": self.agency and str(self.agency),
            "kind": self.kind and self.kind.value,
            "from": self.since and self.since.isoformat(),
            "to": self.until and self.until.isoformat(),
        }
        return {name: word for name, word in words.items() if word}


def day_of(asked: Mapping[str, str], name: str) -> date | None:
    try:
        day = date.fromisoformat(asked.get(name, ""))
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
