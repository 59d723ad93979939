"""Makes the made-up area, once: agencies, the cast, one circle, and what it has written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from alongside.accounts import addresses
from alongside.accounts import services as accounts
from alongside.accounts.models import Account
from alongside.accounts.viewer import Capacity, Viewer, system
from alongside.agencies import queries as agencies_now
from alongside.agencies import services as agencies
from alongside.agencies.models import Agency, Team
from alongside.circles import services as circles
from alongside.circles.models import Role, Words
from alongside.config.demo.around import Around
from alongside.config.demo.cast import (
    BY_SLUG,
    CAST,
    CIRCLE,
    NORTHMERE_FAMILY,
    Member,
    Place,
)
from alongside.config.demo.plan import Planning
from alongside.config.demo.sides import SIDES
from alongside.config.demo.story import STORY, Told
from alongside.duty import services as duty
from alongside.duty.models import Shift
from alongside.journey.services.recording import add_entry
from alongside.journey.services.telling import tell
from alongside.journey.voices import View, Viewpoint
from alongside.lib import clock, ids
from alongside.people import services as people
from alongside.people.models import Identity, Person
from alongside.sharing import access
from alongside.sharing.models import AccessWords
from alongside.sharing.rules import Reach
from alongside.vault import services as vault

LONDON = ZoneInfo("Europe/London")
SHIFT_DAYS = 28
REVIEW_DAYS = 21
BETWEEN = timedelta(hours=1)
MORNING, EVENING = time(8, 30), time(17)


@dataclass(frozen=True, slots=True)
class DemoArea:
    """The account of each of the cast by slug, and whose journey it is."""

    accounts: dict[str, UUID]
    person: UUID


def ensure(say: Callable[[str], None] = lambda _line: None) -> None:
    """Make the area when it is not there yet, and keep people on duty for the weeks to come."""
    if not Account.objects.exists():
        say("Making a made-up area: agencies, people and a circle …")
        make()
    put_on_duty()


def find() -> DemoArea:
    """The area that was made before."""
    slugs = {addresses.pseudo(member.email): member.slug for member in CAST}
    rows = Account.objects.filter(email__in=slugs).values_list("email", "id")
    found = {slugs[token]: account for token, account in rows if token is not None}
    return DemoArea(found, Person.objects.get(account=found["young-person"]).pk)


@transaction.atomic
def make() -> DemoArea:
    house = system()
    start = clock.now() - timedelta(days=40)
    with clock.hold(start):
        area = begin(by=house)
    put_on_duty()
    for told in (*STORY, *SIDES):
        write(told, area)
    viewers = {slug: viewer_for(area, slug) for slug in area.accounts}
    Planning(area.person, viewers).all()
    Around(area.person, viewers).all()
    return area


def begin(*, by: Viewer) -> DemoArea:
    """Everybody in their place, and nothing written yet."""
    with_account = {member.slug: join_area(member, by=by) for member in CAST}
    robyn = people.register(
        by=by,
        identity=Identity(
            given="Robyn", family="Hale", pronouns="she, her", born=date(2011, 3, 3), sex="F"
        ),
        identifiers=[
            people.GivenIdentifier("nhs-number", "9990000018"),
            people.GivenIdentifier("la-child-id:northmere-council", "NM-1041"),
        ],
        account=with_account["young-person"],
    )
    area = DemoArea(with_account, robyn.pk)
    gather_circle(area, by=by)
    return area


def join_area(member: Member, *, by: Viewer) -> UUID:
    account = accounts.create_account(by=by, name=member.name, email=member.email)
    if member.place is not None:
        team = team_of(member.place, by=by)
        agencies.appoint(
            by=by, account=account.pk, team=team.pk, role=member.role, since=clock.now()
        )
    return account.pk


def team_of(place: Place, *, by: Viewer) -> Team:
    agency = agencies_now.by_slug(place.slug) or agencies.create_agency(
        by=by, slug=place.slug, name=place.agency, kind=Agency.Kind(place.kind)
    )
    return Team.objects.filter(agency=agency, name=place.team).first() or agencies.create_team(
        by=by, agency=agency.pk, name=place.team
    )


def gather_circle(area: DemoArea, *, by: Viewer) -> None:
    """One after the other: a circle is shown in the order in which people came."""
    mum = Words(relationship="Mum", purpose="Robyn’s mum")
    parent = invite(area, "parent", Role.FAMILY, mum, by=by)
    clock.advance(BETWEEN)
    key = invite(area, "key-worker", Role.WORKER, words_for("key-worker"), by=by)
    circles.change_key_worker(by=by, person=area.person, to=key)
    for slug in CIRCLE:
        clock.advance(BETWEEN)
        invite(area, slug, Role.WORKER, words_for(slug), by=by)
    clock.advance(BETWEEN)
    let_in(area, parent)


def let_in(area: DemoArea, membership: UUID) -> None:
    """Robyn says what her mum may see, and her key worker confirms it."""
    proposed = access.propose(
        by=viewer_for(area, "young-person"),
        person=area.person,
        membership=membership,
        reach=Reach.SHARED,
        words=AccessWords(why="I want Mum to know what we said."),
        operation=ids.new(),
        digest=b"demo",
    )
    assert proposed.id is not None  # noqa: S101  (a decision that was just made has its id)
    access.confirm(by=viewer_for(area, "key-worker"), person=area.person, decision=proposed.id)


def words_for(slug: str) -> Words:
    return Words(purpose=BY_SLUG[slug].purpose)


def invite(area: DemoArea, slug: str, role: Role, words: Words, *, by: Viewer) -> UUID:
    viewer = viewer_for(area, slug)
    invitation = circles.invite(
        by=by,
        person=area.person,
        account=area.accounts[slug],
        role=role,
        post=viewer.post_id,
        words=words,
    )
    return circles.accept(by=viewer, invitation=invitation.pk).pk


def viewer_for(area: DemoArea, slug: str) -> Viewer:
    """One of the cast, acting in their own post."""
    account = area.accounts[slug]
    post = agencies_now.post_held(account, clock.now())
    return Viewer(
        account=account,
        capacity=Capacity.WORKER if post else Capacity.PERSON,
        post=post,
        proof="demo",
        proved_at=clock.now(),
        request=ids.new(),
    )


def write(told: Told, area: DemoArea) -> None:
    """Write it down half an hour after it happened, as if the area had been in use for weeks."""
    happened = at(clock.now().astimezone(LONDON).date() - timedelta(days=told.days_ago), told.at)
    withheld = happened.date() + timedelta(days=REVIEW_DAYS)
    operation = ids.new()
    with clock.hold(happened + timedelta(minutes=30)):
        if isinstance(told.contents, View | Viewpoint):
            tell(
                by=viewer_for(area, told.by),
                person=area.person,
                contents=told.contents,
                audience=told.audience,
                operation=operation,
                digest=vault.mac("demo", str(operation)),
            )
            return
        add_entry(
            by=viewer_for(area, told.by),
            person=area.person,
            kind=told.kind,
            contents=told.contents,
            happened_at=happened,
            audience=told.audience,
            withheld_reason=told.reason,
            withheld_until=withheld if told.reason else None,
            operation=operation,
            digest=vault.mac("demo", str(operation)),
        )


def put_on_duty() -> None:
    """Days for Samira and Helen, nights for Joyce, from yesterday on for four weeks."""
    area, house = find(), system()
    family_help = team_of(NORTHMERE_FAMILY, by=house).pk
    today = clock.now().astimezone(LONDON).date()
    last = Shift.objects.aggregate(last=Max("starts"))["last"]
    first = today - timedelta(days=1) if last is None else last.astimezone(LONDON).date()
    for day in (first + timedelta(days=n) for n in range((today - first).days + SHIFT_DAYS)):
        for slug in ("key-worker", "team-manager"):
            shift(area, slug, at(day, MORNING), at(day, EVENING), by=house)
        # The night team answers for the day team, so Joyce is on duty for Samira's team.
        night = at(day, EVENING), at(day + timedelta(days=1), MORNING)
        shift(area, "night-duty", *night, by=house, team=family_help)


def at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=LONDON)


def shift(
    area: DemoArea,
    slug: str,
    starts: datetime,
    ends: datetime,
    *,
    by: Viewer,
    team: UUID | None = None,
) -> None:
    post = viewer_for(area, slug).post_id
    if post and not Shift.objects.filter(post=post, starts=starts).exists():
        duty.add_shift(by=by, post=post, starts=starts, ends=ends, team=team)
