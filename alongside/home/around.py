"""Who is around a person, as every page that shows it says it: one look-up of names for all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from alongside.accounts.about import About, abouts
from alongside.accounts.names import names
from alongside.agencies import queries as agencies
from alongside.agencies.queries import PostLabel
from alongside.audit.models import AccessEvent
from alongside.circles import queries as circles
from alongside.circles.models import Invitation, Membership, Role
from alongside.duty import absences
from alongside.duty import queries as duty
from alongside.duty.absences import Away
from alongside.duty.queries import Turn
from alongside.journey.models import Entry, EntryVersion
from alongside.lib import clock
from alongside.sharing.rules import Action
from alongside.sharing.services import Look


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
        return is_away_now(self.away)

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
class Known:
    """What was looked up once for everybody of a circle."""

    look: Look
    now: datetime
    called: Mapping[UUID, str]
    posts: Mapping[UUID, PostLabel]
    turns: Mapping[UUID, Turn]
    gone: Mapping[UUID | None, Away]
    abouts: Mapping[UUID, About]

    def post_of(self, row: Membership | Invitation) -> PostLabel | None:
        return self.posts.get(row.post_id) if row.post_id else None

    def member(self, row: Membership, *, is_present: bool = True) -> Member:
        works = is_present and row.post_id is not None
        turn = self.turns.get(row.account_id) if works else None
        away = self.gone.get(row.post_id) if works else None
        return Member(
            membership=row,
            name=self.called.get(row.account_id, ""),
            post=self.post_of(row),
            turn=turn,
            is_you=row.account_id == self.look.by.account,
            on_duty=turn is not None and turn.starts <= self.now and not is_away_now(away),
            about=self.abouts.get(row.account_id, About()) if row.post_id else About(),
            away=away,
            cover=self.called.get(away.cover, "") if away and away.cover else "",
        )


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
    workers say of themselves. Who is away is always told. The names in `log` and in `entries` are
    looked up together with those of the circle, and that of the person.
    """
    now, person = clock.now(), look.person.pk
    current = circles.members(person, now, **absences.beside("post"))
    asked = circles.invitations_to(person, now) if with_history else []
    before = gone_before(current, person) if with_history else []
    # Family who also work somewhere are not here in that post.
    working = {row.account_id for row in current if row.post_id}
    holding = circles.holding(person, now) if with_cover else ()
    turns = duty.turns(working, teams=holding, at=now)
    gone = {row.post_id: away for row in current if (away := absences.away_of(row))}
    # Whoever has said that they are away is not there, whatever the rota has.
    away_now = {post for post, away in gone.items() if is_away_now(away)}
    here = {
        turn.account: turn for turn in turns if turn.starts <= now and turn.post not in away_now
    }
    rows: list[Membership | Invitation] = [*current, *asked, *before]
    tellers = [*log, *(told for entry in entries for told in (entry, entry.latest) if told)]
    who = [row.account_id for row in rows] + [event_author(told) for told in tellers]
    covers = [away.cover for away in gone.values()]
    held = [row.post_id for row in rows] + [turn.post for turn in here.values()]
    known = Known(
        look=look,
        now=now,
        called=names(set(filter(None, [*who, *here, *covers, look.person.account_id]))),
        posts=agencies.posts(set(filter(None, [*held, *(told.post for told in tellers)]))),
        turns=next_turns(turns),
        gone=gone,
        abouts=abouts(working) if with_about else {},
    )
    return Circle(
        members=[known.member(row) for row in current],
        asked=[Asked(row, asked_as(row, known), known.post_of(row)) for row in asked],
        before=[known.member(row, is_present=False) for row in before],
        here_now=[
            Here(known.called.get(turn.account, ""), known.posts.get(turn.post), turn.ends)
            for turn in here.values()
        ],
    )


def is_away_now(away: Away | None) -> bool:
    return away is not None and away.is_now(absences.today())


def gone_before(current: Iterable[Membership], person: UUID) -> list[Membership]:
    """Who was in the circle and is not, the last to leave first."""
    present = {membership.pk for membership in current}
    return [stay for stay in reversed(circles.stays(person)) if stay.pk not in present]


def event_author(told: AccessEvent | Entry | EntryVersion) -> UUID | None:
    return told.account if isinstance(told, AccessEvent) else told.author


def asked_as(invitation: Invitation, known: Known) -> str:
    """A name; or, until they answer, the address as it was typed, for who looks after the circle."""
    if invitation.account_id is not None:
        return known.called.get(invitation.account_id, "")
    if known.look.may(Action.CHANGE_CIRCLE):
        return invitation.words.address
    return invitation.words.relationship or str(Role(invitation.role).label)


def next_turns(turns: Iterable[Turn]) -> dict[UUID, Turn]:
    """For each account the shift that runs, or the next one. Takes them in the order of starts."""
    first: dict[UUID, Turn] = {}
    for turn in turns:
        first.setdefault(turn.account, turn)
    return first
