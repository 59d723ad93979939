"""What the pages that join rooms show. Every read starts at sharing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from alongside.accounts.about import About, abouts
from alongside.accounts.names import names
from alongside.accounts.viewer import Viewer
from alongside.agencies import queries as agencies
from alongside.agencies.queries import PostLabel
from alongside.audit.models import AccessEvent
from alongside.circles import queries as circles
from alongside.circles.models import Invitation, Membership, Role
from alongside.duty import absences
from alongside.duty import queries as duty
from alongside.duty.absences import Away
from alongside.duty.models import Kind as PromiseKind
from alongside.duty.queries import Turn
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
from alongside.sharing.questions import answerable
from alongside.sharing.rules import Action, Tie
from alongside.sharing.services import Look

# Whom it is about, the entry, and when it is due.
type OwedLine = tuple[PersonLine, Entry, datetime]

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
class Member:
    """One member of a circle, as its pages show them."""

    membership: Membership
    name: str
    post: PostLabel | None
    turn: Turn | None
    is_you: bool
    on_duty: bool
    about: About = field(default_factory=About)
    away: Away | None = None
    cover: str = ""

    @property
    def is_away(self) -> bool:
        return self.away is not None and self.away.is_now(absences.today())

    @property
    def is_worker(self) -> bool:
        return self.membership.role == Role.WORKER


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody on duty now, in the circle or for a team that holds the journey."""

    name: str
    post: PostLabel | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who was invited and has not answered."""

    invitation: Invitation
    name: str
    post: PostLabel | None


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as whoever is invited reads it."""

    invitation: Invitation
    person: str
    inviter: str


@dataclass(frozen=True, slots=True)
class Circle:
    """Who is around a person: now, asked, and before."""

    members: Sequence[Member]
    asked: Sequence[Asked] = ()
    before: Sequence[Member] = ()
    here_now: Sequence[Here] = ()

    @property
    def key_worker(self) -> Member | None:
        return next((m for m in self.members if m.membership.is_key_worker), None)


@dataclass(frozen=True, slots=True)
class Owed:
    """What a worker has promised: to look again who sees something, to answer that it is wrong.

    And to answer what a person asks about a look: whom it is about, the question, when it is due.
    """

    reviews: Sequence[OwedLine]
    corrections: Sequence[OwedLine]
    questions: Sequence[tuple[PersonLine, UUID, datetime]]

    @property
    def people(self) -> set[UUID]:
        lines = (*self.reviews, *self.corrections, *self.questions)
        return {person.id for person, _what, _due in lines}


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


def circle(
    look: Look,
    *,
    with_history: bool = False,
    with_cover: bool = False,
    with_about: bool = False,
    log: Sequence[AccessEvent] = (),
    entries: Sequence[Entry] = (),
) -> Circle:
    """Who is around the person of this look. `with_history`: who was, and who is asked, too.

    `with_cover`: also who is on duty for a team that holds the journey. `with_about`: also what
    workers say of themselves. Who is away is always told. The names in `log` and in
    `entries` are looked up together with those of the circle.
    """
    now, person = clock.now(), look.person.pk
    current = circles.members(person, now)
    asked = circles.invitations_to(person, now) if with_history else []
    stays = circles.stays(person) if with_history else []
    present = {membership.pk for membership in current}
    before = [stay for stay in reversed(stays) if stay.pk not in present]
    holding = circles.holding(person, now) if with_cover else ()
    # Family who also work somewhere are not here in that post.
    working = {row.account_id for row in current if row.post_id}
    turns = duty.turns(working, teams=holding, at=now)
    here = {turn.account: turn for turn in turns if turn.starts <= now}
    rows: list[Membership | Invitation] = [*current, *asked, *before]
    gone = absences.away(row.post_id for row in current if row.post_id)
    told_of = abouts(working) if with_about else {}
    tellers = [told for entry in entries for told in (entry, entry.latest) if told]
    called = names(
        {row.account_id for row in rows if row.account_id}
        | {*here}
        | {one.cover for one in gone.values() if one.cover}
        | {event.account for event in log if event.account}
        | {told.author for told in tellers if told.author}
    )
    posts = agencies.posts(
        {row.post_id for row in rows if row.post_id}
        | {turn.post for turn in here.values()}
        | {event.post for event in log if event.post}
        | {told.post for told in tellers if told.post}
    )
    mine = next_turns(turns)

    def post_of(row: Membership | Invitation) -> PostLabel | None:
        return posts.get(row.post_id) if row.post_id else None

    def member(row: Membership) -> Member:
        turn = mine.get(row.account_id) if row.pk in present and row.post_id else None
        away = gone.get(row.post_id) if row.pk in present and row.post_id else None
        return Member(
            membership=row,
            name=called.get(row.account_id, ""),
            post=post_of(row),
            turn=turn,
            is_you=row.account_id == look.by.account,
            on_duty=turn is not None and turn.starts <= now,
            about=told_of.get(row.account_id, About()) if row.post_id else About(),
            away=away,
            cover=called.get(away.cover, "") if away and away.cover else "",
        )

    return Circle(
        members=[member(row) for row in current],
        asked=[Asked(row, asked_as(row, called, look=look), post_of(row)) for row in asked],
        before=[member(row) for row in before],
        here_now=in_words(here.values(), called, posts),
    )


def asked_as(invitation: Invitation, called: Mapping[UUID, str], *, look: Look) -> str:
    """A name; or, until they answer, the address as it was typed, for who looks after the circle."""
    if invitation.account_id is not None:
        return called.get(invitation.account_id, "")
    if look.may(Action.CHANGE_CIRCLE):
        return invitation.words.address
    return invitation.words.relationship or str(Role(invitation.role).label)


def in_words(
    here: Iterable[Turn], called: Mapping[UUID, str], posts: Mapping[UUID, PostLabel]
) -> list[Here]:
    return [Here(called.get(turn.account, ""), posts.get(turn.post), turn.ends) for turn in here]


def next_turns(turns: Iterable[Turn]) -> dict[UUID, Turn]:
    """For each account the shift that runs, or the next one. Takes them in the order of starts."""
    first: dict[UUID, Turn] = {}
    for turn in turns:
        first.setdefault(turn.account, turn)
    return first


def owed(*, by: Viewer) -> Owed:
    """What this worker promised about what they can read: the first due first."""
    promises = duty.owed_by(by.account) if by.account else []
    asked = {promise.object for promise in promises}
    rows = {row.pk: row for row in sharing.visible(Entry, by=by).filter(pk__in=asked)}
    about_looks = [promise for promise in promises if promise.kind == PromiseKind.QUESTION]
    questions = answerable(by=by, among=[promise.object for promise in about_looks])
    whom = {row.person_id for row in rows.values()} | {*questions.values()}
    named = labels(whom)

    def lines(kind: PromiseKind) -> list[OwedLine]:
        kept = [p for p in promises if p.kind == kind and p.object in rows]
        about = [(rows[promise.object], promise.due_at) for promise in kept]
        return [(PersonLine(r.person_id, named[r.person_id]), r, due) for r, due in about]

    return Owed(
        lines(PromiseKind.REVIEW),
        lines(PromiseKind.CORRECTION),
        [
            (PersonLine(person, named[person]), promise.object, promise.due_at)
            for promise in about_looks
            if (person := questions.get(promise.object))
        ],
    )


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
