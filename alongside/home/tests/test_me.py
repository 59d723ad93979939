"""The home of a person, and of those who stand beside one."""

from datetime import timedelta

import pytest

from alongside.accounts.viewer import system
from alongside.circles import services as circles
from alongside.circles.models import Membership, Role, Words
from alongside.circles.tests.factories import join
from alongside.duty.tests.factories import make_viewer
from alongside.lib import clock
from alongside.people.tests.factories import make_person
from alongside.sharing import services as sharing
from alongside.sharing.rules import Audience
from tests.answers import marked
from tests.northmere import NIGHT, Northmere, signed_in
from tests.pages import WORKERS, get, page, write


def test_a_young_person_finds_their_own_home(area: Northmere) -> None:
    said = page(area, "young-person", "/me/")
    assert "Hello Robyn" in said
    assert "Your words Stay until spring." in said
    assert "My people" in said
    assert "Tell us how it is" in said
    assert "Dawn Hale Mum" in page(area, "young-person", "/people/{person}/circle/")


def test_who_comes_home_is_greeted_by_name(area: Northmere) -> None:
    assert "Hello Dawn Hale" in page(area, "parent", "/me/")
    nameless = make_viewer("Sam Lane")
    make_person(account=nameless.account)
    assert nameless.account is not None
    answer = signed_in(nameless.account).get("/me/")
    assert "Hello Sam Lane" in answer.content.decode()


def test_it_says_who_is_there_now_and_until_when(area: Northmere) -> None:
    said = page(area, "young-person", "/me/")
    assert "Samira Khan Social worker, Northmere Council. Here until 5pm" in said
    assert "Ring 999" in said
    with clock.hold(NIGHT):
        said = page(area, "young-person", "/me/")
    assert "Joyce Adeyemi Duty social worker, Northmere Council. Here until 8:30am" in said
    assert "Samira Khan, your key worker, is back:" in said


def test_it_says_so_when_nobody_is_there_and_still_gives_numbers_to_ring(area: Northmere) -> None:
    with clock.hold(clock.now() + timedelta(days=90)):
        said = page(area, "young-person", "/me/")
    assert "Nobody from your circle is on shift right now." in said
    assert "0800 1111" in said


def test_it_shows_the_looks_of_others_and_not_ones_own(area: Northmere) -> None:
    page(area, "school-lead", "/people/{person}/")
    page(area, "young-person", "/people/{person}/")
    said = page(area, "young-person", "/me/")
    assert "Kwame Owusu , Head of year, Larkfield School, opened your record." in said
    assert "You opened" not in said


@pytest.mark.parametrize("audience", [Audience.WORKERS, Audience.AGENCY, Audience.NAMED])
def test_what_is_hidden_changes_not_one_byte_of_it(area: Northmere, audience: Audience) -> None:
    beside = get(area, "parent", "/me/").content
    before = get(area, "young-person", "/me/").content
    write(area, audience=audience, named=["school-lead"])
    assert marked(get(area, "young-person", "/me/").content) == marked(before)
    assert marked(get(area, "parent", "/me/").content) == marked(beside)


def test_a_parent_finds_whom_they_stand_beside_and_what_is_new(area: Northmere) -> None:
    write(area, "school-nurse", about="Slept well")
    said = page(area, "parent", "/me/")
    assert "People you stand beside" in said
    assert "Robyn Hale" in said
    assert "Note: Robyn Hale Jo Bright, Northmere Health." in said
    assert "My people" not in said
    assert "Who has looked" not in said


def test_news_of_those_i_stand_beside_is_what_others_wrote_this_week(area: Northmere) -> None:
    assert "Decision: Robyn Hale Samira Khan" in page(area, "parent", "/me/news/")
    with clock.hold(clock.now() + timedelta(days=8)):
        assert "Nothing new" in page(area, "parent", "/me/news/")


def test_the_region_of_news_is_the_same_as_on_the_page(area: Northmere) -> None:
    region = page(area, "young-person", "/people/{person}/news/").strip()
    assert region in page(area, "young-person", "/me/")
    region = page(area, "parent", "/me/news/").strip()
    assert region in page(area, "parent", "/me/")


def test_somebody_with_a_record_and_somebody_to_stand_beside_finds_both(area: Northmere) -> None:
    brother = make_person("Finn", "Hale")
    join(brother, area.viewer("young-person"))
    said = page(area, "young-person", "/me/")
    assert "Hello Robyn" in said
    assert "People you stand beside" in said
    assert "Finn Hale" in said


def test_an_invitation_stands_on_the_home_of_whoever_is_asked(area: Northmere) -> None:
    sister = make_person("Ada", "Lane")
    circles.invite(
        by=area.viewer("key-worker"),
        person=sister.pk,
        account=area.account("parent"),
        role=Role.FAMILY,
        words=Words(relationship="Aunt", purpose="To be there at weekends"),
    )
    said = page(area, "parent", "/me/")
    assert "Do you want to join the circle of Ada Lane?" in said
    assert "Samira Khan asks you." in said
    assert "What for: To be there at weekends" in said
    assert "Ada Lane" not in page(area, "young-person", "/me/")


def test_whoever_is_kept_from_a_record_finds_nothing_of_it_at_home(area: Northmere) -> None:
    sharing.exclude(
        by=area.viewer("key-worker"),
        person=area.person,
        account=area.account("parent"),
        reason="A risk",
    )
    said = page(area, "parent", "/me/")
    assert "Robyn" not in said
    assert "There is nothing here for you yet." in said


def test_who_has_left_finds_nothing_left(area: Northmere) -> None:
    membership = Membership.objects.get(person=area.person, account=area.account("parent"))
    circles.remove(by=system(), membership=membership.pk)
    assert "There is nothing here for you yet." in page(area, "parent", "/me/")


@pytest.mark.parametrize("slug", sorted(WORKERS))
def test_workers_have_a_home_of_their_own(area: Northmere, slug: str) -> None:
    answer = get(area, slug, "/me/")
    assert (answer.status_code, answer["Location"]) == (302, "/work/")
