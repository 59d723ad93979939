"""Who has said that they do not feel safe and is not answered yet: on top of every worker's day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from alongside.accounts.viewer import Viewer
from alongside.home.queries import PersonLine
from alongside.journey.models import Entry, Remark, Stance
from alongside.people.queries import labels
from alongside.sharing import queries as sharing

AT_MOST = 20
UNANSWERED = Q(urgent=True) & ~Exists(
    Remark.objects.filter(entry=OuterRef("pk"), stance=Stance.DONE)
)


@dataclass(frozen=True, slots=True)
class Urgent:
    """One of them. What they said stands on the entry, whose look is written down."""

    person: PersonLine
    entry: UUID
    at: datetime


def urgent_now(*, by: Viewer) -> Sequence[Urgent]:
    """Those whom nobody has answered by writing what was done, who has waited longest first.

    Whoever shows it records whose names are in it. Two queries, one where there is nobody.
    """
    rows = list(sharing.visible(Entry, by=by).filter(UNANSWERED))
    named = labels({row.person_id for row in rows}) if rows else {}
    return in_words(rows, {person: PersonLine(person, label) for person, label in named.items()})


def in_words(rows: Iterable[Entry], lines: Mapping[UUID, PersonLine]) -> Sequence[Urgent]:
    """The first to be shown. Nobody is left out for good: who is answered makes room."""
    waited = sorted(rows, key=lambda row: (row.created_at, row.pk))
    return [Urgent(lines[row.person_id], row.pk, row.created_at) for row in waited[:AT_MOST]]
