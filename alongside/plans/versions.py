"""What a plan said before: who changed what, and when. Each version has its time, as an entry has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.accounts.names import names as account_names
from alongside.agencies.queries import posts as post_labels
from alongside.plans.contents import PlanContents
from alongside.plans.differences import Changed, changes
from alongside.plans.models import PlanVersion, version_contents
from alongside.plans.queries import page_of, plans_seen
from alongside.plans.showing import PlanPage, Somebody
from alongside.sharing.rules import Action, Audience, Topic
from alongside.sharing.services import Look

PAGE = 20


@dataclass(frozen=True, slots=True)
class Past:
    """A version, for the policy: the plan as it was at that time."""

    happened_at: datetime
    author: UUID | None = None
    agency: UUID | None = None
    audience: str = Audience.CIRCLE
    topic: Topic = Topic.PLAN
    review_is_due: bool = False

    def names(self, account: UUID) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Turn:
    """One version beside the one before it: who wrote it, when, and what became other."""

    id: UUID
    number: int
    at: datetime
    who: Somebody
    changed: Sequence[Changed]
    is_first_seen: bool


@dataclass(frozen=True, slots=True)
class History:
    """The newest versions first. `below`: where an older page begins; None at the end."""

    turns: Sequence[Turn]
    below: int | None


def versions(look: Look, *, below: int | None = None) -> History:
    """What the plan said, version by version. Who came without the history reads from then on.

    Four queries: the plan, twenty-one versions, names, posts.
    """
    row = plans_seen(look).first()
    if row is None:
        return History((), None)
    older = row.versions.order_by("-number")
    if below is not None:
        older = older.filter(number__lt=below)
    rows = [one for one in older[: PAGE + 1] if may_read(look, one)]
    shown = rows[:PAGE]
    who = authors(shown, look=look)
    turns = []
    for number, one in enumerate(shown):
        before = rows[number + 1] if number + 1 < len(rows) else None
        # The first of all is other than nothing; the first that a newcomer reads is where they begin.
        is_beginning = before is not None or one.number == 1
        old = version_contents(before) if before else PlanContents()
        changed = changes(old, version_contents(one)) if is_beginning else ()
        turns.append(
            Turn(one.pk, one.number, one.created_at, who[one.pk], changed, not is_beginning)
        )
    return History(turns, shown[-1].number if len(rows) > PAGE else None)


def version(look: Look, id: UUID) -> tuple[PlanVersion, PlanPage] | None:
    """One version, as it was. None where there is none for this viewer."""
    row = plans_seen(look).first()
    found = row.versions.filter(pk=id).first() if row else None
    if row is None or found is None or not may_read(look, found):
        return None
    return found, page_of(row, version_contents(found), look=look, version=found)


def may_read(look: Look, one: PlanVersion) -> bool:
    return look.may(Action.READ, Past(one.created_at))


def authors(rows: Sequence[PlanVersion], *, look: Look) -> dict[UUID, Somebody]:
    """Who wrote each of these versions, in the post that they acted in."""
    called = account_names({row.author for row in rows if row.author})
    labels = post_labels({row.post for row in rows if row.post})
    return {
        row.pk: Somebody(
            account=row.author,
            name=called.get(row.author, "") if row.author else "",
            role=f"{labels[row.post].role}, {labels[row.post].agency}"
            if row.post and row.post in labels
            else "",
            is_you=row.author is not None and row.author == look.by.account,
            is_person=row.author is not None and row.author == look.person.account_id,
            is_worker=row.post is not None,
        )
        for row in rows
    }
