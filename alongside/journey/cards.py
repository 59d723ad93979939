"""An entry as one reader sees it: who, when, what, who else can see it. Unsealed when drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from alongside.agencies.queries import PostLabel
from alongside.journey.attached import Attached
from alongside.journey.kinds import ICONS, LABELS, TOLD, Kind
from alongside.journey.models import Entry, EntryVersion, Remark, Remarked, Stance
from alongside.journey.parts import Contents, Label, Part, Reader
from alongside.journey.policy import REASONS
from alongside.journey.voices import View
from alongside.sharing.rules import Audience, Tie
from alongside.sharing.services import Look

AUDIENCES: dict[Audience, Label] = {
    Audience.CIRCLE: _l("Everyone in the circle"),
    Audience.WORKERS: _l("Workers only"),
    Audience.NAMED: _l("Only people who were chosen"),
    Audience.AGENCY: _l("Only the agency that wrote it"),
    Audience.KEY_WORKER: _l("Only the key worker"),
    Audience.ONLY_ME: _l("Only you"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """Names looked up once for a whole page."""

    accounts: Mapping[UUID, str] = field(default_factory=dict)
    posts: Mapping[UUID, PostLabel] = field(default_factory=dict)
    agencies: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Teller:
    """Who wrote something: a name with a role and an agency, or the agency whose database it was."""

    name: str
    role: str
    agency: str
    is_reader: bool = False

    @property
    def called(self) -> str:
        return self.name or self.agency


@dataclass(frozen=True)
class Audienced:
    """Who can see an entry, in words for this reader, and why when it is not everyone."""

    audience: str
    label: str
    reason: Label
    until: date | None

    @property
    def is_open(self) -> bool:
        return self.audience == Audience.CIRCLE


@dataclass(frozen=True, slots=True)
class Beside:
    """What somebody wrote beside an entry, unsealed when drawn."""

    remark: Remark
    teller: Teller

    @property
    def stance(self) -> str:
        return str(Stance(self.remark.stance).label)

    @property
    def icon(self) -> str:
        return "check" if self.remark.stance == Stance.DONE else "differ"

    @property
    def words(self) -> str:
        said: Remarked = self.remark.contents
        return said.words

    @property
    def is_from_family(self) -> bool:
        return self.remark.agency is None


@dataclass(frozen=True)
class Card:
    """One entry on a page."""

    entry: Entry
    reader: Reader
    teller: Teller
    changed_by: Teller | None
    audience: Audienced
    known_as: str
    words: tuple[str, ...] = ()
    is_preview: bool = False
    is_new: bool = False
    remarks: tuple[Beside, ...] = ()
    may_remark: bool = False

    @cached_property
    def contents(self) -> Contents:
        return version_contents(newest(self.entry))

    @property
    def headline(self) -> str:
        return self.contents.headline

    @property
    def voice(self) -> str:
        return self.contents.voice

    @property
    def title(self) -> str:
        """What it is and what it was about. What another database calls a thing says both."""
        if self.entry.imported:
            return self.headline
        if self.is_told:
            return self.headline or told_title(self)
        return f"{self.kind}: {self.headline}" if self.headline else str(self.kind)

    @property
    def is_told(self) -> bool:
        """Whether somebody says in it how they see things."""
        return self.entry.kind in TOLD

    @property
    def attachments(self) -> tuple[Attached, ...]:
        """Drawings, photos and voice notes that were sent with a view."""
        enclosed = self.contents.enclosed if isinstance(self.contents, View) else ()
        return tuple(Attached(self.entry.person_id, one) for one in enclosed)

    @cached_property
    def facts(self) -> tuple[Part, ...]:
        return facts_of(self.parts)

    @cached_property
    def stories(self) -> tuple[Part, ...]:
        return stories_of(self.parts)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return self.contents.parts(self.reader)

    @property
    def kind(self) -> Label:
        return LABELS[Kind(self.entry.kind)]

    @property
    def icon(self) -> str:
        return ICONS[Kind(self.entry.kind)]

    @property
    def voice_label(self) -> str:
        return voice_label(self.reader, self.known_as)

    @property
    def is_from_family(self) -> bool:
        """Plum for the person and family, teal for the team."""
        return self.entry.agency is None

    @property
    def changed_at(self) -> datetime | None:
        latest = self.entry.latest
        return latest.created_at if latest and latest.number > 1 else None


def told_title(card: Card) -> str:
    """Whose words they are, since what they are about stands below."""
    if card.entry.kind == Kind.VIEWPOINT:
        if card.teller.is_reader:
            return _("How you see it")
        return _("How %(name)s sees it") % {"name": card.teller.called}
    if card.reader is Reader.PERSON:
        return _("What you told")
    if not card.known_as:
        return _("What the person told")
    return _("What %(name)s told") % {"name": card.known_as}


def facts_of(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.is_fact)


def stories_of(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple(part for part in parts if not part.is_fact)


def newest(entry: Entry) -> EntryVersion:
    """What the entry says now. Every entry is saved with a version."""
    if entry.latest is None:
        raise LookupError("This entry says nothing.")
    return entry.latest


def version_contents(version: EntryVersion) -> Contents:
    contents: Contents = version.contents
    return contents


def card_of(
    entry: Entry, *, look: Look, names: Names, known_as: str, reader: Reader | None = None
) -> Card:
    """A card of an entry whose `latest` is loaded, in the words for the viewer or for the person."""
    me = look.by.account if reader is None else look.person.account_id
    reader = reader or reader_of(look)
    latest = entry.latest
    return Card(
        entry=entry,
        reader=reader,
        teller=teller_of(entry, me=me, names=names),
        changed_by=(
            teller_of(latest, me=me, names=names) if latest and latest.number > 1 else None
        ),
        audience=audience_of(entry, reader=reader, names=names),
        known_as=known_as,
    )


def reader_of(look: Look) -> Reader:
    if Tie.SELF in look.standing.ties:
        return Reader.PERSON
    if Tie.FAMILY in look.standing.ties:
        return Reader.FAMILY
    return Reader.WORKER


def known_as(look: Look) -> str:
    """What the person is called; empty when nobody has added a name yet."""
    identity = look.person.identity
    return identity.known_as or identity.given


def voice_label(reader: Reader, name: str) -> str:
    if reader is Reader.PERSON:
        return _("Your words")
    return _("%(name)s’s words") % {"name": name} if name else _("Their own words")


def teller_of(row: Entry | EntryVersion | Remark, *, me: UUID | None, names: Names) -> Teller:
    post = names.posts.get(row.post) if row.post else None
    agency = post.agency if post else names.agencies.get(row.agency, "") if row.agency else ""
    return Teller(
        name=names.accounts.get(row.author, "") if row.author else "",
        role=post.role if post else "",
        agency=agency,
        is_reader=row.author is not None and row.author == me,
    )


def audience_of(entry: Entry, *, reader: Reader, names: Names) -> Audienced:
    agency = names.agencies.get(entry.agency, "") if entry.agency else ""
    return Audienced(
        audience=entry.audience,
        label=audience_label(Audience(entry.audience), reader=reader, agency=agency),
        reason=REASONS.get(entry.withheld_reason, ""),
        until=entry.withheld_until,
    )


def as_open(card: Card) -> Card:
    """The card as it will look when everyone in the circle can see it."""
    label = audience_label(Audience.CIRCLE, reader=card.reader)
    return replace(card, audience=Audienced(Audience.CIRCLE, label, "", None))


def audience_label(audience: Audience, *, reader: Reader, agency: str = "") -> str:
    if audience is Audience.CIRCLE and reader is Reader.PERSON:
        return _("Everyone in your circle")
    if audience is Audience.AGENCY and agency:
        return _("Only %(agency)s") % {"agency": agency}
    return str(AUDIENCES[audience])
