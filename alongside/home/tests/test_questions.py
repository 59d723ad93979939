"""Asking about a look, from the person's page to the answer: what each of them reads."""

import re
from uuid import UUID

from django.db import transaction

from alongside.lib import ids
from alongside.sharing import services as sharing
from alongside.sharing.models import AccessQuestion
from tests.northmere import Northmere
from tests.pages import Fields, get, page, post, words_of

LOG = "/people/{person}/access/"
WORDS = "Why did you look at my record?"


def looked(area: Northmere, slug: str) -> None:
    with transaction.atomic():
        sharing.look(by=area.viewer(slug), person=area.person, room="home")


def way_to_ask(area: Northmere, name: str) -> str:
    """The address beside the newest line about this name."""
    said = get(area, "young-person", LOG).content.decode()
    lines = re.findall(r"<li.*?</li>", said, re.DOTALL)
    line = next(line for line in lines if f"<strong>{name}</strong>" in line)
    found = re.search(r'href="([^"]*/access/ask/[^"]*)"', line)
    assert found
    return found.group(1)


def sent(words: str = WORDS, **more: str) -> Fields:
    return {"operation": str(ids.new()), "words": words} | more


def ask(area: Northmere, name: str) -> UUID:
    answer = area.client("young-person").post(way_to_ask(area, name), sent())
    assert answer.status_code == 302
    return AccessQuestion.objects.latest("created_at").pk


def test_a_question_is_asked_answered_and_read_on_the_page_of_who_looked(area: Northmere) -> None:
    looked(area, "school-lead")
    address = way_to_ask(area, "Kwame Owusu")
    form = page(area, "young-person", address)
    assert "Kwame Owusu , Head of year, Larkfield School, opened your record." in form
    question = ask(area, "Kwame Owusu")
    log = page(area, "young-person", LOG)
    assert "Samira Khan has to answer by Wednesday 11 June." in log
    day = page(area, "key-worker", "/work/")
    assert "Robyn Hale asks about a look" in day
    there = f"/people/{area.person}/questions/{question}/"
    assert there in get(area, "key-worker", "/work/").content.decode()
    said = page(area, "key-worker", there)
    assert "Robyn asks:" in said
    assert WORDS in said
    area.client("key-worker").post(there, sent("He wrote down how the morning went."))
    log = page(area, "young-person", LOG)
    assert "Samira Khan answered:" in log
    assert "He wrote down how the morning went." in log
    assert "has to answer" not in log, "the one of before is answered too"
    assert "asks about a look" not in page(area, "key-worker", "/work/")


def test_a_question_about_the_key_worker_goes_to_who_leads_the_team(area: Northmere) -> None:
    looked(area, "key-worker")
    question = ask(area, "Samira Khan")
    there = f"/people/{area.person}/questions/{question}/"
    assert "Helen Marsh has to answer" in page(area, "young-person", LOG)
    assert get(area, "key-worker", there).status_code == 404
    assert WORDS not in page(area, "key-worker", "/work/")
    assert "Robyn Hale asks about a look" in page(area, "team-manager", "/work/")
    assert WORDS in page(area, "team-manager", there)


def test_an_empty_question_comes_back_with_a_sentence_and_asks_nothing(area: Northmere) -> None:
    looked(area, "school-lead")
    before = AccessQuestion.objects.count()
    answer = post(area, "young-person", way_to_ask(area, "Kwame Owusu"), sent(""))
    assert "Answer this: What do you want to know?" in words_of(answer)
    assert AccessQuestion.objects.count() == before


def test_the_own_looks_have_nothing_to_ask(area: Northmere) -> None:
    page(area, "young-person", "/people/{person}/")
    said = get(area, "young-person", LOG).content.decode()
    lines = re.findall(r"<li.*?</li>", said, re.DOTALL)
    own = [line for line in lines if "<strong>You</strong>" in line]
    assert own
    assert not [line for line in own if "/access/ask/" in line]


def test_nobody_but_the_person_can_ask(area: Northmere) -> None:
    looked(area, "school-lead")
    address = way_to_ask(area, "Kwame Owusu")
    for slug in ("parent", "key-worker", "school-lead", "unrelated-worker"):
        assert area.client(slug).get(address).status_code == 404
        assert area.client(slug).post(address, sent()).status_code == 404
