"""Makes a small area large: entries, members of the circle, people of a worker, looks."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from alongside.accounts import services as accounts
from alongside.accounts.viewer import Viewer, system
from alongside.agencies import services as agencies
from alongside.agencies.models import Team
from alongside.circles import services as circles
from alongside.circles.models import Role
from alongside.config.demo.area import viewer_for
from alongside.journey import services as journey
from alongside.journey.kinds import Kind, Note
from alongside.lib import clock, ids
from alongside.people import services as people
from alongside.people.models import Identity
from alongside.plans import services as plans
from alongside.plans.contents import Thinks
from alongside.sharing import services as sharing
from alongside.sharing.rules import Audience
from alongside.vault import services as vault
from tests.northmere import Northmere
from tests.routes.house import asked, bring_in, draft, write

# A plan holds no more than some thirty goals at once.
GOALS = 10


@transaction.atomic
def grow(area: Northmere, *, by: int) -> None:
    """So many more of everything that a page could be asked to show."""
    for number in range(by):
        member = join(area, person=area.person, name=f"Member {number}")
        sharing.look(by=member, person=area.person, room="journey")
        other = people.register(by=system(), identity=Identity(given=f"Child {number}")).pk
        come_in(area.viewer("key-worker"), other)
        note(join(area, person=other, name=f"Colleague {number}"), other)
        write(area, Audience.WORKERS)
        draft(area)
        bring_in(area)
        if number < GOALS:
            widen_plan(area, number)


def widen_plan(area: Northmere, number: int) -> None:
    by = area.viewer("key-worker")
    words = f"Goal {number}"
    goal = plans.add_goal(by=by, asked=asked(area), words=words, is_own=True).id
    assert goal is not None
    plans.add_step(by=by, asked=asked(area), to_do=plans.ToDo("A step", goal=goal, who=by.account))
    plans.say_stance(by=by, asked=asked(area), goal=goal, thinks=Thinks.AGREE, why="")
    plans.add_line(by=by, asked=asked(area), words=words)


def join(area: Northmere, *, person: UUID, name: str) -> Viewer:
    house, slug = system(), str(ids.new())
    made = accounts.create_account(by=house, name=name)
    team = Team.objects.get(name="Youth work")
    since = clock.now() - timedelta(days=40)
    agencies.appoint(by=house, account=made.pk, team=team.pk, role="Youth worker", since=since)
    area.area.accounts[slug] = made.pk
    member = viewer_for(area.area, slug)
    come_in(member, person)
    return member


def come_in(member: Viewer, person: UUID) -> None:
    assert member.account is not None
    asked = circles.invite(
        by=system(), person=person, account=member.account, role=Role.WORKER, post=member.post_id
    )
    circles.accept(by=member, invitation=asked.pk)


def note(by: Viewer, person: UUID) -> None:
    operation = ids.new()
    journey.add_entry(
        by=by,
        person=person,
        kind=Kind.NOTE,
        contents=Note(about="One more", text="The window lock again."),
        happened_at=clock.now(),
        operation=operation,
        digest=vault.mac("test", str(operation)),
    )
