"""A worker writes it down, and it is the person's: they choose, also against the one who wrote."""

import pytest

from alongside.journey.models import Draft, Entry
from alongside.journey.voices import Together
from alongside.lib import ids
from tests.northmere import SLUGS, Northmere
from tests.pages import CIRCLE, get, page, shown_to, words_of

TOGETHER = "/people/{person}/views/together/"
VIEWS = "/people/{person}/views/"
WORKING = {*CIRCLE, "team-manager"}


def keep(area: Northmere, slug: str = "school-lead", **fields: str) -> str:
    told = {
        "operation": str(ids.new()),
        "present": "Robyn and Kwame",
        "question": "How are mornings?",
        "words": "too loud",
        "audience": "circle",
        **fields,
    }
    answer = area.client(slug).post(
        TOGETHER.replace("{person}", str(area.person)), told, follow=True
    )
    return words_of(answer)  # type: ignore[arg-type]  # the client's own class of answers


def newest() -> Entry:
    return Entry.objects.select_related("latest").filter(kind="view").latest("created_at")


def test_who_works_with_the_person_finds_the_page(area: Northmere) -> None:
    assert shown_to(area, TOGETHER, "Now hand this to Robyn") == WORKING
    assert shown_to(area, VIEWS, "Write down a view together") == WORKING


def test_who_was_there_and_what_was_asked_stands_beside_the_exact_words(area: Northmere) -> None:
    keep(area)
    entry = newest()
    assert entry.author == area.account("young-person")
    assert entry.latest is not None
    assert entry.latest.author == area.account("school-lead")
    assert entry.latest.contents.together == Together("Robyn and Kwame", "How are mornings?")
    said = page(area, "young-person", f"/people/{{person}}/entries/{entry.pk}/")
    assert all(words in said for words in ("too loud", "Robyn and Kwame", "How are mornings?"))


@pytest.mark.parametrize(
    ("audience", "readers"), [("key-worker", {"key-worker"}), ("only-me", set())]
)
def test_what_the_person_chose_holds_for_the_one_who_wrote_it(
    area: Northmere, audience: str, readers: set[str]
) -> None:
    keep(area, words="only for some", audience=audience)
    assert shown_to(area, VIEWS, "only for some") == {"young-person"} | readers


def test_who_was_there_is_asked_and_the_words_stay(area: Northmere) -> None:
    said = keep(area, present="")
    assert "Answer this: Who was there?" in said
    assert "too loud" in said


def test_a_draft_is_gone_on_with_where_it_was_begun(area: Northmere) -> None:
    client = area.client("school-lead")
    saved = client.post(
        f"/people/{area.person}/drafts/",
        {"operation": str(ids.new()), "kind": "view", "words": "half", "present": "Robyn"},
        follow=True,
    )
    assert "Now hand this to Robyn" in words_of(saved)  # type: ignore[arg-type]  # as above
    assert Draft.objects.filter(author=area.account("school-lead")).count() == 1


@pytest.mark.parametrize("slug", sorted(set(SLUGS) - WORKING))
def test_nobody_else_writes_for_the_person(area: Northmere, slug: str) -> None:
    before = Entry.objects.count()
    keep(area, slug)
    assert Entry.objects.count() == before
    assert get(area, slug, TOGETHER).status_code == 404
