"""Keeping somebody out, and ending it, in a browser without scripts; and who notices."""

import re
from html import unescape
from typing import cast
from uuid import UUID

import pytest
from django.http import HttpResponse

from alongside.accounts.viewer import Viewer
from alongside.lib import clock, ids
from alongside.sharing import services
from alongside.sharing.access_log import newest_events
from alongside.sharing.models import Exclusion
from alongside.sharing.rules import Action
from alongside.sharing.services import EndedAlready, ExcludedAlready, Refused
from alongside.sharing.tests.factories import (
    TIED,
    Around,
    account,
    exclude,
    left_behind,
    look,
    new_events,
)
from alongside.sharing.tests.pages import client_of
from alongside.sharing.tests.test_access_log import new_lines
from alongside.sharing.tests.test_changes import ended, hearing

DECIDERS = {"key_worker", "colleague"}


def page_of(robyn: Around, rest: str = "exclusions/") -> str:
    return f"/people/{robyn.id}/{rest}"


def in_force(robyn: Around, viewer: Viewer) -> Exclusion:
    return Exclusion.objects.get(person=robyn.id, account=account(viewer), until=None)


def end_page(robyn: Around, viewer: Viewer) -> str:
    return page_of(robyn, f"exclusions/{in_force(robyn, viewer).pk}/end/")


def get(robyn: Around, by: Viewer, path: str = "") -> tuple[int, str]:
    answer = client_of(by).get(path or page_of(robyn))
    return answer.status_code, unescape(answer.content.decode())


def post(by: Viewer, path: str, operation: UUID | None = None, **sent: object) -> HttpResponse:
    fields = {name: str(said) for name, said in sent.items()}
    answer = client_of(by).post(path, fields | {"operation": str(operation or ids.new())})
    return cast(HttpResponse, answer)


def keep_out(robyn: Around, whom: Viewer, operation: UUID | None = None) -> HttpResponse:
    sent = {"account": account(whom), "reason": "He came to the house."}
    return post(robyn.key_worker, page_of(robyn), operation, **sent)


def sees(robyn: Around, viewer: Viewer) -> bool:
    try:
        return bool(look(viewer, robyn))
    except Refused:
        return False


# The page


def test_only_who_looks_after_the_circle_finds_the_pages(robyn: Around) -> None:
    for path in (page_of(robyn), end_page(robyn, robyn.excluded)):
        found = {name for name, who in robyn.everybody.items() if get(robyn, who, path)[0] == 200}
        assert found == DECIDERS


def test_the_page_says_who_is_kept_out_since_when_by_whom_and_why(robyn: Around) -> None:
    _, said = get(robyn, robyn.colleague)
    since = clock.now().strftime("%B %Y")
    assert "Carl Frost" in said
    assert since in said
    assert "Set by Samira Khan" in said
    assert "He must not look." in said


def test_everybody_in_the_circle_can_be_chosen_but_the_person_and_who_asks(robyn: Around) -> None:
    _, said = get(robyn, robyn.key_worker)
    offered = {name for name, who in robyn.everybody.items() if f'value="{who.account}"' in said}
    assert offered == {"parent", "school", "newcomer"}


def test_somebody_who_is_kept_out_finds_nothing_at_once(robyn: Around) -> None:
    assert keep_out(robyn, robyn.school).status_code == 302
    assert not sees(robyn, robyn.school)
    assert in_force(robyn, robyn.school).contents.reason == "He came to the house."
    there, not_there = page_of(robyn, ""), f"/people/{ids.new()}/"
    assert get(robyn, robyn.school, there)[0] == get(robyn, robyn.school, not_there)[0] == 404


def test_family_can_be_kept_out_too(robyn: Around) -> None:
    assert keep_out(robyn, robyn.parent).status_code == 302
    assert not sees(robyn, robyn.parent)


@pytest.mark.parametrize("name", ["own", "key_worker", "outsider"])
def test_the_person_whoever_asks_and_a_stranger_are_no_answer(robyn: Around, name: str) -> None:
    before = Exclusion.objects.count()
    answer = keep_out(robyn, robyn.everybody[name])
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert Exclusion.objects.count() == before


def test_a_reason_is_asked_for(robyn: Around) -> None:
    answer = post(robyn.key_worker, page_of(robyn), account=account(robyn.school), reason="  ")
    assert "Answer this: Why must they not see it?" in answer.content.decode()
    assert sees(robyn, robyn.school)


def test_the_same_form_twice_keeps_out_once(robyn: Around) -> None:
    operation, before = ids.new(), Exclusion.objects.count()
    for _turn in range(2):
        assert keep_out(robyn, robyn.school, operation).status_code == 302
    assert Exclusion.objects.count() == before + 1


def test_other_words_with_a_used_page_are_shown_again(robyn: Around) -> None:
    operation = ids.new()
    keep_out(robyn, robyn.school, operation)
    answer = keep_out(robyn, robyn.parent, operation)
    assert answer.status_code == 200
    assert "kept somebody out with this page before" in answer.content.decode()
    assert sees(robyn, robyn.parent)


def test_who_is_out_already_is_not_kept_out_twice(robyn: Around) -> None:
    keep_out(robyn, robyn.school)
    assert "They are kept out already." in keep_out(robyn, robyn.school).content.decode()
    with pytest.raises(ExcludedAlready):
        exclude(robyn, robyn.school)


