"""Every page of a journey, in a browser without scripts."""

from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from alongside.accounts.viewer import Viewer
from alongside.journey.kinds import WRITTEN_HERE, Visit
from alongside.journey.models import Draft, Entry, EntryVersion
from alongside.journey.tests.conftest import Browse
from alongside.journey.tests.factories import (
    Journey,
    a_note,
    a_visit,
    account,
    add,
    bring_in,
)
from alongside.lib import clock, ids
from alongside.sharing.rules import Audience

type Sent = dict[str, str | list[str]]


def address(journey: Journey, rest: str) -> str:
    return f"/people/{journey.person.pk}/{rest}"


def boxes(name: str, days: int = 0) -> Sent:
    at = timezone.localtime(clock.now() + timedelta(days=days))
    return {
        f"{name}_day": str(at.day),
        f"{name}_month": str(at.month),
        f"{name}_year": str(at.year),
    }


def a_visit_form(**changes: str | list[str]) -> Sent:
    yesterday = boxes("happened_at", -1) | {"happened_at_hour": "14", "happened_at_minute": "05"}
    told: Sent = {
        "operation": str(ids.new()),
        "why": "To see the new room",
        "where": "At home",
        "seen": "Robyn",
        "alone": "yes",
        "observed": "The lock is broken.",
        "words": "i want my own room",
        "next": "",
        "audience": "circle",
    }
    return yesterday | told | changes


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return unescape(response.content.decode())


def answer(client: Client, path: str, sent: Sent) -> str:
    response = client.post(path, sent, follow=True)
    assert response.status_code == 200
    return unescape(response.content.decode())


# Adding


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


# Drafts


def test_a_draft_is_saved_whatever_it_holds_and_goes_on_where_it_was(
    journey: Journey, browse: Browse
) -> None:
    client = browse(journey.key_worker)
    form = a_visit_form(why="", observed="Half a sent", happened_at_day="45") | {"kind": "visit"}
    shown = answer(client, address(journey, "drafts/"), form)
    assert "Draft saved at " in shown
    assert "Only you can see it." in shown
    assert "Half a sent" in shown
    assert 'value="45"' in shown
    assert str(form["operation"]) in shown
    assert "There is a problem" not in shown
    finished = a_visit_form(operation=str(form["operation"]))
    answer(client, address(journey, "add/visit/"), finished)
    assert Entry.objects.count() == 1
    assert not Draft.objects.exists()


def test_a_page_that_saves_by_itself_is_told_in_one_sentence(
    journey: Journey, browse: Browse
) -> None:
    client = browse(journey.key_worker)
    form = a_visit_form() | {"kind": "visit"}
    response = client.post(
        address(journey, "drafts/"), form, headers={"accept": "application/json"}
    )
    assert response.json()["said"].startswith("Draft saved at ")
    answer(client, address(journey, "add/visit/"), form)
    late = client.post(address(journey, "drafts/"), form, headers={"accept": "application/json"})
    assert late.json() == {"said": "This is sent already."}


def test_a_draft_is_thrown_away(journey: Journey, browse: Browse) -> None:
    client = browse(journey.key_worker)
    answer(client, address(journey, "drafts/"), a_visit_form() | {"kind": "visit"})
    draft = Draft.objects.get()
    shown = answer(client, address(journey, f"drafts/{draft.pk}/discard/"), {})
    assert "Your draft is gone." in shown
    assert not Draft.objects.exists()


def test_somebody_else_s_draft_is_not_there(journey: Journey, browse: Browse) -> None:
    answer(
        browse(journey.key_worker), address(journey, "drafts/"), a_visit_form() | {"kind": "visit"}
    )
    draft = Draft.objects.get()
    colleague = browse(journey.colleague)
    assert colleague.post(address(journey, f"drafts/{draft.pk}/discard/")).status_code == 404
    assert "i want my own room" not in page(
        colleague, address(journey, f"add/visit/?draft={draft.pk}")
    )


@pytest.mark.parametrize("sent", [{"kind": "visit"}, {"operation": "x"}, {"kind": "poem"}])
def test_a_draft_of_nothing_is_not_there(journey: Journey, browse: Browse, sent: Sent) -> None:
    response = browse(journey.key_worker).post(address(journey, "drafts/"), sent)
    assert response.status_code == 404


# One entry


def test_an_entry_shows_what_it_said_before_beside_what_it_says_now(
    journey: Journey, browse: Browse
) -> None:
    entry = add(journey, contents=a_visit(), ago=timedelta(days=2))
    client = browse(journey.colleague)
    path = address(journey, f"entries/{entry.pk}/correct/")
    assert "The window lock is broken." in page(client, path)
    form = a_visit_form(based_on=str(entry.latest_id), observed="The lock is mended.")
    shown = answer(client, path, form)
    assert "Saved at " in shown
    for words in ("The lock is mended.", "The window lock is broken.", "What it said first"):
        assert words in shown
    assert "What it says now" in shown
    own = page(browse(journey.own), address(journey, f"entries/{entry.pk}/"))
    assert "The window lock is broken." in own
    assert "Correct this" not in own


def correct_twice(journey: Journey, browse: Browse, entry: Entry) -> str:
    path = address(journey, f"entries/{entry.pk}/correct/")
    based_on = str(entry.latest_id)
    mine = a_visit_form(based_on=based_on, observed="The first.")
    answer(browse(journey.key_worker), path, mine)
    theirs = a_visit_form(based_on=based_on, observed="The second.")
    return answer(browse(journey.colleague), path, theirs)


