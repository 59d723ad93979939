"""From what was said to what was done: the person reads who read it, and what came of it."""

from uuid import UUID

from alongside.journey import services
from alongside.journey.models import Entry, Stance
from alongside.journey.voices import View
from alongside.lib import ids
from alongside.sharing.rules import Audience
from alongside.vault import services as vault
from tests.northmere import Northmere
from tests.pages import get, page, shown_to


def say(area: Northmere, words: str = "I want my own room") -> UUID:
    told = services.tell(
        by=area.viewer("young-person"),
        person=area.person,
        contents=View(words=words),
        audience=Audience.CIRCLE,
        operation=ids.new(),
        digest=vault.mac("test", words),
    )
    assert told.id is not None
    return told.id


def thread(entry: UUID) -> str:
    return f"/people/{{person}}/entries/{entry}/thread/"


def test_at_first_nobody_has_read_it_and_nothing_is_claimed(area: Northmere) -> None:
    said = page(area, "young-person", thread(say(area)))
    assert "I want my own room" in said
    assert "Nobody has read it yet." in said
    assert "Nothing is written here yet." in said


def test_it_says_who_opened_it_and_who_read_it_in_the_record(area: Northmere) -> None:
    entry = say(area)
    get(area, "school-lead", f"/people/{{person}}/entries/{entry}/")
    get(area, "parent", "/people/{person}/")
    said = page(area, "young-person", thread(entry))
    assert "Kwame Owusu, Head of year, Larkfield School opened it:" in said
    assert "Dawn Hale read it in your record:" in said


def test_what_was_done_about_it_stands_in_it(area: Northmere) -> None:
    entry = say(area)
    services.remark(
        by=area.viewer("key-worker"),
        person=area.person,
        entry=entry,
        stance=Stance.DONE,
        words="We asked for a bigger flat.",
        operation=ids.new(),
        digest=vault.mac("test", "done"),
    )
    assert "We asked for a bigger flat." in page(area, "young-person", thread(entry))


def test_it_is_the_person_s_alone(area: Northmere) -> None:
    entry = say(area)
    assert shown_to(area, thread(entry), "What happened with this") == {"young-person"}
    assert Entry.objects.filter(pk=entry).exists()


def test_the_way_to_it_stands_on_the_entry(area: Northmere) -> None:
    words = "See what happened with this"
    assert shown_to(area, f"/people/{{person}}/entries/{say(area)}/", words) == {"young-person"}
