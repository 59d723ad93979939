"""The pages of a plan, without scripts: read by everybody of the circle, written one thing at a time."""

import re
from datetime import timedelta
from html import unescape

import pytest

from alongside.accounts.viewer import Viewer
from alongside.journey.tests.browsing import Sent, address, answer, boxes, page
from alongside.journey.tests.conftest import Browse
from alongside.journey.tests.factories import Journey, a_note, a_visit, account, add
from alongside.journey.voices import View
from alongside.lib import clock, ids
from alongside.plans import services
from alongside.plans.contents import State, Thinks
from alongside.plans.models import PlanVersion
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


def operation() -> Sent:
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


def test_the_first_page_of_a_plan_asks_for_one_goal(journey: Journey, browse: Browse) -> None:
    assert "Begin with one goal." in plan_page(browse, journey.own, journey)
    said = answer(
        browse(journey.own),
        address(journey, "plan/goals/add/"),
        operation() | {"words": SLEEP},
    )
    assert "Saved. Everyone in the circle can see it now." in said
    assert SLEEP in said
    assert now(journey).goals[0].is_own


def test_a_worker_says_whose_words_a_goal_is_in(journey: Journey, browse: Browse) -> None:
    client, path = browse(journey.key_worker), address(journey, "plan/goals/add/")
    assert "Whose words are these?" in page(client, path)
    refused = answer(client, path, operation() | {"words": "Sleep well"})
    assert "Answer this: Whose words are these?" in refused
    assert "Sleep well" in refused
    answer(client, path, operation() | {"words": "Sleep well", "whose": "mine"})
    shown = plan_page(browse, journey.own, journey)
    assert "Words of Samira Khan" in shown
    answer(client, path, operation() | {"words": "i want to sleep", "whose": "own"})
    assert "Your words" in plan_page(browse, journey.own, journey)


def test_a_step_is_added_done_and_not_done(journey: Journey, browse: Browse) -> None:
    goal = add_goal(journey)
    sent: Sent = {"what": "Mend the lock", "goal": str(goal), "who": str(account(journey.school))}
    answer(
        browse(journey.key_worker),
        address(journey, "plan/steps/add/"),
        operation() | sent | boxes("by", 3),
    )
    (step,) = now(journey).steps
    assert (step.what, step.goal, step.who, step.by) == (
        "Mend the lock",
        goal,
        account(journey.school),
        in_days(3),
    )
    move_path = address(journey, f"plan/steps/{step.id}/move/")
    shown = answer(browse(journey.school), move_path, operation() | {"state": "done"})
    assert "1 of 1 step done" in shown
    assert "Kwame Owusu" in plan_page(browse, journey.own, journey)
    answer(browse(journey.own), move_path, operation() | {"state": "not-started"})
    assert step_of(journey, step.id).state is State.NOT_STARTED


def test_the_same_press_twice_is_one_press(journey: Journey, browse: Browse) -> None:
    step = add_step(journey)
    path, pressed = address(journey, f"plan/steps/{step}/move/"), operation() | {"state": "done"}
    browse(journey.school).post(path, pressed)
    move(journey, step, State.NOT_STARTED, by=journey.own)
    browse(journey.school).post(path, pressed)
    assert step_of(journey, step).state is State.NOT_STARTED


def test_a_script_gets_the_plan_back_and_a_browser_goes_to_it(
    journey: Journey, browse: Browse
) -> None:
    step = add_step(journey)
    path = address(journey, f"plan/steps/{step}/move/")
    client = browse(journey.school)
    scripted = client.post(path, operation() | {"state": "doing"}, headers={"HX-Request": "true"})
    assert scripted.status_code == 200
    assert "Doing now" in scripted.content.decode()
    plain = client.post(path, operation() | {"state": "done"})
    assert (plain.status_code, plain["Location"]) == (302, address(journey, "plan/"))


def test_somebody_else_does_a_step_in_words(journey: Journey, browse: Browse) -> None:
    client, path = browse(journey.parent), address(journey, "plan/steps/add/")
    sent = operation() | {"what": "Saturdays off", "who": "other"}
    refused = answer(client, path, sent)
    assert "Write who does it." in refused
    answer(client, path, sent | {"who_words": "Nan"})
    assert now(journey).steps[0].who_words == "Nan"
    assert "Who: Nan" in re.sub(r"\s+", " ", plan_page(browse, journey.own, journey))


def test_each_says_what_they_think_with_a_reason(journey: Journey, browse: Browse) -> None:
    goal = add_goal(journey)
    path = address(journey, f"plan/goals/{goal}/think/")
    sent = operation() | {"thinks": "differently", "why": "School first."}
    answer(browse(journey.parent), path, sent)
    shown = plan_page(browse, journey.school, journey)
    assert "I see it differently" in shown
    assert "School first." in shown
    assert "al-chip--danger" not in shown
    assert "Not said yet:" in shown


