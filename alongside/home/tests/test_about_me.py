"""What a worker says of themselves, and who reads it on whose page."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alongside.accounts.about import about, describe, set_photo
from alongside.agencies.models import Post
from alongside.circles import services as circles
from alongside.circles.models import Membership
from alongside.duty.absences import away, set_away
from alongside.lib import clock, ids
from alongside.lib.tests.media.painting import painted
from alongside.sharing import services as sharing
from tests.northmere import DAY, SLUGS, Northmere
from tests.pages import WORKERS, Fields, get, page, post, shown_to, words_of

PAGE, CIRCLE, AWAY = "/work/me/", "/people/{person}/circle/", "/work/me/away/"
TODAY = DAY.date()
REACH = "Ring 0100 200, Monday to Friday."


def place(area: Northmere, slug: str) -> UUID:
    return Membership.objects.get(person=area.person, account=area.account(slug), until=None).pk


def photo_at(area: Northmere, slug: str = "key-worker") -> str:
    return f"{CIRCLE}members/{place(area, slug)}/photo/".format(person=area.person)


def days(first: int, last: int) -> Fields:
    fields = {"operation": str(ids.new()), "cover": ""}
    for name, after in (("starts", first), ("ends", last)):
        day = TODAY + timedelta(days=after)
        fields |= {
            f"{name}_day": str(day.day),
            f"{name}_month": str(day.month),
            f"{name}_year": str(day.year),
        }
    return fields


def lead_post(area: Northmere) -> UUID:
    return Post.objects.get(account=area.account("team-manager")).pk


def sent_on(area: Northmere, slug: str, address: str, fields: Fields) -> bool:
    """Whether it was taken: then a page sends its reader on."""
    return area.client(slug).post(address, fields).status_code == 302


@pytest.fixture
def photographed(area: Northmere) -> Northmere:
    set_photo(by=area.viewer("key-worker"), content=painted("JPEG"))
    return area


def test_what_they_write_is_read_by_everybody_in_the_circle_and_by_nobody_else(
    area: Northmere,
) -> None:
    sent = {"operation": str(ids.new()), "does": "I help you feel safe.", "reach": REACH}
    assert sent_on(area, "key-worker", PAGE, sent)
    assert REACH in page(area, "key-worker", PAGE)
    tied = {"young-person", "parent", "key-worker", "school-lead", "school-nurse"}
    tied |= {"housing-officer", "youth-charity", "team-manager"}
    assert shown_to(area, CIRCLE, REACH) == tied


def test_only_workers_have_this_page(area: Northmere) -> None:
    answers = {slug: get(area, slug, PAGE).status_code for slug in SLUGS}
    assert {slug for slug, status in answers.items() if status == 200} == WORKERS


def test_words_sent_twice_are_saved_once_and_others_come_back(area: Northmere) -> None:
    sent = {"operation": str(ids.new()), "does": "First", "reach": ""}
    for _ in range(2):
        assert sent_on(area, "key-worker", PAGE, sent)
    again = post(area, "key-worker", PAGE, sent | {"does": "Second"})
    assert "Second" in again.content.decode()
    assert about(area.account("key-worker")).does == "First"


def test_who_is_away_and_who_covers_is_told_wherever_they_are_shown(area: Northmere) -> None:
    sent = days(0, 6) | {"cover": str(lead_post(area))}
    assert sent_on(area, "key-worker", AWAY, sent)
    told = "away until Tuesday 10 June. Helen Marsh covers."
    for address in (CIRCLE, "/me/", "/people/{person}/"):
        said = page(area, "young-person", address)
        assert told in said.replace("Away", "away"), address
    assert "Samira Khan Social worker" not in page(area, "young-person", "/me/"), "on shift or not"
    with clock.hold(DAY + timedelta(days=7)):
        assert "Away" not in page(area, "young-person", CIRCLE)


def test_days_to_come_are_told_on_the_page_of_the_circle_alone(area: Northmere) -> None:
    assert sent_on(area, "key-worker", AWAY, days(3, 6))
    assert "Away from Saturday 7 June until Tuesday 10 June. Nobody covers yet." in page(
        area, "young-person", CIRCLE
    )
    assert "Away" not in page(area, "young-person", "/me/")
    assert "You are away from Saturday 7 June until Tuesday 10 June 2025." in page(
        area, "key-worker", PAGE
    )
    assert sent_on(area, "key-worker", "/work/me/here-again/", {})
    assert "Away" not in page(area, "young-person", CIRCLE)


@pytest.mark.parametrize(("first", "last"), [(3, 1), (-5, -1)])
def test_days_that_cannot_be_come_back_with_a_sentence(
    area: Northmere, first: int, last: int
) -> None:
    before = planned(area)
    answer = post(area, "key-worker", AWAY, days(first, last))
    assert "The last day cannot be before the first day, or over." in words_of(answer)
    assert planned(area) == before


def planned(area: Northmere) -> object:
    """When the key worker is to be away, as it was said last."""
    return away([place_post(area)])


def place_post(area: Northmere) -> UUID:
    return Post.objects.get(account=area.account("key-worker")).pk


def test_who_is_away_too_or_works_elsewhere_cannot_cover(area: Northmere) -> None:
    set_away(by=area.viewer("team-manager"), starts=TODAY, ends=TODAY)
    sent, before = days(0, 2) | {"cover": str(lead_post(area))}, planned(area)
    answer = post(area, "key-worker", AWAY, sent)
    assert "They are away too in these days. Choose somebody else." in words_of(answer)
    school = Post.objects.get(account=area.account("school-lead")).pk
    answer = post(area, "key-worker", AWAY, days(0, 2) | {"cover": str(school)})
    assert answer.status_code == 200
    assert planned(area) == before


def test_to_cover_lets_nobody_see_anything(area: Northmere) -> None:
    """Who covers is not of the circle, and not on duty for a team that holds the journey."""
    night = Post.objects.get(account=area.account("night-duty")).pk
    assert get(area, "night-duty", CIRCLE).status_code == 404
    assert sent_on(area, "key-worker", AWAY, days(0, 6) | {"cover": str(night)})
    assert "covers" in page(area, "young-person", CIRCLE)
    assert get(area, "night-duty", CIRCLE).status_code == 404


def test_a_photo_is_seen_by_everybody_in_the_circle_and_by_nobody_else(
    photographed: Northmere,
) -> None:
    address = photo_at(photographed)
    seen = {slug for slug in SLUGS if get(photographed, slug, address).status_code == 200}
    assert seen == {
        *("young-person", "parent", "key-worker", "school-lead", "school-nurse"),
        *("housing-officer", "youth-charity", "team-manager"),
    }
    answer = get(photographed, "young-person", address)
    assert answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"]
    assert address in get(photographed, "young-person", CIRCLE).content.decode()


def test_a_photo_is_gone_with_its_owner_and_for_who_must_not_look(
    photographed: Northmere,
) -> None:
    area, address = photographed, photo_at(photographed)
    sharing.exclude(
        by=area.viewer("key-worker"),
        person=area.person,
        account=area.account("youth-charity"),
        reason="Must not look",
    )
    assert get(area, "youth-charity", address).status_code == 404
    circles.leave(by=area.viewer("key-worker"), membership=place(area, "key-worker"))
    assert get(area, "young-person", address).status_code == 404


def test_a_membership_of_somebody_else_shows_no_photo(photographed: Northmere) -> None:
    assert get(photographed, "young-person", photo_at(photographed, "parent")).status_code == 404
    wrong = f"/people/{{person}}/circle/members/{ids.new()}/photo/"
    assert get(photographed, "young-person", wrong).status_code == 404


def test_a_photo_is_sent_seen_and_taken_out_on_one_page(area: Northmere) -> None:
    client = area.client("key-worker")
    assert client.get("/work/me/photo/").status_code == 404
    sent = SimpleUploadedFile("me.jpg", painted("JPEG"))
    client.post("/work/me/photo/", {"photo": sent})
    assert "This is your photo now." in page(area, "key-worker", PAGE)
    assert client.get("/work/me/photo/").status_code == 200
    nothing = SimpleUploadedFile("me.txt", b"no picture")
    client.post("/work/me/photo/", {"photo": nothing})
    assert "This is not a picture that we can open." in page(area, "key-worker", PAGE)
    assert client.get("/work/me/photo/").status_code == 200, "the one before stays"
    client.post("/work/me/photo/remove/")
    assert client.get("/work/me/photo/").status_code == 404


def test_family_who_also_work_show_nothing_of_their_work(area: Northmere) -> None:
    describe(by=area.viewer("parent"), does="Works at the bank", reach="0100 999")
    assert "0100 999" not in page(area, "young-person", CIRCLE)
