"""Who can see an entry, and sharing what came in, in a browser without scripts."""

from datetime import timedelta

from alongside.journey.models import Entry
from alongside.journey.tests.browsing import Sent, address, answer, boxes, page
from alongside.journey.tests.conftest import Browse
from alongside.journey.tests.factories import Journey, a_note, add, bring_in
from alongside.lib import ids
from alongside.sharing.rules import Audience


def test_who_can_see_an_entry_is_decided_anew(journey: Journey, browse: Browse) -> None:
    entry = add(journey, contents=a_note("Seen in the street"), ago=timedelta(days=1))
    client = browse(journey.key_worker)
    path = address(journey, f"entries/{entry.pk}/audience/")
    assert "Who can see this?" in page(client, path)
    form: Sent = {
        "operation": str(ids.new()),
        "audience": "agency",
        "withheld_reason": "told-to-wait",
    }
    shown = answer(client, path, form | boxes("withheld_until", 7))
    assert "Only Northmere can see it." in shown
    assert "Seen in the street" not in page(browse(journey.own), address(journey, ""))
    assert browse(journey.own).get(address(journey, f"entries/{entry.pk}/")).status_code == 404
    again = page(client, path)
    assert "Who could see it before" in again
    assert "Changed by Samira Khan:" in again


def test_what_was_brought_in_is_chosen_looked_at_and_shared(
    journey: Journey, browse: Browse
) -> None:
    first, second = bring_in(journey, "Referral from school"), bring_in(journey, "Strategy talk")
    client, path = browse(journey.key_worker), address(journey, "release/")
    shown = page(client, path)
    assert "Referral from school" in shown
    step: Sent = {"operation": str(ids.new()), "entries": [str(first.pk)], "step": "look"}
    preview = answer(client, path, step)
    assert "This is how it will look to them" in preview
    assert "Everyone in your circle" in preview
    assert "Strategy talk" not in preview
    first.refresh_from_db()
    assert first.audience == Audience.AGENCY
    shown = answer(client, path, step | {"step": "release"})
    assert "Everyone in the circle can see it now." in shown
    assert "Referral from school" in page(browse(journey.own), address(journey, ""))
    second.refresh_from_db()
    assert second.audience == Audience.AGENCY


def test_the_look_ahead_is_the_page_of_the_person(journey: Journey, browse: Browse) -> None:
    add(journey, contents=a_note("They read this already"))
    add(journey, contents=a_note("For workers alone"), audience=Audience.WORKERS)
    brought = bring_in(journey, "Referral from school")
    step: Sent = {"operation": str(ids.new()), "entries": [str(brought.pk)], "step": "look"}
    shown = answer(browse(journey.key_worker), address(journey, "release/"), step)
    assert "They read this already" in shown
    assert "For workers alone" not in shown
    assert shown.count("New to them") == 1
    assert "You, " not in shown  # the worker is not the one who reads it
    assert shown.count('name="entries"') == 1


def test_all_can_be_looked_at_and_shared_as_a_set(journey: Journey, browse: Browse) -> None:
    entries = [bring_in(journey, title) for title in ("One", "Two")]
    client, path = browse(journey.key_worker), address(journey, "release/")
    preview = answer(client, path, {"operation": str(ids.new()), "step": "all"})
    assert all(str(entry.pk) in preview for entry in entries)
    everything = [str(entry.pk) for entry in entries]
    answer(client, path, {"operation": str(ids.new()), "step": "release", "entries": everything})
    assert set(Entry.objects.values_list("audience", flat=True)) == {Audience.CIRCLE}


def test_choosing_nothing_is_asked_about(journey: Journey, browse: Browse) -> None:
    bring_in(journey)
    form: Sent = {"operation": str(ids.new()), "step": "look"}
    shown = answer(browse(journey.key_worker), address(journey, "release/"), form)
    assert "Choose at least one." in shown


def test_whoever_may_not_decide_sees_nothing_to_share(journey: Journey, browse: Browse) -> None:
    bring_in(journey, "Referral from school")
    shown = page(browse(journey.school), address(journey, "release/"))
    assert "Nothing waits for you to decide." in shown
    assert "Referral" not in shown