def test_a_stance_of_other_words_says_so(journey: Journey, browse: Browse) -> None:
    goal = add_goal(journey)
    say(journey, goal, Thinks.AGREE)
    services.change_goal(
        by=journey.own, asked=asked(journey), goal=goal, words="Sleep", is_own=True
    )
    told = "before the words of the goal changed"
    assert told in plan_page(browse, journey.own, journey)
    say(journey, goal, Thinks.AGREE)
    assert told not in plan_page(browse, journey.own, journey)


def test_a_goal_is_changed_and_ended_and_goes_on(journey: Journey, browse: Browse) -> None:
    goal = add_goal(journey)
    client, base = browse(journey.own), address(journey, f"plan/goals/{goal}/")
    assert SLEEP in page(client, f"{base}change/")
    answer(client, f"{base}change/", operation() | {"words": "Sleep"})
    assert goal_of(journey, goal).words == "Sleep"
    ended = answer(client, f"{base}end/", operation() | {"ending": "reached", "why": "I do now"})
    assert "Goals that ended" in ended
    assert "I do now" in ended
    answer(client, f"{base}reopen/", operation())
    assert goal_of(journey, goal).ending is None
    assert browse(journey.school).get(f"{base}change/").status_code == 404
    assert browse(journey.parent).post(f"{base}reopen/").status_code == 404


def test_workers_name_the_day_to_look_again(journey: Journey, browse: Browse) -> None:
    path = address(journey, "plan/review/")
    for reader in (journey.own, journey.parent):
        assert browse(reader).get(path).status_code == 404
    client = browse(journey.key_worker)
    past: Sent = {"on_day": "1", "on_month": "2", "on_year": "2020"}
    assert "still to come" in answer(client, path, operation() | past)
    answer(client, path, operation() | boxes("on", 20))
    assert now(journey).review_on == in_days(20)


def test_the_next_talk_is_written_by_everybody(journey: Journey, browse: Browse) -> None:
    path = address(journey, "plan/agenda/add/")
    for viewer, words in ((journey.own, "Nan on Fridays"), (journey.parent, "The school trip")):
        answer(browse(viewer), path, operation() | {"words": words})
    assert "Nan on Fridays" in plan_page(browse, journey.school, journey)
    line = now(journey).agenda[0].id
    own = browse(journey.own)
    answer(own, address(journey, f"plan/agenda/{line}/change/"), operation() | {"words": "Fridays"})
    talked = address(journey, f"plan/agenda/{line}/talked/")
    assert "What we talked about before" in answer(browse(journey.school), talked, operation())
    assert line_of(journey, line).talked
    answer(own, talked, operation() | {"talked": "no"})
    assert line_of(journey, line).talked is None
    other = address(journey, f"plan/agenda/{line}/change/")
    assert browse(journey.school).get(other).status_code == 404


def test_words_that_cannot_be_saved_come_back(journey: Journey, browse: Browse) -> None:
    long = "word " * 300
    shown = answer(
        browse(journey.own), address(journey, "plan/goals/add/"), operation() | {"words": long}
    )
    assert "Use at most 1000 letters." in shown
    assert long.strip() in shown


def test_what_is_not_there_is_not_found(journey: Journey, browse: Browse) -> None:
    add_goal(journey)
    client, nobody = browse(journey.own), ids.new()
    for path in (
        f"goals/{nobody}/change/", f"goals/{nobody}/end/", f"goals/{nobody}/think/",
        f"steps/{nobody}/change/", f"agenda/{nobody}/change/", f"versions/{nobody}/",
    ):  # fmt: skip
        assert client.get(address(journey, f"plan/{path}")).status_code == 404, path
    for path in (f"goals/{nobody}/reopen/", f"steps/{nobody}/move/", f"agenda/{nobody}/talked/"):
        assert client.post(address(journey, f"plan/{path}")).status_code == 404, path


# From a view


def test_a_view_becomes_a_goal_in_two_steps(journey: Journey, browse: Browse) -> None:
    view = tell(journey, "i want to sleep in my room")
    client = browse(journey.own)
    entry = page(client, address(journey, f"entries/{view.pk}/"))
    path = address(journey, f"plan/goals/add/?said={view.pk}")
    assert f'href="{path}"' in entry
    form = page(client, path)
    assert "i want to sleep in my room" in form
    answer(client, path, sent_as_it_stands(form))
    (goal,) = now(journey).goals
    assert (goal.words, goal.said) == ("i want to sleep in my room", view.pk)
    assert f"/entries/{view.pk}/" in plan_page(browse, journey.parent, journey)


def test_a_view_becomes_a_step_in_two_steps(journey: Journey, browse: Browse) -> None:
    goal = add_goal(journey)
    view = tell_view(journey, View(words="it is cold", hopes="a heater"))
    client, path = browse(journey.own), address(journey, f"plan/steps/add/?said={view.pk}")
    answer(client, path, sent_as_it_stands(page(client, path)))
    (step,) = now(journey).steps
    assert (step.what, step.said, step.goal) == ("it is cold\n\na heater", view.pk, goal)


