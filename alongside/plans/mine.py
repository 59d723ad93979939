"""My next steps with whose plan each is on. Names that are seen in a list are written down."""

from alongside.accounts.viewer import Viewer
from alongside.people.queries import labels
from alongside.plans.queries import MyStep, next_steps
from alongside.sharing import services as sharing
from alongside.sharing.queries import own


def named_steps(*, by: Viewer) -> list[tuple[MyStep, str]]:
    """The ten soonest, each with a name; none on the viewer's own plan.

    Call it inside the transaction that shows them.
    """
    steps = next_steps(by=by)
    others = {step.person for step in steps} - ({own(by=by)} if steps else set())
    if not others:
        return [(step, "") for step in steps]
    sharing.listed(by=by, people=others, room="plans")
    named = labels(others)
    return [(step, named[step.person].name if step.person in named else "") for step in steps]
