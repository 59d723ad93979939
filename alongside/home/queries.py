"""What the pages that join rooms show. Every read starts at sharing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from alongside.accounts.names import names
from alongside.accounts.viewer import Viewer
from alongside.agencies import queries as agencies
from alongside.circles.models import Invitation
from alongside.journey.kinds import ICONS, LABELS, Kind
from alongside.journey.models import Entry
from alongside.journey.parts import Label
from alongside.lib import clock
from alongside.people.identifiers import NHS_NUMBER, UPN, is_local, shown
from alongside.people.models import Person
from alongside.people.queries import (
    PersonLabel,
    display_name,
    full_name,
    identifiers_of,
    label_of,
    labels,
)
from alongside.sharing import circle as circle_services
from alongside.sharing import queries as sharing
from alongside.sharing import services as looks
from alongside.sharing.rules import Tie
from alongside.sharing.services import Look

NEWS_DAYS = timedelta(days=7)
NEWS_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in a list."""

    id: UUID
    label: PersonLabel


@dataclass(frozen=True, slots=True)
class Who:
    """The head of a record: how the person is written, and their numbers with what each is."""

    label: PersonLabel
    identifiers: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Ours:
    """Whom somebody with no post is tied to: themselves, if they have a record, and others."""

    own: Person | None
    beside: Sequence[PersonLine]


@dataclass(frozen=True, slots=True)
class News:
    """Something new on one of the journeys of this viewer."""

    person: PersonLine
    entry: UUID
    kind: Label
    icon: str
    who: str
    agency: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NewsList:
    """The newest of what is new. `more`: there is more of the same week than fits a page."""

    lines: Sequence[News]
    more: bool

    @property
    def people(self) -> set[UUID]:
        return {news.person.id for news in self.lines}


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as whoever is invited reads it."""

    invitation: Invitation
    person: str
    inviter: str


def ours(*, by: Viewer) -> Ours:
    """The viewer's own record, and the people they stand beside, whose names are seen."""
    rows = list(sharing.people(by=by, through=frozenset({Tie.SELF, Tie.FAMILY})))
    others = [row for row in rows if row.account_id != by.account]
    if others:
        looks.listed(by=by, people=[row.pk for row in others], room="home")
    named = labels(row.pk for row in others) if others else {}
    return Ours(
        own=next((row for row in rows if row.account_id == by.account), None),
        beside=sorted(
            (PersonLine(row.pk, named[row.pk]) for row in others),
            key=lambda line: (line.label.name.casefold(), line.id),
        ),
    )


def called(*, by: Viewer, own: Person | None) -> str:
    """How a person who comes home is greeted: as they like to be called, or by their account."""
    if own is not None and own.identity.goes_by:
        return own.identity.goes_by
    return names({by.account}).get(by.account, "") if by.account else ""


def newest(*, by: Viewer, through: frozenset[Tie]) -> NewsList:
    """What others wrote in the last seven days about all whom the viewer is tied to in these ways.

    The newest first. Whoever shows it records whose names are in it.
    """
    mine = sharing.people(by=by, through=through).values("pk")
    rows = list(
        sharing.visible(Entry, by=by)
        .filter(person__in=mine, created_at__gt=clock.now() - NEWS_DAYS, imported=False)
        .exclude(author=by.account)
        .order_by("-created_at")[: NEWS_AT_MOST + 1]
    )
    shown = rows[:NEWS_AT_MOST]
    named = labels({row.person_id for row in shown}) if shown else {}
    writers = names({row.author for row in shown if row.author})
    where = agencies.agency_names({row.agency for row in shown if row.agency})
    lines = [
        News(
            person=PersonLine(row.person_id, named[row.person_id]),
            entry=row.pk,
            kind=LABELS[Kind(row.kind)],
            icon=ICONS[Kind(row.kind)],
            who=writers.get(row.author, "") if row.author else "",
            agency=where.get(row.agency, "") if row.agency else "",
            at=row.created_at,
        )
        for row in shown
    ]
    return NewsList(lines, more=len(rows) > NEWS_AT_MOST)


def invitations(*, by: Viewer) -> list[Invited]:
    """The circles that this viewer is asked to join."""
    asked = circle_services.invitations(by=by)
    called = names(
        {invitation.invited_by_id for invitation, _ in asked if invitation.invited_by_id}
    )
    return [
        Invited(
            invitation=invitation,
            person=display_name(person),
            inviter=called.get(invitation.invited_by_id, "") if invitation.invited_by_id else "",
        )
        for invitation, person in asked
    ]


def who(look: Look, *, with_numbers: bool) -> Who:
    """How the person of this look is written, with the numbers that other systems know them by.

    Whom nobody has named is written by a number.
    """
    is_named = bool(full_name(look.person.identity))
    rows = identifiers_of(look.person.pk) if with_numbers or not is_named else []
    numbers = [(system_in_words(row.system), shown(row.system, row.value)) for row in rows]
    return Who(label_of(look.person, rows), numbers)


def system_in_words(system: str) -> str:
    if is_local(system):
        return _("Council number")
    return {NHS_NUMBER: _("NHS number"), UPN: _("School number (UPN)")}.get(system, system)
