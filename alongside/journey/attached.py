"""A drawing, a photo or a voice note as a page shows it."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from alongside.journey.models import Sort


@dataclass(frozen=True, slots=True)
class Attached:
    """One attachment as a page shows it. Its address decides again, whoever asks."""

    id: UUID
    person: UUID
    sort: Sort
    mime: str
    words: str
    seconds: int

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
    def label(self) -> str:
        return str(self.sort.label)

    @property
    def said(self) -> str:
        """What stands for it where it cannot be seen or heard."""
        return self.words or self.label

    @property
    def length(self) -> str:
        """How long it takes to hear, as a clock shows it: 1:05."""
        return f"{self.seconds // 60}:{self.seconds % 60:02}"
