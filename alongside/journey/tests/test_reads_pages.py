"""How this reads and how it will look, on pages: with a script while writing, without in a draft."""

import time
from typing import Any

import pytest

from alongside.audit.models import AccessEvent
from alongside.journey.models import Draft, Entry
from alongside.journey.tests.browsing import Sent, a_visit_form, address, answer, page
from alongside.journey.tests.conftest import Browse
from alongside.journey.tests.factories import Journey, add, bring_in
from tests.answers import as_bytes

WORKERS = {"key_worker", "colleague", "night", "school", "newcomer"}


def test_while_somebody_writes_the_page_is_told_and_nothing_is_kept(
    journey: Journey, browse: Browse
) -> None:
    client = browse(journey.key_worker)
    form = a_visit_form(observed="The contact centre was full.") | {"kind": "visit"}
    told = answer(client, address(journey, "reads/"), form)
    assert "In place of “contact centre”: <strong>family time room; family centre" in told
    assert 'role="status"' in told
    assert 'id="looks" hx-swap-oob' in told
    assert "Robyn will see this on their own page" in told
    assert "<html" not in told
    assert not Draft.objects.exists()
    assert not Entry.objects.exists()


def test_looking_again_and_again_is_one_event(journey: Journey, browse: Browse) -> None:
    client = browse(journey.key_worker)
    page(client, address(journey, "add/visit/"))
    before = AccessEvent.objects.count()
    for _time in range(5):
        answer(client, address(journey, "reads/"), a_visit_form() | {"kind": "visit"})
    assert AccessEvent.objects.count() == before


@pytest.mark.parametrize("name", sorted(WORKERS | {"own", "parent", "off_duty", "excluded", "outsider"}))  # fmt: skip
def test_only_those_who_may_add_are_told(journey: Journey, browse: Browse, name: str) -> None:
    client = browse(journey.everybody[name])
    response = client.post(address(journey, "reads/"), a_visit_form() | {"kind": "visit"})
    assert response.status_code == (200 if name in WORKERS else 404)


def test_a_draft_shows_it_without_any_script(journey: Journey, browse: Browse) -> None:
    client = browse(journey.key_worker)
    fresh = page(client, address(journey, "add/visit/"))
    assert "How this reads" in fresh
    assert "or save a draft" in fresh
    form = a_visit_form(observed="A LAC review.", audience="workers") | {"kind": "visit"}
    shown = answer(client, address(journey, "drafts/"), form)
    assert "a meeting about how things are going for you" in shown
    assert "Robyn does not see this. It is for: Workers only." in shown
    assert "Your words" in shown
    assert not Entry.objects.exists()


def test_words_that_come_back_with_a_mistake_show_it_too(journey: Journey, browse: Browse) -> None:
    shown = answer(
        browse(journey.key_worker),
        address(journey, "add/visit/"),
        a_visit_form(why="", observed="A LAC review."),
    )
    assert "There is a problem" in shown
    assert "a meeting about how things are going for you" in shown


def test_a_correction_shows_it_too(journey: Journey, browse: Browse) -> None:
    client, entry = browse(journey.key_worker), add(journey)
    shown = page(client, address(journey, f"entries/{entry.pk}/correct/"))
    assert f'name="entry" value="{entry.pk}"' in shown
    form: Sent = {
        "kind": "note",
        "entry": str(entry.pk),
        "about": "After",
        "text": "Seen at respite.",
    }
    told = answer(client, address(journey, "reads/"), form)
    assert "a short stay" in told
    assert "You corrected this" not in told
    assert "Samira Khan corrected this" in told


def test_an_entry_that_is_hidden_is_as_one_that_is_not_there(
    journey: Journey, browse: Browse
) -> None:
    hidden = bring_in(journey)
    client = browse(journey.school)
    sent = [{"kind": "note", "entry": str(entry)} for entry in (hidden.pk, journey.person.pk, "x")]
    answers = {as_bytes(client.post(address(journey, "reads/"), form)) for form in sent}
    assert len(answers) == 1
    assert client.post(address(journey, "reads/"), sent[0]).status_code == 404


def test_it_asks_the_database_a_few_times(
    journey: Journey, browse: Browse, django_assert_max_num_queries: Any
) -> None:
    client, form = browse(journey.key_worker), a_visit_form() | {"kind": "visit"}
    answer(client, address(journey, "reads/"), form)
    with django_assert_max_num_queries(14):
        answer(client, address(journey, "reads/"), form)
    answer(client, address(journey, "drafts/"), form)
    draft = Draft.objects.get()
    with django_assert_max_num_queries(20):
        page(client, address(journey, f"add/visit/?draft={draft.pk}"))


def test_a_text_without_end_is_answered_soon(journey: Journey, browse: Browse) -> None:
    client = browse(journey.key_worker)
    form = a_visit_form(observed="contact “" * 60_000, next="a" * 200_000) | {"kind": "visit"}
    answer(client, address(journey, "reads/"), form)
    begun = time.perf_counter()
    answer(client, address(journey, "reads/"), form)
    assert time.perf_counter() - begun < 1
