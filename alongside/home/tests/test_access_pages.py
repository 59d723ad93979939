"""Who decides what family can see, from the pages: proposed, confirmed, refused, stopped."""

from uuid import UUID

import pytest

from alongside.circles.models import Membership
from alongside.lib import ids
from alongside.sharing.models import AccessDecision
from tests.answers import as_bytes
from tests.northmere import SLUGS, Northmere
from tests.pages import CIRCLE, get, page, shown_to, told, write

ROUND = "/people/{person}/circle/"
RECORD = "/people/{person}/"
HAS_A_SAY = {"young-person", *CIRCLE, "team-manager"}


def access(area: Northmere) -> str:
    place = Membership.objects.get(person=area.person, account=area.account("parent")).pk
    return f"{ROUND}members/{place}/access/"


def propose(area: Northmere, slug: str, reach: str, **fields: str) -> str:
    asked = {"operation": str(ids.new()), "reach": reach, "why": "It helps", **fields}
    return told(area, slug, access(area) + "propose/", asked)


def stop(area: Northmere, slug: str = "school-lead") -> str:
    return told(area, slug, access(area) + "freeze/")


def open_one() -> UUID:
    return AccessDecision.objects.get(confirmed_at=None, withdrawn_at=None).pk


def test_who_has_a_say_reads_what_it_rests_on_and_family_does_not(area: Northmere) -> None:
    assert shown_to(area, access(area), "Robyn Hale proposed it, and Samira Khan") == HAS_A_SAY
    assert shown_to(area, ROUND, "Sees everything that is shared") == HAS_A_SAY
    assert get(area, "parent", access(area)).status_code == 404


@pytest.mark.parametrize("slug", ["school-lead", "key-worker", "team-manager"])
def test_any_worker_stops_it_in_one_tap_and_it_is_as_if_nothing_was_there(
    area: Northmere, slug: str
) -> None:
    entry = write(area)
    assert "Stopped. They can see nothing from now on." in stop(area, slug)
    absent = get(area, "parent", f"/people/{ids.new()}/")
    for address in (RECORD, ROUND, f"{RECORD}entries/{entry}/", f"{RECORD}timeline/"):
        answer = get(area, "parent", address)
        assert as_bytes(answer) == as_bytes(absent)
    assert "Robyn" not in page(area, "parent", "/me/")


def test_the_person_is_told_the_truth_about_it(area: Northmere) -> None:
    stop(area)
    assert "Stopped: sees nothing for now." in page(area, "young-person", ROUND)
    assert "Kwame Owusu stopped it." in page(area, "young-person", access(area))


def test_more_waits_for_somebody_else(area: Northmere) -> None:
    stop(area)
    said = propose(area, "young-person", "shared")
    assert "Nothing has changed yet. Somebody else has to confirm it." in said
    assert get(area, "parent", RECORD).status_code == 404
    assert shown_to(area, ROUND, "A change waits for a yes") == HAS_A_SAY
    button = access(area) + f"decisions/{open_one()}/confirm/"
    assert "Somebody else has to confirm this" in told(area, "young-person", button)
    assert "It is confirmed." in told(area, "housing-officer", button)
    assert get(area, "parent", RECORD).status_code == 200


def test_a_worker_writes_down_what_it_rests_on(area: Northmere) -> None:
    stop(area)
    said = propose(
        area,
        "key-worker",
        "plan",
        understanding="disagrees",
        judged_by="Samira Khan",
        judged_on_day="3",
        judged_on_month="6",
        judged_on_year="2025",
        parental="Yes, birth certificate seen",
        court="No address",
    )
    for words in ("They understand it, and do not agree", "birth certificate", "No address"):
        assert words in said
    told(area, "young-person", access(area) + f"decisions/{open_one()}/confirm/")
    assert "It is not decided yet what you can read here." in page(area, "parent", RECORD)


def test_who_judged_it_is_asked_when_somebody_did(area: Northmere) -> None:
    said = propose(area, "key-worker", "plan", understanding="agrees")
    assert "Write who talked with them about it." in said


def test_no_leaves_everything_as_it_was(area: Northmere) -> None:
    stop(area)
    propose(area, "young-person", "shared")
    refuse = access(area) + f"decisions/{open_one()}/refuse/"
    assert "You said no. Nothing has changed." in told(area, "school-nurse", refuse)
    assert get(area, "parent", RECORD).status_code == 404


def test_the_person_takes_it_back_at_once(area: Northmere) -> None:
    write(area)
    propose(area, "young-person", "nothing")
    assert "It is not decided yet" in page(area, "parent", RECORD)


def test_nobody_else_finds_the_buttons(area: Northmere) -> None:
    others = set(SLUGS) - HAS_A_SAY
    for slug in sorted(others):
        for button in ("propose/", "freeze/"):
            answer = area.client(slug).post(
                access(area).replace("{person}", str(area.person)) + button
            )
            assert answer.status_code == 404
