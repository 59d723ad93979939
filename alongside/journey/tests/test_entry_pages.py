"""One entry and its corrections, in a browser without scripts."""

from datetime import timedelta

from alongside.journey.models import Draft, Entry, EntryVersion
from alongside.journey.tests.browsing import Sent, a_visit_form, address, answer, boxes, page
from alongside.journey.tests.conftest import Browse
from alongside.journey.tests.factories import Journey, a_visit, add, bring_in, look_of
from alongside.lib import ids
from alongside.sharing.access_log import access_log
from alongside.sharing.rules import Action


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


def deeds(journey: Journey) -> list[str]:
    look = look_of(journey.own, journey, Action.READ_LOG)
    return [str(line.deed) for line in access_log(look).lines if not line.is_you]


def test_opening_a_form_is_told_to_the_person_as_a_look_and_not_as_a_change(
    journey: Journey, browse: Browse
) -> None:
    entry = add(journey, contents=a_visit(), ago=timedelta(days=1))
    assert deeds(journey) == ["wrote a new entry"]
    client = browse(journey.colleague)
    for rest in ("correct/", "audience/"):
        page(client, address(journey, f"entries/{entry.pk}/{rest}"))
    page(client, address(journey, "add/visit/"))
    client.post(address(journey, "search/"), {"words": "lock"})
    told = deeds(journey)
    assert told == [
        "searched in your record",
        "opened your record",
        "read one entry",
        "read one entry",
        "wrote a new entry",
    ]
    form = a_visit_form(based_on=str(entry.latest_id), observed="The lock is mended.")
    answer(client, address(journey, f"entries/{entry.pk}/correct/"), form)
    assert "corrected an entry" in deeds(journey)
