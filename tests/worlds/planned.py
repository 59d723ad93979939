"""What of a plan is hidden: all of it from some, and from others what its words came from."""

from collections.abc import Callable
from uuid import UUID

from alongside.lib import ids
from alongside.plans import services as plans
from alongside.plans.contents import Ending, Thinks
from alongside.sharing.rules import Audience
from alongside.vault import services as vault
from tests.northmere import Northmere
from tests.routes.table import PLANNERS
from tests.worlds.elsewhere import SECRET, Ids
from tests.worlds.hidden import Hidden, first, read_by
from tests.worlds.told import BOTH, view_to


def asked(area: Northmere) -> plans.Asked:
    operation = ids.new()
    return plans.Asked(area.person, operation, vault.mac("test", str(operation)))


def taken_to_the_plan(area: Northmere, said: UUID | None) -> Ids:
    """A goal, a step and a line of the next talk, in words that everybody reads there."""
    by = area.viewer("young-person")
    words = "I want to go boxing."
    goal = plans.add_goal(by=by, asked=asked(area), words=words, is_own=True, said=said).id
    to_do = plans.ToDo("Ask the club.", goal=goal, who=by.account)
    step = plans.add_step(by=by, asked=asked(area), to_do=to_do, said=said).id
    line = plans.add_line(by=by, asked=asked(area), words=words, said=said).id
    return [part for part in (said, goal, step, line) if part]


def with_what_it_came_from(area: Northmere, before: Ids) -> Ids:
    return taken_to_the_plan(area, before[0])


def with_nothing_behind_it(area: Northmere, _before: Ids) -> Ids:
    return taken_to_the_plan(area, None)


def talked_over(area: Northmere) -> Ids:
    """A goal, what somebody thinks of it, when to look again, and how it ended."""
    by = area.viewer("key-worker")
    goal = plans.add_goal(by=by, asked=asked(area), words=SECRET, is_own=False).id
    assert goal is not None
    parent = area.viewer("parent")
    plans.say_stance(by=parent, asked=asked(area), goal=goal, thinks=Thinks.DIFFERENTLY, why=SECRET)
    plans.end_goal(by=by, asked=asked(area), goal=goal, ending=Ending.STOPPED, why=SECRET)
    line = plans.add_line(by=parent, asked=asked(area), words=SECRET).id
    return [part for part in (goal, line) if part]


def behind(name: str, before: Callable[[Northmere], Ids], *, seen_by: frozenset[str]) -> Hidden:
    return Hidden(
        name,
        with_what_it_came_from,
        instead=with_nothing_behind_it,
        before=before,
        seen_by=seen_by,
        goes_on=read_by("key-worker"),
        noticed_by="young-person",
    )


PLANS: tuple[Hidden, ...] = (
    behind(
        "which view for the key worker the plan came from",
        view_to(Audience.KEY_WORKER),
        seen_by=BOTH,
    ),
    behind(
        "which view for nobody yet the plan came from",
        view_to(Audience.ONLY_ME),
        seen_by=frozenset({"young-person"}),
    ),
    Hidden(
        "a goal and what is thought of it, for a member of whom nobody has decided",
        first(talked_over),
        seen_by=PLANNERS,
    ),
)
