"""A form that came too late gives its words back; one from another site shows nothing."""

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from alongside.ui.views import csrf_failure, gallery, icons

WORDS = "The window was open <b>all</b> night."


def late(**headers: str) -> HttpRequest:
    posted = {"observed": WORDS, "alone": "yes", "csrfmiddlewaretoken": "old one", "operation": "x"}
    return RequestFactory(headers=headers).post("/people/1/add/visit/", posted)


def test_words_from_our_own_page_come_back_escaped() -> None:
    answer = csrf_failure(late(Origin="http://testserver"), reason="token")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "The window was open &lt;b&gt;all&lt;/b&gt; night." in page
    assert "old one" not in page
    assert ">yes<" not in page


@pytest.mark.parametrize(
    "origin", ["https://else.example", "null", "http://testserver.else.example"]
)
def test_words_from_another_site_are_never_shown(origin: str) -> None:
    assert b"The window" not in csrf_failure(late(Origin=origin)).content


def test_words_without_an_origin_are_never_shown() -> None:
    assert b"The window" not in csrf_failure(late()).content


@pytest.mark.django_db
def test_django_asks_this_view() -> None:
    answer = Client(enforce_csrf_checks=True).post(
        "/sign-in/", {"email": "a word of mine"}, headers={"Origin": "http://testserver"}
    )
    assert answer.status_code == 403
    assert b"a word of mine" in answer.content


def test_the_gallery_shows_every_picture() -> None:
    answer = gallery(RequestFactory().get("/demo/gallery/")).render()
    page = answer.content.decode()
    assert len(icons()) > 30
    assert all(f"#{name}" in page for name in icons())
    assert "There is a problem" in page
