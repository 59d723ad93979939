"""Tables of the journey: entries with all that they ever said and what stands beside, and drafts."""

from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.journey.kinds import SCHEMA_OF, SCHEMAS, Kind, PathwayEvent, Recorded
from alongside.sharing.models import RecordItem
from alongside.vault.models import SealedRow

KINDS = [(kind.value, kind.value) for kind in Kind]
SCHEMA_NAMES = [(name, name) for name in SCHEMAS]


@dataclass(frozen=True, slots=True)
class NothingSealed:
    """An entry keeps all its words in its versions."""


class Entry(RecordItem):
    """One thing on the journey. What it says is in its versions; who may see it is here."""

    Contents = NothingSealed

    kind = models.CharField(max_length=16, choices=KINDS, editable=False)
    post = models.UUIDField(null=True, editable=False)
    number = models.PositiveIntegerField(default=1)
    latest = models.ForeignKey(
        "journey.EntryVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    contested = models.BooleanField(default=False)
    # The person has said that they do not feel safe.
    urgent = models.BooleanField(default=False)
    imported = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True, default="")
    source_as_at = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["person", "-happened_at", "-created_at", "-id"], name="journey_entry_line"
            ),
            models.Index(
                fields=["-created_at"], condition=models.Q(urgent=True), name="journey_entry_urgent"
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Who wrote it, or which database it came from. A view is the person's own, also when
            # they have no account: who wrote it down for them stands in its version.
            models.CheckConstraint(
                condition=models.Q(author__isnull=False)
                | models.Q(imported=True)
                | models.Q(kind=Kind.VIEW),
                name="journey_entry_has_origin",
            ),
            # A reason and a date to look again come together, or not at all.
            models.CheckConstraint(
                condition=models.Q(withheld_reason="", withheld_until=None)
                | (~models.Q(withheld_reason="") & models.Q(withheld_until__isnull=False)),
                name="journey_entry_withheld_pair",
            ),
        ]

    @property
    def is_of_a_day(self) -> bool:
        """Other databases tell the day on which something happened, not the hour."""
        return self.imported


class EntryVersion(SealedRow):
    """What an entry said at one time. Append-only: triggers refuse a change or a deletion.

    `based_on` is the version that the author had in front of them; `settles` is the version that
    somebody decided against when two people had changed the same one.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="versions")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    schema = models.CharField(max_length=16, choices=SCHEMA_NAMES, editable=False)
    number = models.PositiveIntegerField()
    author = models.UUIDField(null=True, editable=False)
    agency = models.UUIDField(null=True, editable=False)
    post = models.UUIDField(null=True, editable=False)
    happened_at = models.DateTimeField()
    created_at = models.DateTimeField()
    based_on = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    settles = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "number"], name="journey_version_number")
        ]

    @property
    def sealed_owner(self) -> UUID:
        return self.person_id

    @property
    def is_of_a_day(self) -> bool:
        return self.schema == SCHEMA_OF[PathwayEvent]

    def contents_kind(self) -> type[Recorded]:
        return SCHEMAS[self.schema]


class AudienceChange(RecordItem):
    """Who could see an entry until somebody decided anew. Its own audience is the old one.

    So those who lose sight of the entry are still told that their page changed, and those who
    never saw it are told nothing.
    """

    Contents = NothingSealed

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="audience_changes")
    decided_by = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["entry", "created_at"], name="journey_audience_entry")
        ]


class Sort(models.TextChoices):
    """What is attached to a view."""

    DRAWING = "drawing", _("Drawing")
    PHOTO = "photo", _("Photo")
    VOICE = "voice", _("Voice note")


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the sealed file is, and what it shows, for whoever cannot see or hear it."""

    file: UUID | None = None
    mime: str = ""
    words: str = ""
    seconds: int = 0


class Attachment(SealedRow):
    """A drawing, a photo or a voice note. It belongs to a draft, and to the entry of the same id.

    Whoever may read the entry may see it; before it is sent, only who is writing.
    """

    Contents = Kept

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    of = models.UUIDField(editable=False)
    author = models.UUIDField(null=True, editable=False)
    sort = models.CharField(max_length=16, choices=Sort, editable=False)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "of"], name="journey_attached_to")
        ]

    @property
    def sealed_owner(self) -> UUID:
        return self.person_id


class Stance(models.TextChoices):
    """What somebody writes beside an entry."""

    DIFFERENT = "different", _("I see it differently")
    NOT_RIGHT = "not-right", _("This is not right")
    DONE = "done", _("What we did")


@dataclass(frozen=True, slots=True)
class Remarked:
    words: str = ""


class Remark(SealedRow):
    """What somebody wrote beside an entry. It stays there for every reader of the entry."""

    Contents = Remarked

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="remarks")
    stance = models.CharField(max_length=16, choices=Stance, editable=False)
    author = models.UUIDField(null=True, editable=False)
    agency = models.UUIDField(null=True, editable=False)
    post = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["entry", "created_at"], name="journey_remark_beside")
        ]

    @property
    def sealed_owner(self) -> UUID:
        return self.person_id


@dataclass(frozen=True, slots=True)
class Scribble:
    """A form as it stood, valid or not: for each field what was typed or ticked."""

    operation: UUID | None = None
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Draft(RecordItem):
    """What somebody has begun to write. Only its author sees it, and it saves whatever it holds."""

    Contents = Scribble

    kind = models.CharField(max_length=16, choices=KINDS, editable=False)
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["author", "person"], name="journey_draft_author")
        ]
