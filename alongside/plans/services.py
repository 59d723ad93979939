"""Every change of a plan. Each decides, changes one thing, records and announces in one transaction.

A change locks the plan, takes its newest contents, changes its one thing and writes the next
version: ten people who write at once are ten versions, and nothing of any of them is lost.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.accounts.operations import Outcome, once
from alongside.accounts.viewer import Viewer
from alongside.audit import services as audit
from alongside.circles import queries as circles
from alongside.journey.kinds import Kind
from alongside.journey.models import Entry
from alongside.journey.policy import Unfit
from alongside.lib import clock, ids
from alongside.live import services as live
from alongside.people.models import Person
from alongside.plans import changing
from alongside.plans.changing import Change
from alongside.plans.contents import Ending, Goal, Hand, Line, State, Step, Thinks
from alongside.plans.models import ALWAYS, Plan, PlanVersion, blank
from alongside.plans.policy import may_change_goal, may_change_line, may_end_goal
from alongside.sharing import services as sharing
from alongside.sharing.queries import visible
from alongside.sharing.rules import Action, Audience

ROOM = "plans"
REGION = "plan"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a change is asked for with: whose plan, and the operation that makes it one write."""

    person: UUID
    operation: UUID
    digest: bytes


@dataclass(frozen=True, slots=True)
class Held:
    """A plan that nobody else can change until this transaction ends, and who may change it."""

    plan: Plan
    seen: sharing.Look
    hand: Hand


@transaction.atomic
def add_goal(
    *, by: Viewer, asked: Asked, words: str, is_own: bool, said: UUID | None = None
) -> Outcome:
    """Put a goal on the plan. `is_own`: in the person's own words; the person's always are.

    Every service here raises Refused, Unfit and UsedOperation; the outcome holds the id of what
    was added or changed. The same operation again changes nothing.
    """
    held = locked(by=by, person=asked.person)
    check_said(said, held=held)

    def add(new_id: UUID) -> UUID:
        own = is_own or held.seen.is_own
        goal = Goal(id=new_id, words=words, hand=held.hand, is_own=own, said=said)
        return written(held, changing.add_goal(goal), about=new_id)

    return once(
        by=by, operation=asked.operation, kind="plans.goal", digest=asked.digest, effect=add
    )


@transaction.atomic
def change_goal(*, by: Viewer, asked: Asked, goal: UUID, words: str, is_own: bool) -> Outcome:
    """Say a goal in other words. The person's own words are changed by the person alone."""
    held = locked(by=by, person=asked.person)
    found = held.plan.contents_now.goal(goal)
    if found is not None and not may_change_goal(held.seen, found):
        raise refused(held, goal)
    own = is_own or held.seen.is_own
    change = changing.change_goal(goal, words=words, is_own=own, hand=held.hand)
    return changed(held, asked, change, about=goal, kind="plans.change-goal")


@transaction.atomic
def end_goal(*, by: Viewer, asked: Asked, goal: UUID, ending: Ending, why: str) -> Outcome:
    """We got there, or we stop. For the person, workers, and whoever wrote the goal."""
    held = locked(by=by, person=asked.person)
    check_ending(held, goal)
    change = changing.end_goal(goal, ending=ending, why=why, hand=held.hand)
    return changed(held, asked, change, about=goal, kind="plans.end-goal")


@transaction.atomic
def reopen_goal(*, by: Viewer, asked: Asked, goal: UUID) -> Outcome:
    """Take the end of a goal back."""
    held = locked(by=by, person=asked.person)
    check_ending(held, goal)
    return changed(held, asked, changing.reopen_goal(goal), about=goal, kind="plans.reopen-goal")


@transaction.atomic
def say_stance(*, by: Viewer, asked: Asked, goal: UUID, thinks: Thinks, why: str) -> Outcome:
    """What this member thinks of a goal. Each says it for themselves alone."""
    held = locked(by=by, person=asked.person)
    change = changing.say(goal, thinks=thinks, why=why, hand=held.hand)
    return changed(held, asked, change, about=goal, kind="plans.stance")


@dataclass(frozen=True, slots=True)
class ToDo:
    """What a step says: what, for which goal, who (a member, or in words), by when."""

    what: str
    goal: UUID | None = None
    who: UUID | None = None
    who_words: str = ""
    by: date | None = None


@transaction.atomic
def add_step(*, by: Viewer, asked: Asked, to_do: ToDo, said: UUID | None = None) -> Outcome:
    """Put a step on the plan. Anybody who writes the plan may."""
    held = locked(by=by, person=asked.person)
    check_said(said, held=held)

    def add(new_id: UUID) -> UUID:
        check_who(to_do.who, held=held)
        step = Step(
            id=new_id,
            what=to_do.what,
            hand=held.hand,
            goal=to_do.goal,
            who=to_do.who,
            who_words=to_do.who_words,
            by=to_do.by,
            said=said,
        )
        return written(held, changing.add_step(step), about=new_id)

    return once(
        by=by, operation=asked.operation, kind="plans.step", digest=asked.digest, effect=add
    )


@transaction.atomic
def change_step(*, by: Viewer, asked: Asked, step: UUID, to_do: ToDo) -> Outcome:
    """Say anew what a step is, who does it, and by when."""
    held = locked(by=by, person=asked.person)
    found = held.plan.contents_now.step(step)
    if found is None or found.who != to_do.who:  # who has left stays where they are named
        check_who(to_do.who, held=held)
    change = changing.change_step(
        step,
        goal=to_do.goal,
        what=to_do.what,
        who=to_do.who,
        who_words=to_do.who_words,
        by=to_do.by,
    )
    return changed(held, asked, change, about=step, kind="plans.change-step")


