"""Reads of a journey. Each starts at what the policy lets this viewer see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse

from alongside.accounts.names import names as account_names
from alongside.accounts.viewer import Viewer
from alongside.agencies.models import Agency
from alongside.agencies.queries import agency_names
from alongside.agencies.queries import posts as post_labels
from alongside.journey import searching
from alongside.journey.cards import Card, Names, as_open, card_of, known_as, reader_of
from alongside.journey.filters import Filters
from alongside.journey.kinds import LABELS, Kind
from alongside.journey.models import Draft, Entry, EntryVersion, Remark
from alongside.journey.paging import (
    NEWEST_FIRST,
    PAGE,
    below_place,
    cursor_to,
    opened,
    stretch,
)
from alongside.journey.parts import Label, Reader
from alongside.journey.remarks import remarks_beside, remarks_of, with_remarks
from alongside.journey.searching import Found, matching, words_of
from alongside.lib import ids
from alongside.people.queries import labels
from alongside.sharing.queries import visible
from alongside.sharing.rules import Action, Audience
from alongside.sharing.services import Look, Refused


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
    is_undecided: bool = False

    @property
    def last(self) -> UUID | None:
        """The entry where this stretch ends: a longer one is read on from here."""
        return self.cards[-1].entry.pk if self.cards else None

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

    Five queries, however many entries: entries, choices of the filters, remarks, names, posts.
    """
    filters, through = Filters.of(asked), asked.get("through", "")
    mine = seen_by(look)
    shown, more = stretch(filters.narrow(mine), after=opened(through, look=look))
    choices = choices_of(mine)
    agencies = {agency: name for agency, name, _ in choices if agency}
    beside = remarks_beside(shown)
    names = names_for([*shown, *beside], agencies=agencies)
    name, said = known_as(look), remarks_of(beside, look=look, names=names)
    return Line(
        person=look.person.pk,
        reader=reader_of(look),
        known_as=name,
        cards=tuple(
            with_remarks(card_of(entry, look=look, names=names, known_as=name), said)
            for entry in shown
        ),
        filters=filters,
        through=through,
        older=cursor_to(shown[-1], look=look) if more else "",
        agencies=sorted_by_name(agencies),
        kinds=tuple((kind, LABELS[kind]) for kind in Kind if kind in {c[2] for c in choices}),
        is_undecided=not look.reads_story,
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
    rows: Iterable[Entry | EntryVersion | Remark],
    *,
    agencies: Mapping[UUID, str] | None = None,
    also: Iterable[UUID] = (),
) -> Names:
    """The names of everybody who wrote these entries or their newest versions: two queries."""
    tellers: list[Entry | EntryVersion | Remark] = []
    for row in rows:
        tellers.append(row)
        if isinstance(row, Entry) and row.latest is not None:
            tellers.append(row.latest)
    authors = {row.author for row in tellers if row.author} | set(also)
    held = {row.post for row in tellers if row.post}
    return Names(
        accounts=account_names(authors) if authors else {},
        posts=post_labels(held) if held else {},
        agencies=agencies or {},
    )


def sorted_by_name(names: Mapping[UUID, str]) -> tuple[tuple[UUID, str], ...]:
    return tuple(sorted(names.items(), key=lambda pair: pair[1].casefold()))


def search(look: Look, *, asked: str, before: str = "") -> Found:
    """What this viewer may read of this person that holds all the words, the newest first.

    One search looks through so many entries; with `before`, those older than where another ended.
    """
    words, place = words_of(asked), opened(before, look=look)
    mine = seen_by(look).filter(below_place(place)) if place else seen_by(look)
    rows = list(mine[: searching.LOOKED_THROUGH + 1]) if words else []
    looked = rows[: searching.LOOKED_THROUGH]
    hits = matching((bare_card(entry, look=look) for entry in looked), words)
    cards = cards_for([card.entry for card in hits.cards], look=look)
    return replace(
        hits,
        cards=tuple(replace(card, words=words) for card in cards),
        older=cursor_to(looked[-1], look=look) if len(rows) > len(looked) else "",
        looked=len(looked),
    )


def newest(look: Look, *, count: int) -> tuple[Card, ...]:
    """The newest entries alone, for a page that shows more than the journey."""
    return cards_for(newest_entries(look, count=count), look=look, with_remarks_beside=False)


def newest_entries(look: Look, *, count: int) -> list[Entry]:
    """The same before anybody's name is looked up, for a page that needs other names too."""
    return list(seen_by(look)[:count])


def unreleased(look: Look) -> tuple[Card, ...]:
    """What other databases brought in and nobody has decided about, if this viewer may decide."""
    return cards_for(list(undecided(look)), look=look)


