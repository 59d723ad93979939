"""Everybody answers the same questions, and reads side by side what they may see."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from alongside.accounts.viewer import Viewer
from alongside.journey import services
from alongside.journey.models import Entry
from alongside.journey.tests.browsing import Sent, address, answer, page
from alongside.journey.tests.conftest import Browse, browse, journey
from alongside.journey.tests.factories import Journey, digest
from alongside.journey.voices import Question, Scale, View, Viewpoint
from alongside.lib import clock, ids
from alongside.sharing.rules import Audience

__all__ = ["browse", "journey"]

PAGE = "views/viewpoint/"
DIFFERENCES = "/differences/"


def say(
    journey: Journey,
    by: Viewer,
    score: int,
    *,
    question: Question = Question.SAFE,
    why: str = "",
    audience: Audience = Audience.CIRCLE,
) -> None:
    """The person tells it in a view, everybody else in a viewpoint."""
    schema = View if by is journey.own else Viewpoint
    contents = schema(scales=(Scale(question, score, why),))
    services.tell(
        by=by,
        person=journey.person.pk,
        contents=contents,
        audience=audience,
        operation=ids.new(),
        digest=digest(repr(contents)),
    )


def sent(**fields: str) -> Sent:
    return {"operation": str(ids.new()), **fields}


def sides(client: Client, journey: Journey) -> str:
    """What stands under "How everybody sees it", as text."""
    html = page(client, address(journey, PAGE))
    return html[html.index('id="sides"') :]


def test_family_answers_and_chooses_who_sees_it(journey: Journey, browse: Browse) -> None:
    dawn = browse(journey.parent)
    assert "Only the key worker" in page(dawn, address(journey, PAGE))
    said = answer(
        dawn,
        address(journey, PAGE),
        sent(safe_score="9", safe_why="I lock up.", audience="key-worker"),
    )
    assert "Only you and the key worker can see it." in said
    assert "You say 9." in said
    assert "I lock up." in said


def test_a_worker_has_no_choice_of_who_sees_it(journey: Journey, browse: Browse) -> None:
    kwame = browse(journey.school)
    assert "Who can see this?" not in page(kwame, address(journey, PAGE))
    said = answer(kwame, address(journey, PAGE), sent(**{"school-work_score": "3"}))
    assert "Everyone in the circle can see it now." in said
    assert Entry.objects.get().audience == Audience.CIRCLE


def test_the_person_is_led_to_tell_instead(journey: Journey, browse: Browse) -> None:
    robyn = browse(journey.own)
    assert "Save draft" not in page(robyn, address(journey, PAGE))
    robyn.post(address(journey, PAGE), sent(safe_score="5"))
    assert not Entry.objects.exists()


def test_nothing_at_all_is_asked_for_again(journey: Journey, browse: Browse) -> None:
    said = answer(browse(journey.school), address(journey, PAGE), sent())
    assert "Answer at least one of the questions." in said


def test_words_without_a_number_stay_and_ask_for_one(journey: Journey, browse: Browse) -> None:
    said = answer(browse(journey.school), address(journey, PAGE), sent(home_why="The lock sticks."))
    assert "Choose a number too, so that we can keep these words: Home" in said
    assert "The lock sticks." in said


def test_sent_twice_is_one_viewpoint(journey: Journey, browse: Browse) -> None:
    form = sent(safe_score="9", audience="circle")
    for _time in range(2):
        answer(browse(journey.parent), address(journey, PAGE), form)
    assert Entry.objects.count() == 1


def test_a_draft_is_found_again(journey: Journey, browse: Browse) -> None:
    dawn = browse(journey.parent)
    form = sent(kind="viewpoint", home_why="Half a sen")
    shown = dawn.post(address(journey, "drafts/"), form, follow=True)
    assert "Half a sen" in shown.content.decode()
    assert "Choose a number" not in shown.content.decode()


def test_all_are_seen_side_by_side(journey: Journey, browse: Browse) -> None:
    say(journey, journey.own, 5, why="the door sticks")
    say(journey, journey.parent, 9)
    say(journey, journey.school, 6)
    robyn, samira = (sides(browse(who), journey) for who in (journey.own, journey.key_worker))
    assert "You say 5." in robyn
    assert "Robyn says 5." in samira
    for shown in (robyn, samira):
        assert "Kwame Owusu says 6." in shown
        assert "the door sticks" in shown
        assert shown.count('role="img"') == 1


def test_two_who_are_far_apart_are_told_and_others_read_it_kindly(
    journey: Journey, browse: Browse
) -> None:
    say(journey, journey.own, 5)
    say(journey, journey.parent, 9)
    assert "You and Robyn see this differently." in sides(browse(journey.parent), journey)
    robyn = sides(browse(journey.own), journey)
    assert re.search(r"You and Dawn[^.]* see this differently. You could talk about it.", robyn)
    samira = sides(browse(journey.key_worker), journey)
    assert re.search(r"Robyn and Dawn[^.]* see this differently. They could", samira)


@pytest.mark.parametrize(("score", "ago", "times"), [(8, 0, 0), (9, 0, 1), (9, 100, 0)])
def test_only_far_apart_and_only_now(
    journey: Journey, browse: Browse, score: int, ago: int, times: int
) -> None:
    say(journey, journey.parent, score)
    with clock.hold(clock.now() + timedelta(days=ago)):
        say(journey, journey.own, 5)
        assert sides(browse(journey.own), journey).count("differently") == times


WHO_SEES = [
    (Audience.CIRCLE, {"own", "parent", "key_worker", "colleague", "night", "school"}),
    (Audience.KEY_WORKER, {"parent", "key_worker"}),
    (Audience.ONLY_ME, {"parent"}),
]


@pytest.mark.parametrize(("audience", "who"), WHO_SEES)
def test_who_sees_the_viewpoint_of_family(
    journey: Journey, browse: Browse, audience: Audience, who: set[str]
) -> None:
    """Whoever may not see it gets the very page that there was before it."""
    say(journey, journey.own, 5)
    everybody = ("own", "parent", "key_worker", "colleague", "night", "school")
    clients = {name: browse(getattr(journey, name)) for name in everybody}
    before = {name: sides(client, journey) for name, client in clients.items()}
    say(journey, journey.parent, 9, audience=audience)
    after = {name: sides(client, journey) for name, client in clients.items()}
    assert {
        name for name in everybody if without_forms(before[name]) != without_forms(after[name])
    } == who


def without_forms(html: str) -> str:
    """The section alone: a page has a new token each time."""
    return html[: html.index("</main>")]


def test_a_viewpoint_is_nothing_to_somebody_outside(journey: Journey, browse: Browse) -> None:
    for who in (journey.outsider, journey.excluded, journey.off_duty):
        assert browse(who).get(address(journey, PAGE)).status_code == 404


def test_two_who_are_far_apart_read_it_on_their_first_page(
    journey: Journey, browse: Browse
) -> None:
    say(journey, journey.own, 5)
    say(journey, journey.parent, 9)
    say(journey, journey.school, 6)
    told = "see this differently: Feeling safe. You could talk about it."
    assert f"You and Dawn Hale {told}" in page(browse(journey.own), DIFFERENCES)
    assert f"You and Robyn Hale {told}" in page(browse(journey.parent), DIFFERENCES)
    for who in (journey.school, journey.key_worker):
        assert "differently" not in page(browse(who), DIFFERENCES)
    say(journey, journey.key_worker, 1)
    assert "You and Dawn Hale see this differently for Robyn Hale: Feeling safe." in page(
        browse(journey.key_worker), DIFFERENCES
    )


def test_what_one_of_the_two_may_not_see_is_told_to_the_other_alone(
    journey: Journey, browse: Browse
) -> None:
    say(journey, journey.own, 5, audience=Audience.ONLY_ME)
    say(journey, journey.parent, 9)
    assert "differently" in page(browse(journey.own), DIFFERENCES)
    assert "differently" not in page(browse(journey.parent), DIFFERENCES)
    assert "differently" not in sides(browse(journey.parent), journey)
