"""The pages of a plan, without scripts: read by everybody of the circle, written one thing at a time."""

import re
from html import unescape

import pytest
from django.test import Client

from alongside.accounts.viewer import Viewer
from alongside.journey.tests.browsing import address, answer, boxes, page
from alongside.journey.tests.conftest import Browse
from alongside.journey.tests.factories import Journey, a_note, a_visit, account, add
from alongside.journey.voices import View
from alongside.lib import ids
from alongside.plans import services
from alongside.plans.contents import State, Thinks
from alongside.plans.tests.factories import (
    SLEEP,
    add_goal,
    add_line,
    add_step,
    asked,
    goal_of,
    in_days,
    line_of,
    move,
    now,
    plan_of,
    say,
    step_of,
    tell,
    tell_view,
)
from alongside.sharing.rules import Audience

pytestmark = pytest.mark.django_db

READERS = {"own", "parent", "key_worker", "colleague", "night", "school", "newcomer"}


def operation() -> dict[str, str]:
    return {"operation": str(ids.new())}


def plan_page(browse: Browse, viewer: Viewer, journey: Journey) -> str:
    return page(browse(viewer), address(journey, "plan/"))


def test_everybody_of_the_circle_reads_one_plan_and_nobody_else(
    journey: Journey, browse: Browse
) -> None:
    goal = add_goal(journey)
    add_step(journey, goal=goal)
    readers = set()
    for name, viewer in journey.everybody.items():
        response = browse(viewer).get(address(journey, "plan/"))
        if response.status_code == 200:
            readers.add(name)
            assert SLEEP in response.content.decode()
        else:
            assert response.status_code == 404
    assert readers == READERS
