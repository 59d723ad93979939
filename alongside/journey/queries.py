"""Reads of a journey. Each starts at what the policy lets this viewer see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from alongside.accounts.names import names as account_names
from alongside.accounts.viewer import Viewer
from alongside.agencies.models import Agency
from alongside.agencies.queries import agency_names
from alongside.agencies.queries import posts as post_labels
from alongside.journey.cards import (
    Card,
    Names,
    Teller,
    card_of,
    known_as,
    reader_of,
    teller_of,
    version_contents,
    voice_label,
)
from alongside.journey.filters import Filters
from alongside.journey.kinds import LABELS, Contents, Kind, Label, Part, Reader
from alongside.journey.models import Draft, Entry, EntryVersion
from alongside.journey.paging import NEWEST_FIRST, cursor_to, opened, stretch
from alongside.journey.policy import may_correct, may_decide_audience
from alongside.sharing.models import NamedReader
from alongside.sharing.queries import visible
from alongside.sharing.rules import Action, Audience
from alongside.sharing.services import Look


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of a journey as one viewer sees it, from the newest entry down."""

    person: UUID
    reader: Reader
    known_as: str
    cards: tuple[Card, ...]
    filters: Filters
    through: str
    older: str
    agencies: tuple[tuple[UUID, str], ...]
    kinds: tuple[tuple[Kind, Label], ...]

    @property
    def here(self) -> str:
        """The address of this very stretch, for a live page that asks again."""
        return urlencode(self.filters.asked() | ({"through": self.through} if self.through else {}))

    @property
    def further(self) -> str:
        """The address of this stretch and twenty more; empty at the end."""
        return urlencode(self.filters.asked() | {"through": self.older}) if self.older else ""


def timeline(look: Look, *, asked: Mapping[str, str]) -> Line:
    """The journey from its newest entry down to `through` and twenty further (`asked`: a GET).

    Four queries, however many entries: entries, choices of the filters, names, posts.
    """
    filters, through = Filters.of(asked), asked.get("through", "")
    mine = seen_by(look)
    shown, more = stretch(filters.narrow(mine), after=opened(through, look=look))
    choices = choices_of(mine)
    names = names_for(shown, agencies={agency: name for agency, name, _ in choices if agency})
    name = known_as(look)
    return Line(
        person=look.person.pk,
        reader=reader_of(look),
        known_as=name,
        cards=tuple(card_of(entry, look=look, names=names, known_as=name) for entry in shown),
        filters=filters,
        through=through,
        older=cursor_to(shown[-1], look=look) if more else "",
        agencies=sorted_by_name({agency: name for agency, name, _ in choices if agency}),
        kinds=tuple((kind, LABELS[kind]) for kind in Kind if kind in {c[2] for c in choices}),
    )


def seen_by(look: Look, *, action: Action = Action.READ) -> QuerySet[Entry]:
    """The entries of this person that this viewer may read, the newest first."""
    return (
        visible(Entry, by=look.by, person=look.person.pk, standing=look.standing, action=action)
        .select_related("latest")
        .order_by(*NEWEST_FIRST)
    )


def choices_of(mine: QuerySet[Entry]) -> list[tuple[UUID | None, str, Kind]]:
    """The agencies and kinds among what this viewer sees: nothing hidden shows in a filter."""
    named = Agency.objects.filter(pk=OuterRef("agency")).values("name")
    rows = (
        mine.select_related(None)
        .order_by()
        .annotate(agency_name=Subquery(named))
        .values_list("agency", "agency_name", "kind")
        .distinct()
    )
    return [(agency, name or "", Kind(kind)) for agency, name, kind in rows]


def names_for(
    rows: Iterable[Entry | EntryVersion], *, agencies: Mapping[UUID, str] | None = None
) -> Names:
    """The names of everybody who wrote these entries or their newest versions: two queries."""
    tellers: list[Entry | EntryVersion] = []
    for row in rows:
        tellers.append(row)
        if isinstance(row, Entry) and row.latest is not None:
            tellers.append(row.latest)
    authors = {row.author for row in tellers if row.author}
    held = {row.post for row in tellers if row.post}
    return Names(
        accounts=account_names(authors) if authors else {},
        posts=post_labels(held) if held else {},
        agencies=agencies or {},
    )


def sorted_by_name(names: Mapping[UUID, str]) -> tuple[tuple[UUID, str], ...]:
    return tuple(sorted(names.items(), key=lambda pair: pair[1].casefold()))


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version on the page of an entry."""

    version: EntryVersion
    teller: Teller
    reader: Reader
    known_as: str
    is_head: bool

    @property
    def contents(self) -> Contents:
        return version_contents(self.version)

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.contents.parts(self.reader)

    @property
    def voice_label(self) -> str:
        return voice_label(self.reader, self.known_as)


@dataclass(frozen=True, slots=True)
class EntryPage:
    """An entry with everything it ever said, the newest first."""

    card: Card
    versions: tuple[VersionCard, ...]
    named: tuple[str, ...]
    may_correct: bool
    may_decide_audience: bool

    @property
    def heads(self) -> tuple[VersionCard, ...]:
        return tuple(version for version in self.versions if version.is_head)


def entry_page(look: Look, entry: Entry) -> EntryPage:
    """One entry that a look has opened, with all its versions. At most five queries."""
    line = list(entry.versions.order_by("-number"))
    entry.latest = next((version for version in line if version.pk == entry.latest_id), None)
    readers = named_readers(entry)
    names = names_for(
        [entry, *line],
        agencies=agency_names([entry.agency]) if entry.agency else {},
        also=readers,
    )
    name, open_ones = known_as(look), {version.pk for version in heads(line)}
    return EntryPage(
        card=card_of(entry, look=look, names=names, known_as=name),
        versions=tuple(
            VersionCard(
                version=version,
                teller=teller_of(version, look=look, names=names),
                reader=reader_of(look),
                known_as=name,
                is_head=version.pk in open_ones,
            )
            for version in line
        ),
        named=tuple(sorted(names.accounts.get(reader, "") for reader in readers)),
        may_correct=may_correct(entry, seen=look),
        may_decide_audience=may_decide_audience(entry, seen=look),
    )
