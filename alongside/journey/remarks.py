"""What stands beside entries. The policy decides about the entry, and so about all of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from alongside.accounts.names import names as account_names
from alongside.agencies.queries import holder as holder_now
from alongside.duty.queries import unanswered_for
from alongside.journey.cards import Beside, Card, Names, teller_of
from alongside.journey.models import Entry, Remark
from alongside.sharing.services import Look

OWING = "journey.remarks"


@dataclass(frozen=True, slots=True)
class Owed:
    """An answer that somebody is owed: by whom, where that is known, and until when."""

    who: str
    due: datetime


def remarks_beside(entries: Iterable[Entry]) -> Sequence[Remark]:
    """All remarks beside these entries, which the viewer may read, the oldest first. One query."""
    wanted = [entry.pk for entry in entries]
    rows = Remark.objects.filter(entry__in=wanted).order_by("created_at", "id")
    return list(rows) if wanted else []


def remarks_of(
    rows: Iterable[Remark], *, look: Look, names: Names
) -> Mapping[UUID, tuple[Beside, ...]]:
    """The same as pages show them, by the entry they stand beside."""
    found: dict[UUID, list[Beside]] = defaultdict(list)
    for row in rows:
        found[row.entry_id].append(Beside(row, teller_of(row, me=look.by.account, names=names)))
    return {entry: tuple(beside) for entry, beside in found.items()}


def with_remarks(card: Card, said: Mapping[UUID, tuple[Beside, ...]]) -> Card:
    beside = said.get(card.entry.pk)
    return replace(card, remarks=beside) if beside else card


def answer_owed(entry: UUID) -> Owed | None:
    """Who has to answer that an entry is not right, and by when; None when nothing is owed."""
    promise = next(iter(unanswered_for(OWING, entry)), None)
    if promise is None:
        return None
    holder = holder_now(promise.owner_post_id)
    return Owed(account_names([holder]).get(holder, "") if holder else "", promise.due_at)