def test_two_people_change_one_and_a_person_chooses(journey: Journey, browse: Browse) -> None:
    entry = add(journey, contents=a_visit(), ago=timedelta(days=2))
    shown = correct_twice(journey, browse, entry)
    assert "Somebody else changed this too. Both are kept." in shown
    assert "Two people changed this. Both are kept." in page(
        browse(journey.own), address(journey, "")
    )
    client = browse(journey.key_worker)
    path = address(journey, f"entries/{entry.pk}/choose/")
    shown = page(client, path)
    assert "What you wrote" in shown
    assert "What Ben Ode wrote" in shown
    mine, theirs = EntryVersion.objects.filter(number__gt=1).order_by("number")
    sent: Sent = {
        "operation": str(ids.new()),
        "chosen": str(mine.pk),
        "seen": f"{mine.pk} {theirs.pk}",
    }
    shown = answer(client, path, sent)
    assert "Two people changed this" not in shown
    entry.refresh_from_db()
    assert not entry.contested
    late = sent | {"operation": str(ids.new()), "chosen": str(theirs.pk)}
    assert "Somebody has chosen already." in answer(client, path, late)


def test_what_another_database_told_can_be_corrected(journey: Journey, browse: Browse) -> None:
    entry = bring_in(journey)
    path = address(journey, f"entries/{entry.pk}/correct/")
    client = browse(journey.key_worker)
    assert "Where it came from" in page(client, path)
    form: Sent = boxes("happened_at", -30) | {
        "operation": str(ids.new()),
        "based_on": str(entry.latest_id),
        "title": "Referral",
        "detail_0": "A teacher",
        "happened_at_hour": "0",
        "happened_at_minute": "00",
    }
    shown = answer(client, path, form)
    assert "A teacher" in shown
    assert "A neighbour" in shown


def test_a_correction_can_be_a_draft(journey: Journey, browse: Browse) -> None:
    entry = add(journey, contents=a_visit(), ago=timedelta(days=2))
    client = browse(journey.key_worker)
    form = a_visit_form(based_on=str(entry.latest_id), observed="Half") | {
        "kind": "visit",
        "entry": str(entry.pk),
    }
    shown = answer(client, address(journey, "drafts/"), form)
    assert "Half" in shown
    assert f"entries/{entry.pk}/correct/" in shown
    answer(client, address(journey, f"entries/{entry.pk}/correct/"), form | {"observed": "Whole"})
    assert not Draft.objects.exists()
    assert EntryVersion.objects.count() == 2


# Who can see it


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


# The line and search


def test_the_line_goes_further_back_without_scripts(journey: Journey, browse: Browse) -> None:
    for index in range(23):
        add(journey, contents=a_note(f"Note {index}."), ago=timedelta(hours=index + 1))
    client = browse(journey.own)
    shown = page(client, address(journey, ""))
    assert "Note 19." in shown
    assert "Note 20." not in shown
    further = shown.split('">See older entries')[0].split('href="')[-1]
    shown = page(client, further.split("#")[0])
    assert "Note 22." in shown
    assert "See older entries" not in shown


def test_the_region_is_the_entries_alone(journey: Journey, browse: Browse) -> None:
    add(journey, contents=a_note("Only this"))
    shown = page(browse(journey.own), address(journey, "timeline/"))
    assert "Only this" in shown
    assert "<html" not in shown
    assert "csrf" not in shown


def test_filters_stand_in_the_address_and_search_words_do_not(
    journey: Journey, browse: Browse
) -> None:
    add(journey, contents=a_note("Sleep"), ago=timedelta(days=2))
    add(journey, contents=a_visit(why="Lock", words=""), ago=timedelta(days=1))
    client = browse(journey.own)
    assert "Lock" not in page(client, address(journey, "?kind=note"))
    response = client.post(address(journey, "search/"), {"words": "SLEEP"})
    assert "<mark>Sleep</mark>" in response.content.decode()
    assert "Lock" not in response.content.decode()
    assert "Nothing found" in answer(client, address(journey, "search/"), {"words": "zebra"})
    assert "sleep" not in page(client, address(journey, "search/?words=sleep")).lower()


# Who may not


PAGES = ("timeline/", "search/", "add/", "add/visit/", "release/")


@pytest.mark.parametrize("rest", PAGES)
def test_whoever_is_not_tied_finds_nothing(journey: Journey, browse: Browse, rest: str) -> None:
    absent = f"/people/{ids.new()}/{rest}"
    for who in (journey.outsider, journey.excluded, journey.off_duty):
        client = browse(who)
        refused, missing = client.get(address(journey, rest)), client.get(absent)
        assert refused.status_code == missing.status_code == 404
        assert refused.content == missing.content


@pytest.mark.parametrize("rest", ["add/", "add/visit/", "release/"])
def test_adding_is_for_workers(journey: Journey, browse: Browse, rest: str) -> None:
    for who in (journey.own, journey.parent):
        assert browse(who).get(address(journey, rest)).status_code == 404


def statuses(browse: Browse, who: Viewer, journey: Journey, entry: UUID) -> list[int]:
    rests = ("", "correct/", "choose/", "audience/")
    client = browse(who)
    return [client.get(address(journey, f"entries/{entry}/{rest}")).status_code for rest in rests]


def test_pages_of_an_entry_are_for_those_who_may(journey: Journey, browse: Browse) -> None:
    entry = add(journey, contents=a_visit(), audience=Audience.WORKERS, ago=timedelta(days=1))
    assert statuses(browse, journey.key_worker, journey, entry.pk) == [200] * 4
    assert statuses(browse, journey.school, journey, entry.pk) == [200, 404, 404, 404]
    assert statuses(browse, journey.own, journey, entry.pk) == [404] * 4
    assert statuses(browse, journey.own, journey, ids.new()) == [404] * 4
