"""How somebody likes to read, as one cookie of their device."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from alongside.ui.reading import (
    CHOICES,
    COOKIE,
    USUAL,
    Reading,
    back_from,
    dress_of,
    reading_of,
    remember,
)

CHOSEN = Reading("cy", "150", "more", easy=True, icon="star", chosen=True)


def kept(cookie: str) -> Reading:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = cookie
    return reading_of(request)


def test_what_is_remembered_is_read_back() -> None:
    answer = HttpResponse()
    remember(answer, CHOSEN)
    assert kept(answer.cookies[COOKIE].value) == CHOSEN


def test_the_cookie_stays_for_a_year_out_of_reach_of_scripts_and_other_sites() -> None:
    answer = HttpResponse()
    remember(answer, CHOSEN)
    cookie = answer.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert (cookie["samesite"], cookie["max-age"]) == ("Lax", 31_536_000)


@pytest.mark.parametrize(
    "cookie",
    ["", "cy", "cy.150.more.yes", "cy.151.more.yes.star", "fr.100.normal.no.leaf", "." * 4, "x" * 4000,
     "cy.150.more.yes.star.more", "<b>.100.normal.no.leaf"],
)  # fmt: skip
def test_a_cookie_that_we_did_not_write_counts_for_nothing(cookie: str) -> None:
    assert kept(cookie) == USUAL


def test_a_form_changes_what_it_tells_and_nothing_else() -> None:
    assert USUAL.changed({"language": "cy"}) == Reading("cy", chosen=True)
    assert CHOSEN.changed({"easy": "no"}).easy is False
    assert CHOSEN.changed({"text": "9000", "icon": "gun", "other": "x"}) == CHOSEN


def test_every_choice_can_be_made_and_kept() -> None:
    for name, offered in CHOICES.items():
        for value in offered:
            made = USUAL.changed({name: value})
            assert kept(made.as_cookie()) == made


def test_the_usual_reading_leaves_no_class_and_every_other_has_one() -> None:
    assert USUAL.classes == ""
    assert CHOSEN.classes == " al-text-150 al-contrast-more al-easy"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("https://testserver/me/?kind=note#x", "/me/?kind=note"),
        ("http://testserver/me/", "/me/"),
        ("https://else.example/me/", ""),
        ("//else.example/", ""),
        ("/\\else.example", ""),
        ("https://testserver//else.example/", ""),
        ("javascript:alert(1)", ""),
        ("https://testserver", ""),
        ("", ""),
    ],
)
def test_one_goes_back_to_pages_of_ours_alone(referer: str, back: str) -> None:
    request = RequestFactory().post("/reading/", headers={"Referer": referer})
    assert back_from(request, None) == back
    assert back_from(request, referer) == back


def test_where_nobody_is_known_the_site_says_who_it_is() -> None:
    assert dress_of(None).name == "Alongside"
    assert dress_of(RequestFactory().get("/")).name == "Alongside"