@transaction.atomic
def move_step(*, by: Viewer, asked: Asked, step: UUID, to: State) -> Outcome:
    """Begin a step, say that it is done, or take that back."""
    held = locked(by=by, person=asked.person)
    change = changing.move_step(step, to=to, hand=held.hand)
    return changed(held, asked, change, about=step, kind="plans.move-step")


@transaction.atomic
def set_review(*, by: Viewer, asked: Asked, on: date) -> Outcome:
    """When everybody looks at the plan again. Workers name the day."""
    held = locked(by=by, person=asked.person)
    if not by.is_worker:
        raise refused(held, held.plan.pk)
    change = changing.set_review(on)
    return changed(held, asked, change, about=held.plan.pk, kind="plans.review")


@transaction.atomic
def add_line(*, by: Viewer, asked: Asked, words: str, said: UUID | None = None) -> Outcome:
    """Put something on the list for the next talk."""
    held = locked(by=by, person=asked.person)
    check_said(said, held=held)

    def add(new_id: UUID) -> UUID:
        line = Line(id=new_id, words=words, hand=held.hand, said=said)
        return written(held, changing.add_line(line), about=new_id)

    return once(
        by=by, operation=asked.operation, kind="plans.line", digest=asked.digest, effect=add
    )


@transaction.atomic
def change_line(*, by: Viewer, asked: Asked, line: UUID, words: str) -> Outcome:
    """Say it in other words. For whoever wrote it."""
    held = locked(by=by, person=asked.person)
    found = held.plan.contents_now.line(line)
    if found is not None and not may_change_line(held.seen, found):
        raise refused(held, line)
    change = changing.change_line(line, words=words)
    return changed(held, asked, change, about=line, kind="plans.change-line")


@transaction.atomic
def talk_about(*, by: Viewer, asked: Asked, line: UUID, is_done: bool) -> Outcome:
    """Say that it was talked about, or take that back."""
    held = locked(by=by, person=asked.person)
    change = changing.talk_about(line, hand=held.hand if is_done else None)
    return changed(held, asked, change, about=line, kind="plans.talk-about")


def locked(*, by: Viewer, person: UUID) -> Held:
    """The plan, made when it is the first change, and held until the transaction ends."""
    audit.hold([person])
    at = clock.now()
    seen = sharing.allow(by=by, person=person, action=Action.SEE, room=ROOM)
    allowed = sharing.allow_item(
        by=by, item=blank(seen.person, at=at), action=Action.PLAN, room=ROOM
    )
    plan = held_plan(seen.person)
    return Held(plan, allowed, Hand(at=at, account=by.account, post=by.post_id))


def held_plan(person: Person) -> Plan:
    new = {"id": ids.new(), "happened_at": ALWAYS, "created_at": clock.now(), "sealed": b""}
    Plan.objects.get_or_create(person=person, defaults=new)
    plan = Plan.objects.select_for_update().get(person=person)
    if plan.latest_id is not None:
        plan.latest = PlanVersion.objects.get(pk=plan.latest_id)
    return plan


def changed(held: Held, asked: Asked, change: Change, *, about: UUID, kind: str) -> Outcome:
    return once(
        by=held.seen.by,
        operation=asked.operation,
        kind=kind,
        digest=asked.digest,
        effect=lambda _new_id: written(held, change, about=about),
    )


def written(held: Held, change: Change, *, about: UUID) -> UUID:
    """The next version, when the change changes anything. Gives back what it was about."""
    plan, before = held.plan, held.plan.contents_now
    after = change(before)
    if after == before:
        return about
    version = PlanVersion(
        id=ids.new(),
        plan=plan,
        person_id=plan.person_id,
        number=plan.number + 1,
        author=held.hand.account,
        agency=held.seen.by.agency_id,
        post=held.hand.post,
        created_at=held.hand.at,
    )
    version.put(after)
    version.save(force_insert=True)
    plan.number, plan.latest = version.number, version
    plan.save(update_fields=["number", "latest"])
    kind = Plan._meta.label_lower
    sharing.written(held.seen, action=Action.PLAN, room=ROOM, kind=kind, object=plan.pk)
    live.publish(person=plan.person_id, region=REGION, kind=kind, object=plan.pk)
    return about


def check_said(said: UUID | None, *, held: Held) -> None:
    """Raises Refused unless these words may come onto a plan that everyone in the circle reads.

    What not everyone may read, only the person may take there. That somebody does not feel safe
    never goes there: it is for the workers to act on.
    """
    if said is None:
        return
    seen = held.seen
    rows = visible(Entry, by=seen.by, person=seen.person.pk, standing=seen.standing)
    entry = rows.filter(pk=said, urgent=False).exclude(kind=Kind.VIEWPOINT).first()
    if entry is None or (entry.audience != Audience.CIRCLE and not seen.is_own):
        raise refused(held, said)


def check_who(who: UUID | None, *, held: Held) -> None:
    """Raises Unfit unless this account is in the circle, or is the person."""
    if who is None or who == held.seen.person.account_id:
        return
    members = circles.members(held.seen.person.pk, clock.now())
    if who not in {member.account_id for member in members}:
        raise Unfit("who", _("Choose somebody who is in the circle now."))


def check_ending(held: Held, goal: UUID) -> None:
    found = held.plan.contents_now.goal(goal)
    if found is not None and not may_end_goal(held.seen, found):
        raise refused(held, goal)


def refused(held: Held, about: UUID) -> sharing.Refused:
    return sharing.Refused(
        by=held.seen.by, action=Action.PLAN, room=ROOM, rule="not-for-you", object=about
    )