# The end


def test_it_ends_with_a_reason_and_the_tie_counts_again(robyn: Around) -> None:
    path, row = end_page(robyn, robyn.excluded), in_force(robyn, robyn.excluded)
    assert "Carl Frost" in get(robyn, robyn.colleague, path)[1]
    assert "Answer this" in post(robyn.colleague, path, reason="").content.decode()
    assert not sees(robyn, robyn.excluded)
    assert post(robyn.colleague, path, reason="The court lifted it.").status_code == 302
    assert sees(robyn, robyn.excluded)
    row.refresh_from_db()
    assert (row.contents.reason, row.contents.ended) == (
        "He must not look.",
        "The court lifted it.",
    )
    assert row.ended_by == robyn.colleague.account
    assert "Carl Frost" not in get(robyn, robyn.colleague)[1].split('id="keep-out"')[0]


def test_ending_twice_is_ending_once(robyn: Around) -> None:
    path, operation = end_page(robyn, robyn.excluded), ids.new()
    row = in_force(robyn, robyn.excluded)
    for used in (operation, operation, ids.new()):
        assert post(robyn.colleague, path, used, reason="It is over.").status_code == 302
    first = Exclusion.objects.get(pk=row.pk).until
    with pytest.raises(EndedAlready):
        services.end_exclusion(by=robyn.colleague, person=robyn.id, exclusion=row.pk, reason="x")
    assert Exclusion.objects.get(pk=row.pk).until == first
    assert get(robyn, robyn.colleague, path)[0] == 404


def test_somebody_can_be_kept_out_again_after_the_end(robyn: Around) -> None:
    post(robyn.colleague, end_page(robyn, robyn.excluded), reason="It is over.")
    assert keep_out(robyn, robyn.excluded).status_code == 302
    assert not sees(robyn, robyn.excluded)


@pytest.mark.parametrize("name", sorted(set(TIED) - DECIDERS | {"excluded", "outsider"}))
def test_only_who_looks_after_the_circle_ends_it(robyn: Around, name: str) -> None:
    path, row = end_page(robyn, robyn.excluded), in_force(robyn, robyn.excluded)
    assert post(robyn.everybody[name], path, reason="Let me in").status_code == 404
    with pytest.raises(Refused):
        services.end_exclusion(
            by=robyn.everybody[name], person=robyn.id, exclusion=row.pk, reason="Let me in"
        )
    assert in_force(robyn, robyn.excluded) == row


def test_an_exclusion_of_nobody_or_of_somebody_elses_record_is_not_there(robyn: Around) -> None:
    path = page_of(robyn, f"exclusions/{ids.new()}/end/")
    assert get(robyn, robyn.key_worker, path)[0] == 404
    assert post(robyn.key_worker, path, reason="Because").status_code == 404


# Who notices


def test_setting_and_ending_are_events_that_the_person_is_not_told(robyn: Around) -> None:
    ending = end_page(robyn, robyn.excluded)
    for act in (
        lambda: exclude(robyn, robyn.school),
        lambda: services.end_exclusion(
            by=robyn.key_worker,
            person=robyn.id,
            exclusion=in_force(robyn, robyn.excluded).pk,
            reason="It is over.",
        ),
    ):
        chained, told = left_behind(robyn.id, act)
        assert [(event.action, event.kind) for event in chained] == [
            (Action.SET_EXCLUSION, "sharing.exclusion")
        ]
        assert hearing(robyn, told) == set()
    assert get(robyn, robyn.colleague, ending)[0] == 404


def test_the_page_is_told_to_the_person_as_a_look_at_the_circle(robyn: Around) -> None:
    lines = new_lines(robyn, lambda: get(robyn, robyn.key_worker))
    assert lines == ["Samira Khan looked at who is in your circle"]
    (event,) = newest_events(look(robyn.own, robyn, Action.READ_LOG), count=1)
    assert (event.kind, event.object) == ("", None)


def test_opening_and_sending_are_recorded(robyn: Around) -> None:
    chained = new_events(robyn.id, lambda: keep_out(robyn, robyn.school))
    assert [event.action for event in chained] == [Action.SET_EXCLUSION] * 2
    assert [event.kind for event in chained] == ["", "sharing.exclusion"]


def test_an_end_closes_no_stream(robyn: Around) -> None:
    row = in_force(robyn, robyn.excluded)
    _, told = left_behind(
        robyn.id,
        lambda: services.end_exclusion(
            by=robyn.key_worker, person=robyn.id, exclusion=row.pk, reason="It is over."
        ),
    )
    assert ended(robyn, told) == set()


def test_nobody_in_the_circle_looks_different(robyn: Around) -> None:
    watchers = ("own", "parent", "newcomer", "colleague", "key_worker")
    before = [get(robyn, robyn.everybody[name], page_of(robyn, "circle/"))[1] for name in watchers]
    exclude(robyn, robyn.school)
    after = [get(robyn, robyn.everybody[name], page_of(robyn, "circle/"))[1] for name in watchers]
    assert [plain(page) for page in after] == [plain(page) for page in before]


def plain(page: str) -> str:
    """Without the tokens that are new on each page."""
    return re.sub(
        r'name="(csrfmiddlewaretoken|operation)" value="[^"]*"|nonce-?[^"]*"|"X-CSRFToken"[^}]*',
        "",
        page,
    )