def unreleased_count(look: Look) -> int:
    """How many entries wait for this viewer to release them."""
    return undecided(look).count()


def undecided(look: Look) -> QuerySet[Entry]:
    return seen_by(look, action=Action.REVIEW).filter(imported=True, decided_at=None)


def correctable(look: Look, entry: UUID | None) -> Entry:
    """An entry that this viewer may correct. Raises Refused, the same for one that is not there."""
    found = seen_by(look, action=Action.CORRECT).filter(pk=entry).first() if entry else None
    if found is None:
        missing = entry or look.person.pk
        raise Refused(
            by=look.by, action=Action.CORRECT, room="journey", rule="not-for-you", object=missing
        )
    return found


def decided_among(look: Look, *, asked: Iterable[str]) -> list[UUID]:
    """Those of these entries that were brought in, and that somebody has decided about by now."""
    wanted = [entry for entry in map(ids.parse, asked) if entry]
    rows = seen_by(look, action=Action.REVIEW).filter(imported=True, pk__in=wanted)
    return list(rows.exclude(decided_at=None).values_list("pk", flat=True)) if wanted else []


def cards_for(
    entries: Sequence[Entry],
    *,
    look: Look,
    reader: Reader | None = None,
    with_remarks_beside: bool = True,
) -> tuple[Card, ...]:
    """Cards of these entries, in the words for this viewer or for another reader (a preview).

    A short list can do without what stands beside them: it leads to the entry.
    """
    agencies = {entry.agency for entry in entries if entry.agency and needs_agency(entry)}
    beside = remarks_beside(entries) if with_remarks_beside else []
    names = names_for([*entries, *beside], agencies=agency_names(agencies) if agencies else {})
    name, said = known_as(look), remarks_of(beside, look=look, names=names)
    return tuple(
        with_remarks(card_of(entry, look=look, names=names, known_as=name, reader=reader), said)
        for entry in entries
    )


def needs_agency(entry: Entry) -> bool:
    """Whether the name of its agency is not told already by the post of whoever wrote it."""
    return entry.post is None or entry.audience == Audience.AGENCY


def previews(chosen: Sequence[UUID], *, look: Look) -> tuple[Card, ...]:
    """The person's own page once everyone in the circle can see these entries too.

    All that is new to them, among the newest of what they can read already.
    """
    read = seen_by(look).filter(audience=Audience.CIRCLE).values_list("pk", flat=True)[:PAGE]
    rows = seen_by(look).filter(pk__in={*chosen, *read})
    cards = cards_for(list(rows), look=look, reader=Reader.PERSON)
    new = set(chosen)
    return tuple(
        as_open(replace(card, is_preview=True, is_new=card.entry.pk in new)) for card in cards
    )


def bare_card(entry: Entry, *, look: Look) -> Card:
    return card_of(entry, look=look, names=Names(), known_as="")


# Pages of the room that stands on this one.
WRITING = {Kind.VIEW.value: "voice:tell", Kind.VIEWPOINT.value: "voice:viewpoint"}


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in a list of drafts."""

    id: UUID
    person: UUID
    person_name: str
    kind: Label
    url: str
    saved_at: datetime


def drafts(*, by: Viewer, person: UUID | None = None) -> list[DraftLine]:
    """What this viewer has begun and not sent, the newest first: "Carry on with your draft".

    With `person`, only about them. People whom the viewer may no longer see are left out.
    Three queries.
    """
    rows = list(own_drafts(by=by, person=person))
    named = labels({row.person_id for row in rows}) if rows else {}
    return [
        DraftLine(
            id=row.pk,
            person=row.person_id,
            person_name=named[row.person_id].name,
            kind=LABELS[Kind(row.kind)],
            url=draft_url(row),
            saved_at=row.happened_at,
        )
        for row in rows
    ]


def own_drafts(*, by: Viewer, person: UUID | None = None) -> QuerySet[Draft]:
    """Drafts of this viewer whose form has not been sent."""
    sent = Exists(Entry.objects.filter(pk=OuterRef("pk")))
    corrected = Exists(EntryVersion.objects.filter(pk=OuterRef("pk")))
    rows = visible(Draft, by=by, person=person).filter(author=by.account)
    return rows.filter(~sent, ~corrected).order_by("-happened_at", "-id")


def draft_url(draft: Draft) -> str:
    """Where the writing goes on: a worker writes a view down together with the person."""
    together = draft.kind == Kind.VIEW and draft.agency is not None
    writing = "voice:together" if together else WRITING.get(draft.kind, f"journey:{draft.kind}-add")
    page = (
        reverse(writing, args=[draft.person_id])
        if draft.entry_id is None
        else reverse("journey:correct", args=[draft.person_id, draft.entry_id])
    )
    return f"{page}?draft={draft.pk}"
