"""The sealed files behind attachments: read in parts, and erased with what they belonged to."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.db import transaction

from alongside.journey.attached import enclosed
from alongside.journey.models import Attachment, Kept
from alongside.journey.voices import Enclosed
from alongside.vault import services as vault


def read_attachment(row: Attachment, *, start: int = 0, stop: int | None = None) -> bytes:
    """The bytes of an attachment that a look has opened, or a part of them. Raises Unreadable."""
    return vault.read_file(file_of(row), owner=row.sealed_owner, start=start, stop=stop)


def size_of_attachment(row: Attachment) -> int:
    return vault.size_of_file(file_of(row), owner=row.sealed_owner)


def enclosed_in(of: UUID, *, person: UUID) -> tuple[Enclosed, ...]:
    """All that is attached to the view of this id, as the view itself keeps it once it is told."""
    rows = Attachment.objects.filter(of=of, person=person).order_by("created_at", "id")
    return tuple(enclosed(row) for row in rows)


def file_of(row: Attachment) -> UUID:
    kept: Kept = row.contents
    if kept.file is None:
        raise vault.Unreadable("This attachment has no file.")
    return kept.file


def erase(rows: Iterable[Attachment]) -> None:
    """Let go of rows, and of their files once that is committed: no row is left without its file."""
    for row in rows:
        file = file_of(row)
        row.delete()
        transaction.on_commit(partial(vault.erase_file, file))


def erase_of(draft: UUID) -> None:
    """All that was attached to a draft which is thrown away."""
    erase(Attachment.objects.filter(of=draft))
