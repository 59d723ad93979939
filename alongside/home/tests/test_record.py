"""The record of one person, in the words and rights of whoever opens it."""

from datetime import timedelta

import pytest

from alongside.lib import clock, ids
from alongside.sharing.rules import Audience
from tests.answers import as_bytes
from tests.northmere import NIGHT, SLUGS, Northmere
from tests.pages import (
    CIRCLE,
    a_census_child,
    get,
    page,
    shown_to,
    write,
)

RECORD = "/people/{person}/"
TIED = {"young-person", "parent", *CIRCLE, "team-manager"}


def test_everybody_tied_opens_it_and_for_the_others_it_does_not_exist(area: Northmere) -> None:
    opened = {slug for slug in SLUGS if get(area, slug, RECORD).status_code == 200}
    assert opened == TIED
    with clock.hold(NIGHT):
        at_night = {slug for slug in SLUGS if get(area, slug, RECORD).status_code == 200}
    assert at_night == TIED - {"team-manager"} | {"night-duty"}


def test_not_allowed_and_not_there_are_the_same_answer(area: Northmere) -> None:
    for part in ("", "circle/", "news/", "circle/invite/", "name/"):
        for slug in ("unrelated-worker", "governance-lead"):
            real = get(area, slug, RECORD + part)
            made_up = get(area, slug, f"/people/{ids.new()}/{part}")
            assert real.status_code == 404
            assert as_bytes(real) == as_bytes(made_up)


def test_the_person_reads_it_as_theirs(area: Northmere) -> None:
    said = page(area, "young-person", RECORD)
    assert "My record" in said
    assert "Your key worker is Samira Khan." in said
    assert "Your words Stay until spring." in said
    assert "Did we see you on your own? Yes" in said
    assert "who can see this about" not in said
    for number in ("NM-1041", "999 000 0018"):
        assert number not in said


def test_others_read_about_the_person_and_why_they_can(area: Northmere) -> None:
    said = page(area, "parent", RECORD)
    assert "Robyn’s words Stay until spring." in said
    assert "You are in this person’s circle." in said
    assert "That you looked is written down, and the person can read it." in said
    assert "NM-1041" not in said
    assert "You work with this person." in page(area, "school-lead", RECORD)
    assert "on duty now" in page(area, "team-manager", RECORD)


def test_workers_read_the_numbers_that_other_systems_know(area: Northmere) -> None:
    assert shown_to(area, RECORD, "Council number NM-1041") == TIED - {"young-person", "parent"}
    assert "NHS number 999 000 0018" in page(area, "school-nurse", RECORD)


def test_the_log_is_offered_to_the_person_alone(area: Northmere) -> None:
    assert shown_to(area, RECORD, "See who looked") == {"young-person"}


def test_adding_is_offered_to_those_who_work_with_the_person(area: Northmere) -> None:
    """Family says how they see it on a page of their own."""
    links = {
        slug
        for slug in TIED
        if f"/people/{area.person}/add/" in get(area, slug, RECORD).content.decode()
    }
    assert links == TIED - {"young-person", "parent"}


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (Audience.CIRCLE, TIED),
        (Audience.WORKERS, TIED - {"young-person", "parent"}),
        (Audience.AGENCY, {"key-worker", "team-manager"}),
        (Audience.NAMED, {"key-worker", "parent"}),
    ],
)
def test_an_entry_is_read_by_its_audience_and_leaves_no_hole_for_others(
    area: Northmere, audience: Audience, readers: set[str]
) -> None:
    before = {slug: page(area, slug, RECORD) for slug in TIED - readers}
    write(area, text="Tamarisk stood at the gate.", audience=audience, named=["parent"])
    assert shown_to(area, RECORD, "Tamarisk") == readers
    assert {slug: page(area, slug, RECORD) for slug in TIED - readers} == before


def test_the_newest_entries_of_one_journey_are_a_region_of_their_own(area: Northmere) -> None:
    write(area, text="Tamarisk stood at the gate.", about="Tamarisk", audience=Audience.WORKERS)
    assert shown_to(area, RECORD + "news/", "Tamarisk") == TIED - {"young-person", "parent"}
    assert "<html" not in get(area, "parent", RECORD + "news/").content.decode()


def test_on_the_day_the_shift_is_over_the_record_is_gone(area: Northmere) -> None:
    assert get(area, "team-manager", RECORD).status_code == 200
    with clock.hold(clock.now() + timedelta(hours=6)):  # five in the afternoon
        assert get(area, "team-manager", RECORD).status_code == 404


# A child whom a census brought


def test_a_census_child_stands_by_number_until_somebody_takes_and_names_them(
    area: Northmere,
) -> None:
    child = a_census_child("NM-2044")
    record = f"/people/{child.pk}/"
    said = page(area, "team-manager", record)
    assert "Local identifier NM-2044" in said
    assert "Nobody is key worker yet." in said
    assert "I will be the key worker" in said
    assert "Add a name" in said
    assert get(area, "school-lead", record).status_code == 404

    area.client("team-manager").post(f"{record}circle/take/")
    said = page(area, "team-manager", record)
    assert "You are the key worker now." in said
    assert "Key worker: Helen Marsh" in said
    assert "I will be the key worker" not in said

    area.client("team-manager").post(
        f"{record}name/",
        {"operation": str(ids.new()), "given": "Ada", "family": "Lane", "based_on": "1"},
    )
    said = page(area, "team-manager", record)
    assert "Ada Lane" in said
    assert "Local identifier" not in said
    assert "Add a name" not in said
    assert "NM-2044" in said
    assert "Ada Lane" in page(area, "team-manager", "/work/")


def test_who_is_off_duty_neither_sees_nor_takes_a_census_child(area: Northmere) -> None:
    child = a_census_child("NM-2044")
    for slug in ("night-duty", "school-lead", "unrelated-worker", "young-person"):
        client = area.client(slug)
        assert client.get(f"/people/{child.pk}/").status_code == 404
        assert client.post(f"/people/{child.pk}/circle/take/").status_code == 404
