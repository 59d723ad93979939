"""What stands behind every address: the routes of the URLconf, and something real for each id."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from alongside.accounts import passkeys
from alongside.accounts import services as accounts
from alongside.accounts.about import set_photo
from alongside.accounts.models import Account
from alongside.accounts.viewer import system
from alongside.agencies import services as agencies
from alongside.agencies.models import Agency, Team
from alongside.circles import services as circles
from alongside.circles.models import Invitation, Membership, Role, Words
from alongside.config.demo.area import invite
from alongside.duty import services as duty
from alongside.journey import services as journey
from alongside.journey.kinds import Kind, Note, PathwayEvent
from alongside.journey.models import Sort
from alongside.journey.services import Arrival
from alongside.journey.voices import View
from alongside.lib import clock, ids
from alongside.lib.tests.media.painting import painted
from alongside.plans import services as plans
from alongside.plans.models import PlanVersion
from alongside.sharing import access, questions
from alongside.sharing import services as sharing
from alongside.sharing.access_log import access_log
from alongside.sharing.models import AccessWords, Exclusion
from alongside.sharing.rules import Action, Audience, Reach
from alongside.vault import services as vault
from tests.northmere import DAY, Northmere, northmere

PART = re.compile(r"<uuid:(\w+)>")
# Beside the cast: somebody asked to join, somebody who left, who must not look, who came late.
BESIDE = ("invited", "former", "excluded", "newcomer")


@dataclass(frozen=True)
class Route:
    """One address of the house, however many names it has."""

    path: str
    policy: str | None

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(PART.findall(self.path))

    def address(self, things: dict[str, UUID]) -> str:
        return "/" + PART.sub(lambda part: str(things[part.group(1)]), self.path)


def every_route() -> list[Route]:
    """Every address that the URLconf answers, in its order. The first of two equal ones answers."""
    found = walk(get_resolver().url_patterns, "")
    return list({route.path: route for route in reversed(list(found))}.values())[::-1]


def walk(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[Route]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, path)
        else:
            yield Route(path, getattr(pattern.callback, "route_policy", None))


@dataclass
class House:
    """The area with something real for every id in an address, and somebody of every standing."""

    area: Northmere
    things: dict[str, dict[str, UUID]]

    def variants(self, route: Route) -> Iterator[tuple[str, dict[str, UUID]]]:
        """Every real thing that an address can name, with what it is called in the table."""
        chosen = [part for part in route.parts if len(self.things[self.key(route, part)]) > 1]
        plain = {p: next(iter(self.things[self.key(route, p)].values())) for p in route.parts}
        if not chosen:
            yield "", plain
        for part in chosen:
            for name, thing in self.things[self.key(route, part)].items():
                yield name, plain | {part: thing}

    def key(self, route: Route, part: str) -> str:
        if part == "membership_id" and "/access/" in route.path:
            return "family_id"
        if part == "item_id" and "questions/" in route.path:
            return "question_id"
        if part == "item_id" and "views/" in route.path:
            return "view_id"
        return "draft_id" if part == "item_id" and "drafts/" in route.path else part


@contextmanager
def house(at: datetime = DAY) -> Iterator[House]:
    with northmere(at) as area:
        things = furnish(area)
        area.sign_in_everybody()
        duty.climb()  # the loop's sign of life
        yield House(area, things)


def furnish(area: Northmere) -> dict[str, dict[str, UUID]]:
    stand_beside(area)
    set_photo(by=area.viewer("youth-charity"), content=painted("JPEG"))
    member = place_of(area.account("youth-charity"))
    asked = Invitation.objects.get(account=area.account("invited"))
    return {
        "person_id": {"": area.person},
        "item_id": {
            "shared": write(area, Audience.CIRCLE),
            "workers": write(area, Audience.WORKERS),
            "named": write(area, Audience.NAMED, named=[area.account("school-lead")]),
            "agency": write(area, Audience.AGENCY),
            "imported": bring_in(area),
        },
        "draft_id": {"": draft(area)},
        "question_id": {"": question(area)},
        "view_id": {"": view(area)},
        "part_id": {
            "begun": attached(area),
            "sent": attached(area, Audience.CIRCLE),
            "for the key worker": attached(area, Audience.KEY_WORKER),
        },
        **plan(area),
        "membership_id": {"": member.pk},
        "family_id": {"": place_of(area.account("parent")).pk},
        "decision_id": {"": propose_access(area)},
        "invitation_id": {"": asked.pk},
        "exclusion_id": {"": Exclusion.objects.get(person=area.person).pk},
        "passkey_id": {"": passkey(area.account("key-worker"))},
    }


def view(area: Northmere) -> UUID:
    operation = ids.new()
    made = journey.tell(
        by=area.viewer("young-person"),
        person=area.person,
        contents=View(words="I like it here."),
        operation=operation,
        digest=vault.mac("test", str(operation)),
    )
    assert made.id is not None
    return made.id


def question(area: Northmere) -> UUID:
    """Robyn asks why the school has looked."""
    by, school = area.viewer("young-person"), area.viewer("school-lead")
    with transaction.atomic():
        sharing.look(by=school, person=area.person, room="home")
    seen = sharing.allow(by=by, person=area.person, action=Action.READ_LOG, room="sharing")
    line = next(one for one in access_log(seen).lines if one.who == "Kwame Owusu")
    asked = questions.ask(
        by=by,
        person=area.person,
        ref=line.ref,
        words="Why did you look?",
        operation=ids.new(),
        digest=b"asked",
    )
    assert asked.id is not None
    return asked.id


def place_of(account: UUID) -> Membership:
    return Membership.objects.get(account=account, until=None)


def propose_access(area: Northmere) -> UUID:
    """What the newcomer should see, proposed by the person; somebody else has to confirm it."""
    proposed = access.propose(
        by=area.viewer("young-person"),
        person=area.person,
        membership=place_of(area.account("newcomer")).pk,
        reach=Reach.PLAN,
        words=AccessWords(why="She is kind."),
        operation=ids.new(),
        digest=b"proposed",
    )
    assert proposed.id is not None
    return proposed.id


def stand_beside(area: Northmere) -> None:
    house = system()
    team = Team.objects.get(name="Youth work")
    for slug in BESIDE:
        made = accounts.create_account(by=house, name=f"Somebody {slug}", email=f"{slug}@x.example")
        area.area.accounts[slug] = made.pk
        if slug in {"former", "excluded"}:
            since = clock.now() - timedelta(days=40)
            agencies.appoint(by=house, account=made.pk, team=team.pk, role="Worker", since=since)
            invite(area.area, slug, Role.WORKER, Words(), by=house)
    now = clock.now()
    for slug, role in (("invited", Role.ADVOCATE), ("newcomer", Role.FAMILY)):
        asked = circles.invite(
            by=area.viewer("key-worker"),
            person=area.person,
            account=area.account(slug),
            role=role,
            history_from=now + timedelta(minutes=1),
        )
        if slug == "newcomer":
            circles.accept(by=area.viewer(slug), invitation=asked.pk)
    left = place_of(area.account("former"))
    circles.leave(by=area.viewer("former"), membership=left.pk)
    sharing.exclude(
        by=area.viewer("key-worker"),
        person=area.person,
        account=area.account("excluded"),
        reason="Must not come near",
    )


def write(area: Northmere, audience: Audience, *, named: Iterable[UUID] = ()) -> UUID:
    operation = ids.new()
    narrowed = audience is not Audience.CIRCLE
    made = journey.add_entry(
        by=area.viewer("key-worker"),
        person=area.person,
        kind=Kind.NOTE,
        contents=Note(about=f"For {audience}", text="Something that was noted."),
        happened_at=clock.now() - timedelta(hours=1),
        audience=audience,
        withheld_reason="harm" if narrowed else "",
        withheld_until=clock.now().date() + timedelta(days=7) if narrowed else None,
        named=named,
        operation=operation,
        digest=vault.mac("test", str(operation)),
    )
    assert made.id is not None
    return made.id


def bring_in(area: Northmere) -> UUID:
    council = Agency.objects.get(slug="northmere-council")
    arrival = Arrival(
        person=area.person,
        kind=Kind.REFERRAL,
        contents=PathwayEvent(title="Referral", details=(("From", "Police"),)),
        happened_at=clock.now() - timedelta(days=90),
    )
    return journey.import_entries(
        by=system(),
        agency=council.pk,
        arrivals=[arrival],
        source="the children in need census",
        as_at=date(2025, 3, 31),
    )[0]


def plan(area: Northmere) -> dict[str, dict[str, UUID]]:
    """A goal, a step and a line that the key worker wrote, and the version with all of them."""
    by = area.viewer("key-worker")
    goal = plans.add_goal(by=by, asked=asked(area), words="A goal", is_own=False).id
    to_do = plans.ToDo("A step", goal=goal)
    step = plans.add_step(by=by, asked=asked(area), to_do=to_do).id
    line = plans.add_line(by=by, asked=asked(area), words="A line").id
    assert goal is not None
    assert step is not None
    assert line is not None
    newest = PlanVersion.objects.filter(person=area.person).latest("number")
    return {
        "goal_id": {"": goal},
        "step_id": {"": step},
        "line_id": {"": line},
        "version_id": {"": newest.pk},
    }


def asked(area: Northmere) -> plans.Asked:
    operation = ids.new()
    return plans.Asked(area.person, operation, vault.mac("test", str(operation)))


def draft(area: Northmere) -> UUID:
    made = journey.save_draft(
        by=area.viewer("key-worker"),
        person=area.person,
        kind=Kind.NOTE,
        fields={"about": ["Half a note"]},
        operation=ids.new(),
    )
    assert made is not None
    return made.pk


def attached(area: Northmere, sent_to: Audience | None = None) -> UUID:
    """A photo of a view, sent to somebody or still being written."""
    by, form = area.viewer("young-person"), ids.new()
    journey.save_draft(by=by, person=area.person, kind=Kind.VIEW, fields={}, operation=form)
    made = journey.attach(
        by=by,
        person=area.person,
        form=form,
        sort=Sort.PHOTO,
        content=painted("JPEG"),
        operation=ids.new(),
    )
    if sent_to is not None:
        journey.tell(
            by=by,
            person=area.person,
            contents=View(words="This is my room."),
            audience=sent_to,
            operation=form,
            digest=vault.mac("test", str(form)),
        )
    assert made.id is not None
    return made.id


def passkey(account: UUID) -> UUID:
    Authenticator.objects.create(
        user=Account.objects.get(pk=account),
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "phone", "credential": {}},
    )
    return passkeys.passkeys_of(account)[0].id
