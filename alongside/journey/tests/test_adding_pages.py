"""Adding to a journey, in a browser without scripts."""

import pytest
from django.utils import timezone

from alongside.journey.kinds import WRITTEN_HERE, Visit
from alongside.journey.models import Entry
from alongside.journey.tests.browsing import a_visit_form, address, answer, boxes, page
from alongside.journey.tests.conftest import Browse
from alongside.journey.tests.factories import Journey, a_visit, account, add


def test_a_worker_chooses_what_to_add(journey: Journey, browse: Browse) -> None:
    shown = page(browse(journey.key_worker), address(journey, "add/"))
    for kind in WRITTEN_HERE:
        assert address(journey, f"add/{kind}/") in shown


@pytest.mark.parametrize("kind", WRITTEN_HERE)
def test_every_kind_has_its_page_with_a_neutral_title(
    journey: Journey, browse: Browse, kind: str
) -> None:
    shown = page(browse(journey.key_worker), address(journey, f"add/{kind}/"))
    title = shown.split("<title>")[1].split("</title>")[0]
    assert "Robyn" not in title
    assert "What did Robyn say?" in shown or "What does Robyn say about it?" in shown


def test_a_visit_is_saved_and_the_page_says_when_and_who_can_see_it(
    journey: Journey, browse: Browse
) -> None:
    client = browse(journey.key_worker)
    shown = answer(client, address(journey, "add/visit/"), a_visit_form())
    assert "Saved at " in shown
    assert "Everyone in the circle can see it now." in shown
    entry = Entry.objects.select_related("latest").get()
    assert entry.latest is not None
    assert entry.latest.contents == Visit(
        why="To see the new room",
        where="At home",
        seen="Robyn",
        alone=entry.latest.contents.alone,
        observed="The lock is broken.",
        words="i want my own room",
    )
    assert timezone.localtime(entry.happened_at).hour == 14


def test_the_person_reads_it_as_theirs(journey: Journey, browse: Browse) -> None:
    add(journey, contents=a_visit())
    shown = page(browse(journey.own), address(journey, ""))
    assert "Your words" in shown
    assert "i want to sleep in my own room" in shown
    assert "al-voice" in shown
    assert "Everyone in your circle" in shown


def test_a_double_click_is_one_entry_and_the_same_receipt(journey: Journey, browse: Browse) -> None:
    client, form = browse(journey.key_worker), a_visit_form()
    first = answer(client, address(journey, "add/visit/"), form)
    again = answer(client, address(journey, "add/visit/"), form)
    assert Entry.objects.count() == 1
    assert "Saved at " in first
    assert "Saved at " in again


def test_a_used_form_with_other_words_shows_them_again(journey: Journey, browse: Browse) -> None:
    client, form = browse(journey.key_worker), a_visit_form()
    answer(client, address(journey, "add/visit/"), form)
    shown = answer(client, address(journey, "add/visit/"), form | {"observed": "Something else."})
    assert "You have saved this form before, with other words." in shown
    assert "Something else." in shown
    assert str(form["operation"]) not in shown
    assert Entry.objects.count() == 1


def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(
    journey: Journey, browse: Browse
) -> None:
    client = browse(journey.key_worker)
    form = a_visit_form(why="", observed="Half a sentence")
    shown = answer(client, address(journey, "add/visit/"), form)
    assert "There is a problem" in shown
    assert "Half a sentence" in shown
    assert str(form["operation"]) in shown
    assert not Entry.objects.exists()


def test_nothing_happens_in_the_future(journey: Journey, browse: Browse) -> None:
    form = a_visit_form() | boxes("happened_at", 1)
    shown = answer(browse(journey.key_worker), address(journey, "add/visit/"), form)
    assert "It cannot be in the future." in shown


def test_fewer_people_need_a_reason_and_a_day(journey: Journey, browse: Browse) -> None:
    client = browse(journey.key_worker)
    form = a_visit_form(audience="workers")
    shown = answer(client, address(journey, "add/visit/"), form)
    assert "There is a problem" in shown
    assert '<details class="govuk-details" open>' in shown
    late = form | {"withheld_reason": "harm"} | boxes("withheld_until", 29)
    assert "within 28 days" in answer(client, address(journey, "add/visit/"), late)
    good = form | {"withheld_reason": "harm"} | boxes("withheld_until", 28)
    shown = answer(client, address(journey, "add/visit/"), good)
    assert "Only workers can see it. You look at this again by" in shown
    assert "Somebody could be hurt if more people saw it" in shown


def test_people_are_chosen_from_the_circle(journey: Journey, browse: Browse) -> None:
    client = browse(journey.key_worker)
    shown = page(client, address(journey, "add/visit/"))
    assert "Kwame Owusu, Head of year" in shown
    form = a_visit_form(
        audience="named", withheld_reason="harm", named=[str(account(journey.parent))]
    ) | boxes("withheld_until", 7)
    shown = answer(client, address(journey, "add/visit/"), form)
    assert "Only you and the people you chose can see it." in shown
    assert "To see the new room" in page(browse(journey.parent), address(journey, ""))
    assert "To see the new room" not in page(browse(journey.own), address(journey, ""))