def sent_as_it_stands(form: str) -> Sent:
    """What a browser sends when somebody presses Save and nothing else."""
    found = re.findall(r'<input type="hidden" name="(operation|said)" value="([^"]+)"', form)
    found += [
        ("goal", value) for value in re.findall(r'name="goal" value="([^"]*)"[^>]* checked', form)
    ]
    words = re.search(r'<textarea name="(words|what)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL)
    assert words
    return dict(found) | {words[1]: unescape(words[2])}


def test_words_that_not_everyone_reads_are_the_persons_to_take(
    journey: Journey, browse: Browse
) -> None:
    view = tell(journey, audience=Audience.KEY_WORKER)
    form = page(browse(journey.own), address(journey, f"plan/goals/add/?said={view.pk}"))
    assert "Not everyone in your circle can see what you said." in form
    entry = address(journey, f"entries/{view.pk}/")
    assert "Make this a goal" in page(browse(journey.own), entry)
    assert "Make this a goal" not in page(browse(journey.key_worker), entry)
    path = address(journey, f"plan/goals/add/?said={view.pk}")
    assert browse(journey.key_worker).get(path).status_code == 404


def test_what_it_came_from_is_told_to_those_who_may_read_it(
    journey: Journey, browse: Browse
) -> None:
    view = tell(journey, audience=Audience.KEY_WORKER)
    add_goal(journey, by=journey.own, said=view.pk)
    add_step(journey, by=journey.own, said=view.pk)
    add_line(journey)
    came_from = "This came from what was said"
    readers = {
        name for name in READERS if came_from in plan_page(browse, journey.everybody[name], journey)
    }
    assert readers == {"own", "key_worker"}
    for name in READERS - readers:
        shown = browse(journey.everybody[name]).get(address(journey, "plan/")).content.decode()
        assert str(view.pk) not in shown


def test_an_entry_without_their_words_offers_nothing(journey: Journey, browse: Browse) -> None:
    for contents, offered in ((a_note(), False), (a_visit(), True)):
        entry = add(journey, contents=contents)
        shown = page(browse(journey.own), address(journey, f"entries/{entry.pk}/"))
        assert ("Make this a step" in shown) == offered


def test_that_somebody_does_not_feel_safe_is_not_offered(journey: Journey, browse: Browse) -> None:
    view = tell_view(journey, View(words="i am scared", unsafe=True), audience=Audience.WORKERS)
    for viewer in (journey.own, journey.key_worker):
        shown = page(browse(viewer), address(journey, f"entries/{view.pk}/"))
        assert "Make this a goal" not in shown


# What it said before


def version_address(journey: Journey, number: int) -> str:
    found = PlanVersion.objects.get(person=journey.person, number=number)
    return address(journey, f"plan/versions/{found.pk}/")


def test_what_changed_is_told_with_who_and_when(journey: Journey, browse: Browse) -> None:
    goal = add_goal(journey)
    step = add_step(journey, goal=goal)
    move(journey, step, State.DONE)
    shown = page(browse(journey.parent), address(journey, "plan/versions/"))
    assert shown.index("Version 3") < shown.index("Version 2") < shown.index("Version 1")
    assert "A new goal" in shown
    assert "Kwame Owusu" in shown
    before = page(browse(journey.parent), version_address(journey, 2))
    assert "The plan, version 2" in before
    assert "Not started" in before
    assert "<form" not in before.partition("<main")[2].partition("</main>")[0]


def test_many_versions_are_read_page_by_page(journey: Journey, browse: Browse) -> None:
    for number in range(22):
        add_line(journey, words=f"Line {number}")
    client = browse(journey.own)
    first = page(client, address(journey, "plan/versions/"))
    assert "?below=3" in first
    assert "Version 3<" in first
    assert "Version 2<" not in first
    rest = page(client, address(journey, "plan/versions/?below=3"))
    assert "Version 1<" in rest
    assert "?below" not in rest
    assert client.get(address(journey, f"plan/versions/?below={'9' * 5000}")).status_code == 200


def test_a_newcomer_reads_the_plan_as_it_is_and_not_what_it_was(
    journey: Journey, browse: Browse
) -> None:
    with clock.hold(clock.now() - timedelta(days=2)):
        goal = add_goal(journey, words="An older goal")
        services.change_goal(
            by=journey.own, asked=asked(journey), goal=goal, words="A goal", is_own=True
        )
    client = browse(journey.newcomer)
    assert "A goal" in page(client, address(journey, "plan/"))
    add_line(journey)
    shown = page(client, address(journey, "plan/versions/"))
    assert "You can read the plan from here on." in shown
    assert "An older goal" not in shown
    assert client.get(version_address(journey, 1)).status_code == 404
    assert client.get(version_address(journey, 3)).status_code == 200
    assert plan_of(journey).number == 3
