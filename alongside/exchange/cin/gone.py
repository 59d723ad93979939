"""What a newer file no longer has: marked, never taken away."""

from collections.abc import Sequence
from itertools import batched

from django.db import transaction

from alongside.exchange.cin.loading import Loading
from alongside.exchange.cin.record import RefusedChild
from alongside.exchange.models import LoadedItem
from alongside.journey import services as journey
from alongside.lib import clock

IN_ONE_GO = 200
NOT_SURE = (
    "Children of earlier files who are not in this one were left as they were: it has children "
    "without an identifier, who may be them."
)


def mark(loading: Loading, rows: Sequence[LoadedItem]) -> None:
    """Mark these entries as gone from the agency's files."""
    if not rows:
        return
    entries = [row.entry_id for row in rows]
    journey.mark_gone(by=loading.by, entries=entries, as_at=loading.as_at)
    LoadedItem.objects.filter(pk__in=[row.pk for row in rows]).update(gone_at=clock.now())
    year = loading.header.census_year
    loading.report.gone += len(rows)
    loading.report.gone_after_its_year += sum(
        row.last_year is not None and row.last_year < year for row in rows
    )


def mark_absent(loading: Loading, refused: Sequence[RefusedChild]) -> None:
    """Mark everything of children who are in no part of the file.

    A refused child is in the file. When one has no identifier it may be anybody, so nobody is
    taken for absent.
    """
    rows = absent_items(loading, {child.local_id for child in refused if child.local_id})
    if rows and any(child.local_id is None for child in refused):
        loading.report.warnings.append(NOT_SURE)
        return
    for some in batched(rows, IN_ONE_GO, strict=False):
        with transaction.atomic():
            loading.hold_fast()
            mark(loading, some)


def absent_items(loading: Loading, refused: set[str]) -> list[LoadedItem]:
    present = {row.pk for row in loading.rows_of(refused).values()} if refused else set()
    unseen = LoadedItem.objects.filter(child__agency=loading.agency, gone_at=None)
    return [
        row
        for row in unseen.exclude(last_load=loading.load).order_by("id")
        if row.child_id not in present
    ]
