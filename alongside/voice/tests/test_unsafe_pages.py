"""One tap tells the workers, and says truly whom; family is not told, and is not left alone."""

import json

import pytest

from alongside.circles.models import Holding, Membership
from alongside.journey.models import Entry, Remark, Stance
from alongside.lib import clock, ids
from tests.northmere import SLUGS, Northmere
from tests.pages import CIRCLE, get, page, shown_to, told

NOW = "/me/now/"
LINES = ("Ring 999", "Ring Childline: 0800 1111", "Text SHOUT to 85258", "Ring 111")


def press(area: Northmere, slug: str = "young-person", operation: str = "") -> str:
    return told(area, slug, NOW, {"operation": operation or str(ids.new())})


def urgent() -> Entry:
    return Entry.objects.get(urgent=True)


def test_the_way_to_it_is_on_every_page_of_the_persons_side(area: Northmere) -> None:
    for address in ("/me/", "/people/{person}/", "/people/{person}/circle/", "/me/tell/"):
        for words in ("I don’t feel safe", *LINES):
            assert words in page(area, "young-person", address)
    assert "I don’t feel safe" in page(area, "parent", "/me/")
    assert "I don’t feel safe" not in page(area, "key-worker", "/work/")


def test_it_is_sent_to_workers_and_says_so(area: Northmere) -> None:
    said = press(area)
    assert "Samira Khan and 5 other people can read it now." in said
    assert "Your family cannot see this." in said
    entry = f"/people/{{person}}/entries/{urgent().pk}/"
    assert shown_to(area, entry, "I don’t feel safe") == {"young-person", *CIRCLE, "team-manager"}
    assert get(area, "parent", entry).status_code == 404


def test_it_stands_on_top_of_the_day_of_every_worker_until_something_was_done(
    area: Northmere,
) -> None:
    press(area)
    words = "Robyn Hale does not feel safe"
    assert shown_to(area, "/work/", words) == {*CIRCLE, "team-manager"}
    assert shown_to(area, "/work/urgent/", words) == {*CIRCLE, "team-manager"}
    done = Remark(
        person_id=area.person,
        entry=urgent(),
        stance=Stance.DONE,
        created_at=clock.now(),
        sealed=b"",
    )
    done.save()
    assert shown_to(area, "/work/", words) == set()


def test_where_nobody_could_read_it_nothing_is_made_of_it(area: Northmere) -> None:
    """Words that nobody reads must not look like help that is on its way."""
    Membership.objects.filter(person=area.person, post__isnull=False).update(
        until=clock.now(), is_key_worker=False
    )
    Holding.objects.filter(person=area.person).update(until=clock.now())
    said = press(area)
    assert "Nobody can read it yet. Please ring or text somebody." in said
    assert "Only you can read it." not in said
    assert urgent().author == area.account("young-person")


def test_pressing_twice_is_once(area: Northmere) -> None:
    operation = str(ids.new())
    assert press(area, operation=operation) == press(area, operation=operation)
    assert Entry.objects.filter(urgent=True).count() == 1


def test_looking_at_the_page_sends_nothing(area: Northmere) -> None:
    said = page(area, "young-person", NOW)
    assert "Nothing is sent yet." in said
    assert not Entry.objects.filter(urgent=True).exists()


@pytest.mark.parametrize("slug", ["parent", "key-worker", "governance-lead"])
def test_who_has_no_record_here_is_told_that_nothing_was_sent(area: Northmere, slug: str) -> None:
    said = press(area, slug)
    assert "This page cannot send a message for you." in said
    assert all(line in said for line in LINES)
    assert not Entry.objects.filter(urgent=True).exists()


def test_a_script_is_told_the_same(area: Northmere) -> None:
    answer = area.client("young-person").post(
        NOW, {"operation": str(ids.new())}, headers={"Accept": "application/json"}
    )
    assert "Samira Khan and 5 other people can read it now." in json.loads(answer.content)["said"]


def test_nobody_unrelated_learns_of_it(area: Northmere) -> None:
    before = {slug: get(area, slug, "/work/urgent/").content for slug in ("unrelated-worker",)}
    press(area)
    for slug, content in before.items():
        assert get(area, slug, "/work/urgent/").content == content
    assert "unrelated-worker" in SLUGS
