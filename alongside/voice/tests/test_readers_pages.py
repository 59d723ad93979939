"""Later on the person lets more or fewer people see it, and is told truly who has read it."""

import pytest

from alongside.journey import services
from alongside.journey.models import Entry
from alongside.journey.voices import Face, Question, Scale, Together, View, Viewpoint
from alongside.lib import ids
from alongside.sharing.rules import Audience
from alongside.vault import services as vault
from tests.northmere import SLUGS, Northmere
from tests.pages import get, page, post, shown_to, told

WORDS = "i like it when you ring first"


def tell(
    area: Northmere,
    contents: View | Viewpoint | None = None,
    *,
    by: str = "young-person",
    audience: Audience = Audience.CIRCLE,
) -> str:
    """Where the entry is."""
    operation = ids.new()
    outcome = services.tell(
        by=area.viewer(by),
        person=area.person,
        contents=contents or View(words=WORDS, faces=(Face.GOOD,)),
        audience=audience,
        operation=operation,
        digest=vault.mac("test", str(operation)),
    )
    return f"/people/{area.person}/entries/{outcome.id}/"


def readers_of(entry: str) -> str:
    return entry.replace("/entries/", "/views/") + "readers/"


def choose(area: Northmere, entry: str, audience: str, slug: str = "young-person") -> str:
    return told(area, slug, readers_of(entry), {"operation": str(ids.new()), "audience": audience})


def test_the_way_there_stands_beside_the_words(area: Northmere) -> None:
    entry = tell(area)
    shown = get(area, "young-person", entry).content.decode()
    assert readers_of(entry) in shown
    assert f"{entry}audience/" not in shown
    assert get(area, "young-person", f"{entry}audience/").status_code == 404


def test_only_the_person_finds_the_page(area: Northmere) -> None:
    entry = tell(area)
    opened = {slug for slug in SLUGS if get(area, slug, readers_of(entry)).status_code == 200}
    assert opened == {"young-person"}


@pytest.mark.parametrize(
    ("audience", "said", "who"),
    [
        ("key-worker", "Saved. Samira Khan can read it now.", {"young-person", "key-worker"}),
        ("only-me", "Saved. Only you can read it.", {"young-person"}),
    ],
)
def test_fewer_people_see_it_at_once_and_it_says_who(
    area: Northmere, audience: str, said: str, who: set[str]
) -> None:
    entry = tell(area)
    assert said in choose(area, entry, audience)
    assert shown_to(area, entry, WORDS) == who
    assert "Samira Khan and 6 other people can read it now." in choose(area, entry, "circle")


def test_who_has_read_it_is_said_before_anybody_chooses(area: Northmere) -> None:
    entry = tell(area)
    assert "Nobody has read it yet." in page(area, "young-person", readers_of(entry))
    page(area, "school-lead", entry)
    said = page(area, "young-person", readers_of(entry))
    assert "Kwame Owusu, Head of year, Larkfield School opened it:" in said
    assert "But they know what it says." in said
    choose(area, entry, "only-me")
    assert "Kwame Owusu" in page(area, "young-person", readers_of(entry))


def test_whoever_wrote_it_down_has_heard_it(area: Northmere) -> None:
    view = View(words="too loud", together=Together("Kwame and me", "How is it?"))
    entry = tell(area, view, by="school-lead", audience=Audience.ONLY_ME)
    said = page(area, "young-person", readers_of(entry))
    assert "Kwame Owusu, Head of year, Larkfield School wrote it down with you" in said


def test_that_somebody_does_not_feel_safe_stays_where_it_is(area: Northmere) -> None:
    entry = tell(area, View(unsafe=True), audience=Audience.WORKERS)
    assert readers_of(entry) not in get(area, "young-person", entry).content.decode()
    assert get(area, "young-person", readers_of(entry)).status_code == 404


def test_family_choose_for_what_they_said(area: Northmere) -> None:
    entry = tell(area, Viewpoint((Scale(Question.HOME, 9, "Quiet."),)), by="parent")
    said = page(area, "parent", readers_of(entry))
    assert "Whoever has read it already knows what it says." in said
    assert "Saved. Only you and the key worker can see it." in choose(
        area, entry, "key-worker", "parent"
    )
    assert shown_to(area, entry, "Quiet.") == {"parent", "key-worker"}


def test_no_answer_changes_nothing(area: Northmere) -> None:
    entry = tell(area)
    assert "There is a problem" in choose(area, entry, "workers")
    assert Entry.objects.get(pk=entry.split("/")[4]).audience == Audience.CIRCLE


def correct(area: Northmere, entry: str, **fields: str) -> str:
    latest = Entry.objects.get(pk=entry.split("/")[4]).latest_id
    sent = {"operation": str(ids.new()), "based_on": str(latest), **fields}
    return told(area, "young-person", f"{entry}correct/", sent)


def test_the_person_says_it_in_other_words_and_the_first_ones_stay(area: Northmere) -> None:
    scale = Scale(Question.HOME, 4, "noise")
    entry = tell(area, View(words="no", faces=(Face.SAD,), scales=(scale,)))
    shown = page(area, "young-person", f"{entry}correct/")
    assert "Faces, numbers, drawings, photos and voice notes stay as they are." in shown
    assert "How this reads" not in shown
    said = correct(area, entry, words="not yet", home_why="noise at night")
    for words in ("not yet", "noise at night", "4 out of 10", "Sad", "What it said first"):
        assert words in said
    latest = Entry.objects.select_related("latest").get(pk=entry.split("/")[4]).latest
    assert latest is not None
    assert latest.contents == View(
        words="not yet",
        faces=(Face.SAD,),
        scales=(Scale(Question.HOME, 4, "noise at night"),),
    )


def test_nothing_at_all_is_no_correction(area: Northmere) -> None:
    entry = tell(area, View(words="no"))
    assert "Leave at least one word." in correct(area, entry, words="")


def test_a_draft_of_other_words_is_gone_on_with(area: Northmere) -> None:
    entry = tell(area)
    sent = {
        "operation": str(ids.new()),
        "kind": "view",
        "entry": entry.split("/")[4],
        "words": "half a tho",
    }
    shown = post(area, "young-person", f"/people/{area.person}/drafts/", sent)
    assert "half a tho" in shown.content.decode()
    assert "Change these words" in shown.content.decode()


def test_a_viewpoint_of_a_worker_is_said_in_other_words_by_their_side(area: Northmere) -> None:
    entry = tell(area, Viewpoint((Scale(Question.SAFE, 3, "Tired."),)), by="school-lead")
    assert "Feeling safe: why this number?" in page(area, "school-lead", f"{entry}correct/")
    assert get(area, "young-person", f"{entry}correct/").status_code == 404
