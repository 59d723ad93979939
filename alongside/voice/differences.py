"""Whom a viewer sees things differently from, right now: told kindly, on their first page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from alongside.accounts.names import names
from alongside.accounts.viewer import Viewer
from alongside.journey.kinds import TOLD, Kind
from alongside.journey.models import Entry
from alongside.journey.voices import QUESTIONS, Question
from alongside.lib import clock
from alongside.people.queries import labels
from alongside.sharing.queries import visible
from alongside.vault import services as vault
from alongside.voice.viewpoints import FAR, NOW, THE_PERSON, Voice, scales_of, voice_of

# What is looked through for a first page, which shows so many lines of it.
LOOKED_THROUGH = 120
SHOWN = 5

type Told = dict[tuple[UUID, Question], dict[Voice, int]]


@dataclass(frozen=True, slots=True)
class Difference:
    """The viewer and one other see something differently, about this person."""

    person: UUID
    sentence: str


def differences(*, by: Viewer, person: UUID | None = None) -> tuple[Difference, ...]:
    """Where the viewer's newest number is far from the newest of somebody else: for both alike.

    Only from what this viewer may read. One query where they have said nothing, else four at most.
    Whoever shows it records whose names are in it.
    """
    rows = told_lately(by=by, person=person)
    vault.fetch_keys({row.person_id for row in rows})
    own = {row.person_id for row in rows if row.kind == Kind.VIEW and row.author == by.account}
    pairs = pairs_apart(newest_numbers(rows), by=by, own=own)
    return in_words(pairs, own=own)


def told_lately(*, by: Viewer, person: UUID | None) -> list[Entry]:
    """What was told about those about whom this viewer has told something too, the newest first."""
    lately = Entry.objects.filter(kind__in=TOLD, happened_at__gt=clock.now() - NOW)
    mine = lately.filter(author=by.account, agency=by.agency_id)
    rows = visible(Entry, by=by, person=person).filter(
        person__in=mine.values("person"), kind__in=TOLD, happened_at__gt=clock.now() - NOW
    )
    return list(rows.select_related("latest").order_by("-happened_at", "-id")[:LOOKED_THROUGH])


def newest_numbers(rows: Iterable[Entry]) -> Told:
    found: Told = defaultdict(dict)
    for row in rows:
        for scale in scales_of(row):
            found[row.person_id, scale.question].setdefault(voice_of(row), scale.score)
    return found


def pairs_apart(
    told: Told, *, by: Viewer, own: set[UUID]
) -> dict[tuple[UUID, Voice], list[Question]]:
    """For each person and each other voice: the questions where the viewer is far from it."""
    apart: dict[tuple[UUID, Voice], list[Question]] = defaultdict(list)
    for (person, question), numbers in told.items():
        me = THE_PERSON if person in own else (by.account, by.agency_id)
        for voice, number in numbers.items():
            if me in numbers and abs(number - numbers[me]) >= FAR:
                apart[person, voice].append(question)
    return apart


def in_words(
    pairs: Mapping[tuple[UUID, Voice], list[Question]], *, own: set[UUID]
) -> tuple[Difference, ...]:
    shown = list(pairs.items())[:SHOWN]
    called = names({voice[0] for (_person, voice), _questions in shown if voice[0]})
    others = {person for (person, _voice), _questions in shown} - own
    people = labels(others) if others else {}
    found = []
    for (person, voice), questions in shown:
        about = ", ".join(str(QUESTIONS[asked]) for asked in Question if asked in questions)
        whom = people[person].name if person in people else ""
        name = whom if voice == THE_PERSON else called.get(voice[0], "") if voice[0] else ""
        found.append(Difference(person, sentence(name, about, whom=whom)))
    return tuple(found)


def sentence(name: str, about: str, *, whom: str) -> str:
    """`whom`: about whose life it is; empty when it is the reader's own."""
    if not whom or whom == name:
        told = _("You and %(name)s see this differently: %(about)s. You could talk about it.")
        return told % {"name": name, "about": about}
    told = _(
        "You and %(name)s see this differently for %(whom)s: %(about)s. You could talk about it."
    )
    return told % {"name": name, "about": about, "whom": whom}
