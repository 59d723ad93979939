"""The page where somebody chooses how they like to read."""

import re
from typing import Any

import pytest
from django.test import Client

from alongside.ui.reading import COOKIE
from tests.northmere import Northmere

pytestmark = pytest.mark.django_db
SLUGS = ("", "young-person", "parent", "key-worker")
ALL = {"language": "cy", "text": "150", "contrast": "more", "easy": "yes", "icon": "book"}


@pytest.fixture
def client(area: Northmere) -> Client:
    """Robyn's phone; what it chooses is forgotten with the test."""
    return another(area, "young-person")


def another(area: Northmere, slug: str) -> Client:
    copy = Client()
    copy.cookies.load(area.client(slug).cookies.output(header="", sep=";"))
    return copy


def html_of(answer: Any) -> str:
    found = re.search(r"<html [^>]*>", answer.content.decode())
    assert found
    return found[0]


def titled(answer: Any) -> str:
    found = re.search(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("slug", SLUGS)
def test_everybody_can_choose_and_finds_it_on_the_next_page(area: Northmere, slug: str) -> None:
    client = another(area, slug)
    assert client.get("/reading/").status_code == 200
    answer = client.post("/reading/", ALL | {"back": "/passkeys/" if slug else "/sign-in/"})
    assert answer.status_code == 302
    assert answer["Location"] == ("/passkeys/" if slug else "/sign-in/")
    page = html_of(client.get(answer["Location"]))
    assert 'lang="cy" dir="ltr"' in page
    assert "al-text-150 al-contrast-more al-easy" in page


def test_the_page_shows_what_is_chosen_now(client: Client) -> None:
    client.post("/reading/", ALL)
    page = client.get("/reading/").content.decode()
    assert set(re.findall(r'id="(\w+-\w+)" value="\w+" checked', page)) == {
        "language-cy", "text-150", "contrast-more", "easy-yes", "icon-book",
    }  # fmt: skip


def test_the_other_language_is_one_button_on_every_page_and_leads_back(client: Client) -> None:
    page = client.get("/me/").content.decode()
    assert (
        '<button class="al-signout al-box-focus" name="language" value="cy" lang="cy">Cymraeg'
        in page
    )
    headers = {"Referer": "http://testserver/me/"}
    answer = client.post("/reading/", {"language": "cy"}, headers=headers)
    assert answer["Location"] == "/me/"
    page = client.get("/me/").content.decode()
    assert 'name="language" value="en" lang="en">English' in page
    assert "Dydd Mercher 4 Mehefin" in page


def test_a_choice_touches_no_session_and_no_table(client: Client, area: Northmere) -> None:
    nobody = Client()
    answer = nobody.post("/reading/", {"text": "125"})
    assert set(answer.cookies) == {COOKIE}


def test_signing_out_keeps_how_somebody_reads(client: Client) -> None:
    client.post("/reading/", ALL)
    client.post("/sign-out/")
    assert 'lang="cy"' in html_of(client.get("/sign-in/"))


def test_a_title_says_a_name_that_tells_nothing(area: Northmere, client: Client) -> None:
    assert titled(client.get("/me/")).endswith("– Leaf")
    client.post("/reading/", {"icon": "book"})
    assert titled(client.get("/me/")).endswith("– My book")
    assert titled(client.get("/there/is/nothing/")).endswith("– My book")
    client.post("/sign-out/")
    assert titled(client.get("/")).endswith("– My book")


def test_workers_and_strangers_see_where_they_are(area: Northmere) -> None:
    for slug, path in (("", "/"), ("key-worker", "/work/")):
        assert titled(another(area, slug).get(path)).endswith("– Alongside")


def test_pages_differ_by_cookie_and_say_so(client: Client) -> None:
    answer = client.get("/me/")
    assert "Cookie" in answer["Vary"]
    assert answer["Cache-Control"] == "no-store"


def test_a_page_that_is_not_there_stays_the_same_page_every_time(client: Client) -> None:
    """A token in it would differ each time; its footer leads to the choices and offers no button."""
    absent = [client.get(address).content for address in ("/there/is/nothing/", "/nor/here/")]
    assert absent[0] == absent[1]
    assert b'href="/reading/"' in absent[0]
    assert b"csrfmiddlewaretoken" not in absent[0]
