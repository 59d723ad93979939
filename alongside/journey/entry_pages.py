"""One entry with everything it ever said: the old beside the new."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from alongside.accounts.names import names as account_names
from alongside.agencies.queries import agency_names
from alongside.journey.cards import (
    Card,
    Teller,
    audience_label,
    card_of,
    facts_of,
    known_as,
    reader_of,
    stories_of,
    teller_of,
    version_contents,
    voice_label,
)
from alongside.journey.models import AudienceChange, Entry, EntryVersion, Stance
from alongside.journey.parts import Contents, Label, Part, Reader
from alongside.journey.policy import (
    REASONS,
    may_choose_readers,
    may_correct,
    may_decide_audience,
    stances_of,
)
from alongside.journey.queries import names_for
from alongside.journey.remarks import remarks_beside, remarks_of, with_remarks
from alongside.journey.versions import heads
from alongside.journey.voices import View
from alongside.sharing.models import NamedReader
from alongside.sharing.queries import visible
from alongside.sharing.rules import Audience
from alongside.sharing.services import Look


@dataclass(frozen=True, slots=True)
class Difference:
    """One piece that a version says in other words than the one it was based on."""

    label: Label
    before: Label
    after: Label


@dataclass(frozen=True)
class VersionCard:
    """One version on the page of an entry, beside the one that its author had in front of them."""

    version: EntryVersion
    before: EntryVersion | None
    teller: Teller
    reader: Reader
    known_as: str
    is_head: bool
    words: tuple[str, ...] = ()

    @property
    def contents(self) -> Contents:
        return version_contents(self.version)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return self.contents.parts(self.reader)

    @property
    def facts(self) -> tuple[Part, ...]:
        return facts_of(self.parts)

    @property
    def stories(self) -> tuple[Part, ...]:
        return stories_of(self.parts)

    @property
    def voice(self) -> str:
        return self.contents.voice

    @property
    def voice_label(self) -> str:
        return voice_label(self.reader, self.known_as)

    @property
    def is_choice(self) -> bool:
        """Nobody wrote anything new here: somebody chose between two that were there."""
        return self.version.settles_id is not None

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        if self.before is None:
            return ()
        now = pieces_of(self.version, self.reader, self.voice_label)
        then = pieces_of(self.before, self.reader, self.voice_label)
        return tuple(
            Difference(label, then.get(label, ""), now.get(label, ""))
            for label in then | now
            if then.get(label) != now.get(label)
        )


def pieces_of(version: EntryVersion, reader: Reader, voice: str) -> dict[str, Label]:
    """Everything a version says, by its label, in the order of the page."""
    contents = version_contents(version)
    parts = {str(part.label): part.text for part in contents.parts(reader)}
    said: dict[str, Label] = {
        _("What it was about"): contents.headline,
        _("When it was"): spoken_day(version),
    }
    return said | ({voice: contents.voice} if contents.voice else {}) | parts


def spoken_day(version: EntryVersion) -> str:
    at = timezone.localtime(version.happened_at)
    return formats.date_format(at, "j F Y" if version.is_of_a_day else "j F Y, g:ia")


@dataclass(frozen=True, slots=True)
class EntryPage:
    """An entry with everything it ever said, the newest first."""

    card: Card
    versions: tuple[VersionCard, ...]
    named: Mapping[UUID, str]
    may_correct: bool
    may_decide_audience: bool
    may_choose_readers: bool = False
    stances: tuple[Stance, ...] = ()

    @property
    def openness(self) -> dict[str, Any]:
        """Who can see it now, as a form starts with it. A new day to look again is asked for."""
        entry = self.card.entry
        return {
            "audience": entry.audience,
            "withheld_reason": entry.withheld_reason,
            "named": [str(reader) for reader in self.named],
        }

    @property
    def is_corrected(self) -> bool:
        return len(self.versions) > 1

    @property
    def heads(self) -> tuple[VersionCard, ...]:
        return tuple(version for version in self.versions if version.is_head)


def entry_page(look: Look, entry: Entry) -> EntryPage:
    """One entry that a look has opened, with all its versions. At most five queries."""
    line = list(entry.versions.order_by("-number"))
    entry.latest = next((version for version in line if version.pk == entry.latest_id), None)
    readers = named_readers(entry)
    beside = remarks_beside([entry])
    names = names_for(
        [entry, *line, *beside],
        agencies=agency_names([entry.agency]) if entry.agency else {},
        also=readers,
    )
    name, open_ones = known_as(look), {version.pk for version in heads(line)}
    by_id = {version.pk: version for version in line}
    return EntryPage(
        card=with_remarks(
            card_of(entry, look=look, names=names, known_as=name),
            remarks_of(beside, look=look, names=names),
        ),
        stances=stances_of(seen=look, entry=entry),
        versions=tuple(
            VersionCard(
                version=version,
                before=by_id.get(version.based_on_id) if version.based_on_id else None,
                teller=teller_of(version, me=look.by.account, names=names),
                reader=reader_of(look),
                known_as=name,
                is_head=version.pk in open_ones,
            )
            for version in line
        ),
        named={reader: names.accounts.get(reader, "") for reader in readers},
        may_correct=may_correct(entry, seen=look),
        may_decide_audience=may_decide_audience(entry, seen=look),
        may_choose_readers=may_choose_readers(entry, seen=look),
    )


def heard_by(card: Card) -> Teller | None:
    """Whoever wrote down what was told together: two queries, none for what was told alone."""
    if not isinstance(card.contents, View) or card.contents.together is None:
        return None
    first = card.entry.versions.order_by("number")[0]
    return teller_of(first, me=None, names=names_for([first], agencies={}))


def named_readers(entry: Entry) -> list[UUID]:
    if entry.audience != Audience.NAMED:
        return []
    return list(NamedReader.objects.filter(item=entry.pk).values_list("account", flat=True))


@dataclass(frozen=True, slots=True)
class Decided:
    """Who could see an entry until somebody decided anew."""

    until: datetime
    label: str
    reason: Label
    by: str


def decisions(look: Look, entry: Entry) -> tuple[Decided, ...]:
    """How who can see this entry has changed, the newest first. Two queries."""
    rows = list(
        visible(AudienceChange, by=look.by, person=look.person.pk, standing=look.standing)
        .filter(entry=entry)
        .order_by("-created_at", "-id")
    )
    called = account_names({row.decided_by for row in rows if row.decided_by})
    return tuple(
        Decided(
            until=row.created_at,
            label=audience_label(Audience(row.audience), reader=reader_of(look)),
            reason=REASONS.get(row.withheld_reason, ""),
            by=called.get(row.decided_by, "") if row.decided_by else "",
        )
        for row in rows
    )
