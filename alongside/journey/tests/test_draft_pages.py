"""Drafts, in a browser without scripts."""

import pytest

from alongside.journey.models import Draft, Entry
from alongside.journey.tests.browsing import Sent, a_visit_form, address, answer, page
from alongside.journey.tests.conftest import Browse
from alongside.journey.tests.factories import Journey


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
    told = response.json()
    assert told["said"].startswith("Draft saved at ")
    assert told["address"] == address(journey, f"add/visit/?draft={Draft.objects.get().pk}")
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
