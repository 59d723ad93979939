"""Who is away and who covers: set by a worker for themselves, told to whoever sees them.

Nothing is decided here: to cover somebody ties nobody to a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Model, OuterRef, QuerySet, Subquery, UUIDField
from django.utils import timezone

from alongside.accounts.viewer import Viewer
from alongside.agencies import queries as agencies
from alongside.duty.models import Absence
from alongside.lib import clock


class NotWorking(ValueError):
    """Only somebody who is here in a post can be away from it."""


class BadAbsence(ValueError):
    """It ends before it starts, or it is over already."""


class WrongCover(ValueError):
    """Who covers must hold another post of the same agency, and not be away themselves."""


@dataclass(frozen=True, slots=True)
class Away:
    """One post is away until the evening of `ends`. `cover`: the account that covers, if any."""

    starts: date
    ends: date
    cover: UUID | None

    def is_now(self, today: date) -> bool:
        return self.starts <= today <= self.ends


def today() -> date:
    return timezone.localtime(clock.now()).date()


@transaction.atomic
def set_away(*, by: Viewer, starts: date, ends: date, cover: UUID | None = None) -> Absence:
    """Say that I am away, in place of what I said before. Raises NotWorking, BadAbsence, WrongCover."""
    if by.post_id is None:
        raise NotWorking
    if ends < starts or ends < today():
        raise BadAbsence
    if cover is not None and not could_cover(by=by, post=cover, starts=starts, ends=ends):
        raise WrongCover
    call_off(by=by)
    return Absence.objects.create(
        post_id=by.post_id, starts=starts, ends=ends, cover_id=cover, set_at=clock.now()
    )


@transaction.atomic
def call_off(*, by: Viewer) -> None:
    """I am here again, or will not be away after all. The row stays."""
    mine = Absence.objects.select_for_update().filter(post=by.post_id, called_off_at=None)
    for row in mine:
        row.called_off_at = clock.now()
        row.save(update_fields=["called_off_at"])


def could_cover(*, by: Viewer, post: UUID, starts: date, ends: date) -> bool:
    """Whether the holder of this post can be called in these days in place of `by`."""
    held = agencies.active(clock.now()).filter(pk=post, agency=by.agency_id).first()
    if held is None or held.account_id == by.account:
        return False
    return not in_force().filter(post=post, starts__lte=ends, ends__gte=starts).exists()


def coverers(*, by: Viewer) -> dict[UUID, UUID]:
    """Whom this worker can name: the other posts of their agency, with who holds each. One query."""
    held = agencies.active(clock.now()).filter(agency=by.agency_id).exclude(account=by.account)
    return dict(held.order_by("since", "id").values_list("pk", "account_id"))


def in_force() -> QuerySet[Absence]:
    return Absence.objects.filter(called_off_at=None)


def beside(post: str) -> dict[str, Subquery]:
    """For a query of rows with such a column: what `away_of` reads off each row."""
    rows = in_force().filter(post=OuterRef(post), ends__gte=today())
    return {
        "away_starts": Subquery(rows.values("starts")[:1]),
        "away_ends": Subquery(rows.values("ends")[:1]),
        "away_cover": Subquery(rows.values("cover__account")[:1], output_field=UUIDField()),
    }


def away_of(row: Model) -> Away | None:
    """Whether the post of a row that was asked `beside` is away, or will be."""
    starts, ends, cover = (getattr(row, f"away_{part}") for part in ("starts", "ends", "cover"))
    return Away(starts, ends, cover) if starts else None


def away(posts: Iterable[UUID]) -> dict[UUID, Away]:
    """Which of these posts are away today, or have said that they will be: one query."""
    rows = in_force().filter(post__in=set(posts), ends__gte=today()).select_related("cover")
    return {
        row.post_id: Away(row.starts, row.ends, row.cover.account_id if row.cover else None)
        for row in rows
    }
