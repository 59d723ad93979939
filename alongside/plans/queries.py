"""Reads of a plan. Each starts at what the policy lets this viewer see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from alongside.accounts.names import names as account_names
from alongside.accounts.viewer import Viewer
from alongside.agencies.queries import posts as post_labels
from alongside.circles import queries as circles
from alongside.circles.models import Membership
from alongside.journey.cards import known_as, reader_of
from alongside.journey.queries import seen_by
from alongside.lib import clock
from alongside.plans.contents import Goal, Hand, Line, PlanContents, State, Step
from alongside.plans.models import Plan, PlanVersion, blank
from alongside.plans.policy import may_change_goal, may_change_line, may_end_goal
from alongside.plans.showing import (
    GoalCard,
    Heard,
    LineCard,
    Names,
    PlanPage,
    Somebody,
    StepCard,
    Thought,
)
from alongside.sharing.models import today
from alongside.sharing.queries import visible
from alongside.sharing.rules import Action
from alongside.sharing.services import Look
from alongside.vault import services as vault


def plan(look: Look) -> PlanPage | None:
    """The plan as it stands; an empty one before anybody has written. None: not for this viewer.

    Five queries, however long it is: the plan, the circle, names, posts, what it came from.
    """
    row = readable(look)
    return page_of(row, row.contents_now, look=look) if row else None


def readable(look: Look) -> Plan | None:
    """The plan with its newest version, a blank one, or None where it is not for this viewer."""
    row = plans_seen(look).first()
    if row is None:
        row = blank(look.person, at=clock.now())
    return row if look.may(Action.READ, row) else None


def plans_seen(look: Look) -> QuerySet[Plan]:
    rows = visible(Plan, by=look.by, person=look.person.pk, standing=look.standing)
    return rows.select_related("latest")


def page_of(
    row: Plan, contents: PlanContents, *, look: Look, version: PlanVersion | None = None
) -> PlanPage:
    """What a plan said, in this version of it or now, for this viewer."""
    shown = version or row.latest
    last = Hand(shown.created_at, shown.author, shown.post) if shown else None
    members = circles.members(look.person.pk, clock.now())
    names = names_for(contents, members, look=look, also=[last] if last else [])
    draw = Drawing(contents, look, names, heard(contents, look=look), members)
    return PlanPage(
        person=look.person.pk,
        reader=reader_of(look),
        known_as=known_as(look),
        number=shown.number if shown else 0,
        goals=[draw.goal(goal, n) for n, goal in enumerate(contents.open_goals, start=1)],
        ended=[draw.goal(goal, 0) for goal in contents.goals if goal.ending],
        loose=[draw.step(step) for step in contents.steps if step.goal is None],
        review_on=contents.review_on,
        agenda=[draw.line(line) for line in contents.open_lines],
        talked=[draw.line(line) for line in contents.agenda if line.talked],
        members=draw.members,
        last=last,
        last_by=names.of(last.account) if last else None,
        may_set_review=look.by.is_worker,
    )


def hands_of(contents: PlanContents) -> Iterable[Hand]:
    for goal in contents.goals:
        yield goal.hand
        if goal.ended:
            yield goal.ended
        yield from (stance.hand for stance in goal.stances)
    for step in contents.steps:
        yield step.hand
        if step.moved:
            yield step.moved
    for line in contents.agenda:
        yield line.hand


def names_for(
    contents: PlanContents,
    members: Iterable[Membership],
    *,
    look: Look,
    also: Iterable[Hand] = (),
) -> Names:
    """Two queries. Who is in the circle is told as the circle tells them, others by their post."""
    current = {member.account_id: member for member in members}
    held = {hand.account: hand.post for hand in (*hands_of(contents), *also) if hand.account}
    doers = {step.who for step in contents.steps if step.who}
    own = look.person.account_id
    accounts = {*current, *held, *doers, *([own] if own else [])}
    called = account_names(accounts)
    posts = {member.post_id for member in current.values() if member.post_id}
    labels = post_labels(posts | {post for post in held.values() if post})
    found = {}
    for account in accounts:
        member = current.get(account)
        post = member.post_id if member else held.get(account)
        label = labels.get(post) if post else None
        found[account] = Somebody(
            account=account,
            name=(known_as(look) if account == own else "") or called.get(account, ""),
            role=label.role if label else member.words.relationship if member else "",
            is_you=account == look.by.account,
            is_person=account == own,
            is_worker=post is not None,
        )
    return Names(found)


def heard(contents: PlanContents, *, look: Look) -> dict[UUID, Heard]:
    """Of the entries that words came from those that this viewer may read. One query, or none."""
    parts: tuple[Goal | Step | Line, ...] = (*contents.goals, *contents.steps, *contents.agenda)
    said = {part.said for part in parts if part.said}
    if not said:
        return {}
    rows = seen_by(look).filter(pk__in=said).values_list("pk", "happened_at")
    return {entry: Heard(entry, at) for entry, at in rows}


@dataclass(frozen=True)
class Drawing:
    """What it takes to draw the parts of one plan for one viewer."""

    contents: PlanContents
    look: Look
    names: Names
    said: dict[UUID, Heard]
    circle: Sequence[Membership]

    @property
    def members(self) -> list[Somebody]:
        """Everybody who could do a step or think something: the person first, then the circle."""
        own = self.look.person.account_id
        accounts = [*([own] if own else []), *(member.account_id for member in self.circle)]
        found = (self.names.of(account) for account in dict.fromkeys(accounts))
        return [somebody for somebody in found if somebody]

    def goal(self, goal: Goal, number: int) -> GoalCard:
        since = goal.changed_at or goal.hand.at
        thoughts = [
            Thought(self.names.of(one.hand.account), one, is_old=one.hand.at < since)
            for one in goal.stances
        ]
        said = {one.hand.account for one in goal.stances}
        return GoalCard(
            goal=goal,
            number=number,
            writer=self.names.of(goal.hand.account),
            ended_by=self.names.of(goal.ended.account) if goal.ended else None,
            said=self._heard(goal),
            steps=[self.step(step) for step in self.contents.steps if step.goal == goal.id],
            thoughts=thoughts,
            silent=[one for one in self.members if one.account not in said and not one.is_you],
            mine=goal.stance_of(self.look.by.account),
            may_change=may_change_goal(self.look, goal) and goal.ending is None,
            may_end=may_end_goal(self.look, goal),
        )

    def step(self, step: Step) -> StepCard:
        return StepCard(
            step=step,
            who=self.names.of(step.who),
            moved_by=self.names.of(step.moved.account) if step.moved else None,
            said=self._heard(step),
            today=today(),
        )

    def line(self, line: Line) -> LineCard:
        return LineCard(
            line=line,
            writer=self.names.of(line.hand.account),
            said=self._heard(line),
            may_change=may_change_line(self.look, line),
        )

    def _heard(self, part: Goal | Step | Line) -> Heard | None:
        return self.said.get(part.said) if part.said else None


@dataclass(frozen=True, slots=True)
class Become:
    """What became of what somebody said: goals and steps of the plan, as they stand now."""

    goals: Sequence[GoalCard]
    steps: Sequence[StepCard]

    def __bool__(self) -> bool:
        return bool(self.goals or self.steps)


def from_view(look: Look, entry: UUID) -> Become:
    """What on the plan came from this entry, which the viewer must have been let to read."""
    return from_views(look, [entry]).get(entry, Become((), ()))


def from_views(look: Look, entries: Iterable[UUID]) -> dict[UUID, Become]:
    """The same for many entries at once, for a page that shows several threads."""
    wanted, page = set(entries), plan(look)
    if page is None:
        return {}
    goals = [card for card in (*page.goals, *page.ended) if card.goal.said in wanted]
    every = [*page.cards, *(step for goal in page.ended for step in goal.steps)]
    steps = [card for card in every if card.step.said in wanted]
    return {
        entry: Become(
            [card for card in goals if card.goal.said == entry],
            [card for card in steps if card.step.said == entry],
        )
        for entry in wanted
        if any(card.goal.said == entry for card in goals)
        or any(card.step.said == entry for card in steps)
    }


# My steps, wherever I stand.


@dataclass(frozen=True, slots=True)
class MyStep:
    """A step that this viewer is named for and that is not done."""

    person: UUID
    id: UUID
    what: str
    by: date | None
    is_late: bool
    is_doing: bool


MOST_PLANS, MOST_MINE = 200, 10


def next_steps(*, by: Viewer) -> list[MyStep]:
    """What is this viewer's to do next on all plans that they may read: the soonest first, ten.

    One query. Whoever shows it records whose names are in it. Looks through the 200 plans that
    changed last.
    """
    if by.account is None:
        return []
    rows = list(
        visible(Plan, by=by)
        .exclude(latest=None)
        .select_related("latest")
        .order_by("-latest__created_at")[:MOST_PLANS]
    )
    vault.fetch_keys({row.person_id for row in rows})
    now = today()
    mine = [
        MyStep(
            person=row.person_id,
            id=step.id,
            what=step.what,
            by=step.by,
            is_late=step.by is not None and step.by < now,
            is_doing=step.state is State.DOING,
        )
        for row in rows
        for step in live_steps(row.contents_now)
        if step.who == by.account
    ]
    mine.sort(key=lambda step: (step.by or date.max, step.id))
    return mine[:MOST_MINE]


def live_steps(contents: PlanContents) -> Iterable[Step]:
    """Steps that are not done, of goals that have not ended."""
    ended = {goal.id for goal in contents.goals if goal.ending}
    for step in contents.steps:
        if step.state in {State.NOT_STARTED, State.DOING} and step.goal not in ended:
            yield step
