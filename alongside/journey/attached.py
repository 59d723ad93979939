"""A drawing, a photo or a voice note as a page shows it."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from alongside.journey.models import Attachment, Kept, Sort
from alongside.journey.voices import Enclosed


@dataclass(frozen=True, slots=True)
class Attached:
    """One attachment as a page shows it. Its address decides again, whoever asks."""

    person: UUID
    enclosed: Enclosed

    @property
    def id(self) -> UUID:
        return self.enclosed.id

    @property
    def sort(self) -> Sort:
        return Sort(self.enclosed.sort)

    @property
    def url(self) -> str:
        return reverse("journey:attachment", args=[self.person, self.id])

    @property
    def remove_url(self) -> str:
        """For its author, as long as the view has not been sent."""
        return reverse("journey:attachment-remove", args=[self.person, self.id])

    @property
    def is_sound(self) -> bool:
        return self.sort is Sort.VOICE

    @property
    def words(self) -> str:
        return self.enclosed.words

    @property
    def said(self) -> str:
        """What stands for it where it cannot be seen or heard."""
        return self.words or str(self.sort.label)

    @property
    def length(self) -> str:
        """How long it takes to hear, as a clock shows it: 1:05."""
        minutes, seconds = divmod(self.enclosed.seconds, 60)
        return f"{minutes}:{seconds:02}"


def enclosed(row: Attachment) -> Enclosed:
    """What a view keeps of an attachment: all but where its file is."""
    kept: Kept = row.contents
    return Enclosed(row.pk, row.sort, kept.mime, kept.words, kept.seconds)
