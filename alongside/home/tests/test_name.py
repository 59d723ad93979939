"""What a person is called: the first time, corrected, by two at once, and what it said before."""

import re

import pytest
from django.urls import reverse

from alongside.accounts.viewer import system
from alongside.agencies.models import Agency
from alongside.lib import ids
from alongside.people import services as people
from alongside.people.models import Identity, IdentityVersion, Person
from tests.northmere import Northmere
from tests.pages import CIRCLE, a_census_child, get, page, post, shown_to, told

ADDRESS = "/people/{person}/name/"


def named(area: Northmere, slug: str, **fields: str) -> str:
    given = {"given": "Robyn", "reason": "Spelled wrong", "based_on": "1"}
    return told(area, slug, ADDRESS, {"operation": str(ids.new())} | given | fields)


def test_a_name_is_written_down_and_read_by_everybody(area: Northmere) -> None:
    said = named(area, "school-lead", known_as="Rob", family="Hale", pronouns="they, them")
    assert "The name is saved." in said
    assert "Rob Hale" in said
    assert "Hello Rob" in page(area, "young-person", "/me/")


def test_a_name_keeps_what_the_page_does_not_ask(area: Northmere) -> None:
    named(area, "school-lead", family="Hale")
    identity = Person.objects.get(pk=area.person).identity
    assert (identity.sex, identity.born) == ("F", None)


def test_the_page_shows_what_is_known_already(area: Northmere) -> None:
    shown = get(area, "key-worker", "/people/{person}/name/").content.decode()
    for value in ('value="Robyn"', 'value="Hale"', 'value="she, her"', 'value="2011"'):
        assert value in shown


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"given": ""}, "Answer this: First name"),
        (
            {"born_day": "31", "born_month": "2", "born_year": "2011"},
            "Write a day, a month and a year",
        ),
    ],
)
def test_a_name_that_cannot_be_is_shown_again_with_what_is_wrong(
    area: Northmere, fields: dict[str, str], fault: str
) -> None:
    said = named(area, "school-lead", family="Tamarisk", **fields)
    assert fault in said
    assert "Tamarisk" not in page(area, "school-lead", "/people/{person}/")


@pytest.mark.parametrize("slug", ["young-person", "parent", "unrelated-worker"])
def test_who_does_not_work_with_the_person_names_nobody(area: Northmere, slug: str) -> None:
    address = reverse("home:name", args=[area.person])
    assert get(area, slug, address).status_code == 404
    assert post(area, slug, address, {"given": "Eve"}).status_code == 404


def test_a_correction_needs_its_reason_and_a_first_name_needs_none(area: Northmere) -> None:
    assert "Answer this: Why is this a correction?" in named(area, "school-lead", reason="")
    child = a_census_child("NM-2044")
    address = f"/people/{child.pk}/name/"
    assert "Why is this a correction?" not in page(area, "team-manager", address)
    fields = {"operation": str(ids.new()), "given": "Ada", "based_on": "1"}
    assert "The name is saved." in told(area, "team-manager", address, fields)
    assert "Why is this a correction?" in page(area, "team-manager", address)


def test_the_record_leads_to_it_with_and_without_a_name(area: Northmere) -> None:
    assert shown_to(area, "/people/{person}/", "Correct the name") == {*CIRCLE, "team-manager"}
    child = a_census_child("NM-2044")
    assert "Add a name" in page(area, "team-manager", f"/people/{child.pk}/")


def test_earlier_names_stay_with_who_when_and_why(area: Northmere) -> None:
    named(area, "school-lead", known_as="Rob", family="Hale", pronouns="they, them")
    said = page(area, "key-worker", ADDRESS)
    now, before = said.index("It says this now."), said.index("Robyn Hale", said.index("Rob Hale"))
    assert now < before
    assert "Kwame Owusu, Head of year, Larkfield School. Saved: Today, 11am." in said
    assert "Why it changed: Spelled wrong" in said
    assert "Spelled wrong" not in page(area, "young-person", "/people/{person}/")


def test_a_page_without_a_change_tells_no_steps(area: Northmere) -> None:
    assert "step by step" not in page(area, "key-worker", ADDRESS)


def test_what_a_load_changed_says_whose_records_it_was(area: Northmere) -> None:
    council = Agency.objects.get(slug="northmere-council")
    people.name_person(
        by=system(), person=area.person, identity=Identity(given="Robin"), agency=council.pk
    )
    assert "The records of Northmere Council" in page(area, "key-worker", ADDRESS)


def test_who_comes_second_is_told_keeps_their_words_and_chooses(area: Northmere) -> None:
    named(area, "school-lead", known_as="Rob", family="Hale")
    second = {"known_as": "Robbie", "family": "Hale", "reason": "She asked me"}
    said = post(area, "key-worker", ADDRESS, filled(second))
    page = said.content.decode()
    assert "Somebody changed this while you wrote. It says now: Rob Hale." in page
    assert 'value="Robbie"' in page
    assert 'value="She asked me"' in page
    assert 'name="based_on" value="2"' in page
    assert Person.objects.get(pk=area.person).identity.known_as == "Rob"
    assert "The name is saved." in named(area, "key-worker", **second, based_on="2")
    assert [row.identity.known_as for row in versions(area)] == ["", "Rob", "Robbie"]


def test_who_adds_a_name_second_says_why_theirs_is_right(area: Northmere) -> None:
    child = a_census_child("NM-2044")
    address = f"/people/{child.pk}/name/"
    first = {"operation": str(ids.new()), "given": "Ada", "based_on": "1"}
    told(area, "team-manager", address, first)
    said = told(area, "team-manager", address, first | {"operation": str(ids.new())})
    assert "Somebody changed this while you wrote." in said
    assert "Answer this: Why is this a correction?" in said


def test_nothing_changed_is_nothing_written(area: Northmere) -> None:
    shown = get(area, "key-worker", ADDRESS).content.decode()
    same = dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', shown))
    said = told(area, "key-worker", ADDRESS, same | {"reason": "No reason"})
    assert "You have not changed anything yet." in said
    assert len(versions(area)) == 1


def filled(fields: dict[str, str]) -> dict[str, str]:
    return {"operation": str(ids.new()), "given": "Robyn", "based_on": "1"} | fields


def versions(area: Northmere) -> list[IdentityVersion]:
    return list(IdentityVersion.objects.filter(person=area.person).order_by("number"))
