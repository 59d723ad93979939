"""A worker's day: what needs them, what is new, their people, and how they find somebody."""

from datetime import timedelta
from uuid import UUID

import pytest

from alongside.audit.models import AccessEvent
from alongside.circles import services as circles
from alongside.circles.models import Role
from alongside.circles.tests.factories import join
from alongside.journey import services as journey
from alongside.journey.kinds import Kind
from alongside.lib import clock, ids
from alongside.people.tests.factories import make_person
from alongside.sharing import services as sharing
from alongside.sharing.rules import Audience
from tests.northmere import NIGHT, Northmere
from tests.pages import (
    CIRCLE,
    WORKERS,
    get,
    page,
    shown_to,
    write,
)


def test_only_those_in_her_circle_have_her_among_their_people(area: Northmere) -> None:
    assert shown_to(area, "/work/", "Robyn Hale", WORKERS) == set(CIRCLE)


def test_the_people_of_a_team_are_seen_while_on_duty_alone(area: Northmere) -> None:
    assert shown_to(area, "/work/people/", "Robyn Hale", WORKERS) == {*CIRCLE, "team-manager"}
    with clock.hold(NIGHT):
        assert shown_to(area, "/work/people/", "Robyn Hale", WORKERS) == {*CIRCLE, "night-duty"}


@pytest.mark.parametrize("slug", ["young-person", "parent"])
@pytest.mark.parametrize("address", ["/work/", "/work/news/", "/work/people/"])
def test_for_who_is_no_worker_there_is_no_such_page(
    area: Northmere, slug: str, address: str
) -> None:
    assert get(area, slug, address).status_code == 404


def test_whoever_has_nobody_yet_is_told_so(area: Northmere) -> None:
    said = page(area, "unrelated-worker", "/work/")
    assert "You are in nobody’s circle yet." in said
    assert "Nothing new" in said
    assert "There is nobody here right now." in page(area, "unrelated-worker", "/work/people/")


def test_the_day_says_whether_one_is_on_duty(area: Northmere) -> None:
    assert "On duty now" in page(area, "key-worker", "/work/")
    assert "Off duty" in page(area, "night-duty", "/work/")
    with clock.hold(NIGHT):
        assert "Off duty" in page(area, "key-worker", "/work/")
        assert "On duty now" in page(area, "night-duty", "/work/")


def test_news_is_what_others_wrote_in_the_last_week_newest_first(area: Northmere) -> None:
    write(area, "school-nurse", about="Slept well")
    write(area, "key-worker", about="My own note")
    said = page(area, "key-worker", "/work/news/")
    nurse, charity = said.index("Jo Bright, Northmere Health"), said.index("Tyrone Blake")
    assert nurse < charity
    assert "Samira Khan" not in said
    assert said.strip() in page(area, "key-worker", "/work/")
    with clock.hold(clock.now() + timedelta(days=8)):
        assert "Jo Bright" not in page(area, "key-worker", "/work/news/")


def test_news_of_a_hidden_entry_is_for_its_readers(area: Northmere) -> None:
    write(area, "key-worker", about="Seen near", audience=Audience.NAMED, named=["school-nurse"])
    new = {
        slug
        for slug in CIRCLE
        if page(area, slug, "/work/news/").count("Note: Robyn Hale Samira Khan") > 0
    }
    assert new == {"school-nurse"}


def test_a_promise_to_look_again_stands_on_the_day_of_whoever_made_it(area: Northmere) -> None:
    assert shown_to(area, "/work/", "Look again: who can see this about Robyn Hale?", WORKERS) == {
        "key-worker"
    }


def test_a_draft_waits_on_the_day_of_its_author(area: Northmere) -> None:
    journey.save_draft(
        by=area.viewer("school-lead"),
        person=area.person,
        kind=Kind.NOTE,
        fields={"about": ["Half a note"]},
        operation=ids.new(),
    )
    words = "Carry on with your draft"
    assert shown_to(area, "/work/", words, WORKERS) == {"school-lead"}
    assert "Half a note" not in page(area, "school-lead", "/work/")


def test_an_invitation_is_for_the_worker_who_is_asked(area: Northmere) -> None:
    guest = area.viewer("governance-lead")
    assert guest.account is not None
    circles.invite(
        by=area.viewer("key-worker"),
        person=area.person,
        account=guest.account,
        role=Role.WORKER,
        post=guest.post_id,
    )
    words = "Do you want to join the circle of Robyn Hale?"
    assert shown_to(area, "/work/", words, WORKERS) == {"governance-lead"}


def test_whoever_is_kept_from_a_record_finds_no_name_and_no_draft(area: Northmere) -> None:
    journey.save_draft(
        by=area.viewer("school-lead"),
        person=area.person,
        kind=Kind.NOTE,
        fields={"about": ["Half a note"]},
        operation=ids.new(),
    )
    sharing.exclude(
        by=area.viewer("key-worker"),
        person=area.person,
        account=area.account("school-lead"),
        reason="A risk",
    )
    for address in ("/work/", "/work/news/", "/work/people/"):
        assert "Robyn" not in page(area, "school-lead", address)


def test_news_is_of_everybody_in_the_circle_of_a_worker(
    area: Northmere, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of those who are too far down the list of names to be on this page."""
    monkeypatch.setattr("alongside.home.views.work.SHOWN", 1)
    child = make_person("Ada", "Lane")
    for slug in ("key-worker", "school-nurse"):
        join(child, area.viewer(slug))
    write(area, "school-nurse", about="Slept well")
    said = page(area, "key-worker", "/work/")
    assert "Note: Robyn Hale Jo Bright, Northmere Health" in said
    assert listed(area, "key-worker") == {child.pk, area.person}


def test_names_in_the_news_are_recorded_as_seen_and_no_others(area: Northmere) -> None:
    join(make_person("Ada", "Lane"), area.viewer("key-worker"))
    write(area, "school-nurse", about="Slept well")
    page(area, "key-worker", "/work/news/")
    assert listed(area, "key-worker") == {area.person}


def listed(area: Northmere, slug: str) -> set[UUID | None]:
    rows = AccessEvent.objects.filter(depth="listed", account=area.account(slug))
    return set(rows.values_list("person", flat=True))


def test_the_news_says_when_there_is_more_of_it(area: Northmere) -> None:
    assert "There is more." not in page(area, "key-worker", "/work/news/")
    for number in range(11):
        write(area, "school-nurse", about=f"Night {number}")
    said = page(area, "key-worker", "/work/news/")
    assert said.count("Jo Bright") == 10
    assert "There is more. Older news is in each record." in said
