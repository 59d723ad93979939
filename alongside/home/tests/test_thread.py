"""From what was said to what was done: the person reads who read it, and what came of it."""

from datetime import timedelta
from uuid import UUID

from alongside.circles.models import Membership
from alongside.duty.models import Shift
from alongside.journey import services
from alongside.journey.models import Entry, Stance
from alongside.journey.voices import View
from alongside.lib import clock, ids
from alongside.sharing import access
from alongside.sharing.models import AccessWords
from alongside.sharing.rules import Audience, Reach
from alongside.vault import services as vault
from tests.northmere import Northmere
from tests.pages import get, page, shown_to


def say(
    area: Northmere, words: str = "I want my own room", audience: Audience = Audience.CIRCLE
) -> UUID:
    told = services.tell(
        by=area.viewer("young-person"),
        person=area.person,
        contents=View(words=words),
        audience=audience,
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


def test_whoever_read_it_on_duty_has_read_it_when_the_shift_is_over(area: Northmere) -> None:
    entry = say(area)
    get(area, "team-manager", "/people/{person}/")
    Shift.objects.filter(account=area.account("team-manager")).delete()
    assert get(area, "team-manager", "/people/{person}/").status_code == 404
    said = page(area, "young-person", thread(entry))
    assert "read it in your record:" in said


def decide(area: Northmere, reach: Reach) -> UUID:
    """The person says what their parent should see."""
    parent = area.account("parent")
    decided = access.propose(
        by=area.viewer("young-person"),
        person=area.person,
        membership=Membership.objects.get(account=parent, person=area.person).pk,
        reach=reach,
        words=AccessWords(),
        operation=ids.new(),
        digest=b"as sent",
    )
    assert decided.id is not None
    return decided.id


def test_family_is_not_said_to_have_read_before_they_could_see(area: Northmere) -> None:
    decide(area, Reach.NOTHING)
    entry = say(area)
    get(area, "parent", "/people/{person}/")
    clock.advance(timedelta(minutes=1))
    more = decide(area, Reach.SHARED)
    access.confirm(by=area.viewer("key-worker"), person=area.person, decision=more)
    assert "Nobody has read it yet." in page(area, "young-person", thread(entry))


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
