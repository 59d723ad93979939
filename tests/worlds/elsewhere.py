"""Hidden things that are not entries: another person's whole journey, and a step on the plan."""

from uuid import UUID

from alongside.accounts.viewer import Viewer, system
from alongside.agencies.models import Team
from alongside.circles import services as circles
from alongside.circles.models import Role
from alongside.journey import services as journey
from alongside.journey.kinds import Kind, Note
from alongside.lib import clock, ids
from alongside.people import services as people
from alongside.people.models import Identity
from alongside.plans import services as plans
from alongside.vault import services as vault
from tests.northmere import Northmere

SECRET = "Tamarisk"

type Ids = list[UUID]


def another_person(area: Northmere) -> Ids:
    """Somebody else's whole journey: a circle, a team, an invitation, an entry."""
    house = system()
    person = people.register(by=house, identity=Identity(given=SECRET, family="Frost")).pk
    nurse = area.viewer("school-nurse")
    asked = circles.invite(
        by=house,
        person=person,
        account=area.account("school-nurse"),
        role=Role.WORKER,
        post=nurse.post_id,
    )
    key = circles.accept(by=nurse, invitation=asked.pk)
    circles.change_key_worker(by=house, person=person, to=key.pk)
    circles.hold(by=house, person=person, team=Team.objects.get(name="Emergency Duty Team").pk)
    housing = area.viewer("housing-officer")
    circles.invite(
        by=nurse,
        person=person,
        account=area.account("housing-officer"),
        role=Role.WORKER,
        post=housing.post_id,
    )
    operation = ids.new()
    made = journey.add_entry(
        by=nurse,
        person=person,
        kind=Kind.NOTE,
        contents=Note(about=f"{SECRET} was seen", text="At the gate."),
        happened_at=clock.now(),
        operation=operation,
        digest=vault.mac("test", str(operation)),
    )
    plan_for(nurse, person)
    return [person, asked.pk, key.pk, *([made.id] if made.id else [])]


def plan_for(by: Viewer, person: UUID) -> Ids:
    """A step that is theirs to do, with the secret in it."""
    operation = ids.new()
    asked = plans.Asked(person, operation, vault.mac("test", str(operation)))
    step = plans.add_step(by=by, asked=asked, to_do=plans.ToDo(SECRET, who=by.account)).id
    return [step] if step else []


def step_on_the_plan(area: Northmere) -> Ids:
    return plan_for(area.viewer("key-worker"), area.person)
