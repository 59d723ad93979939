"""The circle of a person, and every change of it from a page: done once, done twice, not allowed."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from alongside.accounts.viewer import system
from alongside.agencies import services as agencies
from alongside.circles import queries as circles_now
from alongside.circles import services as circles
from alongside.circles.models import Invitation, Membership, Role, Words
from alongside.lib import clock, ids
from alongside.sharing import services as sharing
from tests.northmere import SLUGS, Northmere
from tests.pages import (
    CIRCLE,
    a_census_child,
    get,
    page,
    post,
    shown_to,
    told,
)

PAGE = "/people/{person}/circle/"
TIED = {"young-person", "parent", *CIRCLE, "team-manager"}
LOOK_AFTER_IT = {"key-worker", "team-manager"}


def place(area: Northmere, slug: str) -> UUID:
    return Membership.objects.get(person=area.person, account=area.account(slug)).pk


def ask(area: Northmere, slug: str, role: Role = Role.WORKER, person: UUID | None = None) -> UUID:
    """An open invitation to one of the cast."""
    guest = area.viewer(slug)
    return circles.invite(
        by=area.viewer("key-worker"),
        person=person or area.person,
        account=area.account(slug),
        role=role,
        post=guest.post_id if role == Role.WORKER else None,
        words=Words(purpose="To help"),
    ).pk


# What it shows


def test_everybody_tied_sees_who_is_in_it_since_when_and_what_for(area: Northmere) -> None:
    assert shown_to(area, PAGE, "Housing officer, Quayside Homes. Repairs and a safe home") == TIED
    said = page(area, "parent", PAGE)
    assert "Dawn Hale (you) Mum" in said
    assert "In the circle since 25 April 2025." in said
    assert "Key worker On shift until 5pm" in said


def test_the_person_reads_it_as_theirs(area: Northmere) -> None:
    said = page(area, "young-person", PAGE)
    assert "My people This is your circle" in said
    assert "(you)" not in said


def test_only_who_looks_after_it_finds_the_buttons(area: Northmere) -> None:
    assert shown_to(area, PAGE, "Take out of the circle") == LOOK_AFTER_IT
    assert shown_to(area, PAGE, "Make key worker") == LOOK_AFTER_IT
    assert shown_to(area, PAGE, "Ask somebody to join") == LOOK_AFTER_IT
    assert shown_to(area, PAGE, "Leave the circle") == {"parent", *CIRCLE}


def test_who_was_asked_and_who_has_gone_is_shown_with_dates(area: Northmere) -> None:
    ask(area, "governance-lead")
    circles.remove(by=system(), membership=place(area, "school-nurse"))
    said = page(area, "key-worker", PAGE)
    assert "Asked, and not answered yet Priya Nair" in said
    assert "In the circle before Jo Bright" in said
    assert "25 April 2025 to 4 June 2025" in said


def test_who_lost_their_post_is_in_the_circle_no_more_and_has_no_odd_date(
    area: Northmere,
) -> None:
    post_id = area.viewer("school-nurse").post_id
    assert post_id is not None
    agencies.end_post(by=system(), post=post_id, at=clock.now())
    said = page(area, "key-worker", PAGE)
    assert "In the circle before Jo Bright" in said
    assert "25 April 2025 to" not in said
    assert get(area, "school-nurse", "/people/{person}/").status_code == 404


def test_an_exclusion_is_nowhere_on_it(area: Northmere) -> None:
    before = {slug: page(area, slug, PAGE) for slug in sorted(TIED - {"school-nurse"})}
    sharing.exclude(
        by=area.viewer("key-worker"),
        person=area.person,
        account=area.account("school-nurse"),
        reason="A risk",
    )
    assert get(area, "school-nurse", PAGE).status_code == 404
    assert {slug: page(area, slug, PAGE) for slug in before} == before


def test_only_who_looks_after_the_circle_is_shown_the_way_to_keep_somebody_out(
    area: Northmere,
) -> None:
    found = {slug for slug in TIED if "Keep somebody out of this record" in page(area, slug, PAGE)}
    assert found == {"key-worker", "team-manager"}


# Buttons


def buttons(area: Northmere) -> dict[str, str]:
    """The address of each button, with something real behind it."""
    asked = ask(area, "governance-lead")
    nurse = place(area, "school-nurse")
    return {
        "withdraw": f"{PAGE}invitations/{asked}/withdraw/",
        "remove": f"{PAGE}members/{nurse}/remove/",
        "key worker": f"{PAGE}members/{nurse}/key-worker/",
    }


RECEIPTS = {
    "withdraw": "The invitation is taken back.",
    "remove": "They are out of the circle. They can see nothing from now on.",
    "key worker": "The key worker has changed.",
}
AGAIN = {
    "withdraw": "This invitation has been answered or taken back.",
    "remove": "They are not in the circle any more.",
}


@pytest.mark.parametrize("button", RECEIPTS)
def test_a_button_does_what_it_says_and_says_what_it_did(area: Northmere, button: str) -> None:
    said = told(area, "key-worker", buttons(area)[button])
    assert RECEIPTS[button] in said
    assert "Who is in the circle" in said


@pytest.mark.parametrize("button", AGAIN)
def test_a_button_pressed_twice_says_a_kind_word(area: Northmere, button: str) -> None:
    address = buttons(area)[button]
    told(area, "key-worker", address)
    assert AGAIN[button] in told(area, "key-worker", address)


def test_making_somebody_key_worker_twice_changes_nothing(area: Northmere) -> None:
    address = buttons(area)["key worker"]
    told(area, "team-manager", address)
    assert RECEIPTS["key worker"] in told(area, "team-manager", address)
    assert circles_now.members(area.person, clock.now())[0].account_id == area.account(
        "school-nurse"
    )


@pytest.mark.parametrize("button", RECEIPTS)
def test_a_button_works_for_nobody_else(area: Northmere, button: str) -> None:
    address = buttons(area)[button]
    for slug in set(SLUGS) - LOOK_AFTER_IT:
        assert post(area, slug, address).status_code == 404, slug
    assert Membership.objects.filter(pk=place(area, "school-nurse"), until=None).exists()
    assert Invitation.objects.filter(answered_at=None).exists()


@pytest.mark.parametrize("button", RECEIPTS)
def test_looking_at_the_address_of_a_button_does_nothing(area: Northmere, button: str) -> None:
    assert get(area, "key-worker", buttons(area)[button]).status_code == 405


def test_a_thing_of_another_person_cannot_be_changed_from_here(area: Northmere) -> None:
    child = a_census_child()
    asked = ask(area, "governance-lead", person=child.pk)
    assert post(area, "key-worker", f"{PAGE}invitations/{asked}/withdraw/").status_code == 404
    assert Invitation.objects.get(pk=asked).answered_at is None


def test_a_parent_cannot_be_made_key_worker(area: Northmere) -> None:
    said = told(area, "key-worker", f"{PAGE}members/{place(area, 'parent')}/key-worker/")
    assert "Only somebody who works with the person can be the key worker." in said


# Taking, leaving


def test_a_journey_is_taken_once_however_often_the_button_is_pressed(area: Northmere) -> None:
    child = a_census_child()
    address = f"/people/{child.pk}/circle/take/"
    for _ in range(2):
        assert "You are the key worker now." in told(area, "team-manager", address)
    assert Membership.objects.filter(person=child).count() == 1


def test_a_journey_that_somebody_has_is_not_taken_from_them(area: Northmere) -> None:
    said = told(area, "team-manager", f"{PAGE}take/")
    assert "Somebody is the key worker already." in said
    assert "You are the key worker now." in told(area, "key-worker", f"{PAGE}take/")
    assert post(area, "school-lead", f"{PAGE}take/").status_code == 404


@pytest.mark.parametrize("slug", ["parent", "school-lead", "key-worker"])
def test_leaving_ends_everything_at_once(area: Northmere, slug: str) -> None:
    said = told(area, slug, f"{PAGE}leave/")
    assert "You have left the circle." in said
    assert get(area, slug, "/people/{person}/access/").status_code == 404
    if slug != "key-worker":  # whose shift for the team goes on
        assert get(area, slug, "/people/{person}/").status_code == 404
        assert post(area, slug, f"{PAGE}leave/").status_code == 404


@pytest.mark.parametrize("slug", ["young-person", "team-manager", "unrelated-worker"])
def test_who_is_no_member_has_nothing_to_leave(area: Northmere, slug: str) -> None:
    assert post(area, slug, f"{PAGE}leave/").status_code == 404


# Answering


ANSWERS: dict[str, Callable[[UUID], str]] = {
    "accept": lambda asked: f"/invitations/{asked}/accept/",
    "decline": lambda asked: f"/invitations/{asked}/decline/",
}
SAID = {
    "accept": "You are in the circle now.",
    "decline": "You said no. Whoever asked you can see that.",
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_invitation_is_answered_once_however_often_it_is_sent(
    area: Northmere, answer: str
) -> None:
    asked = ask(area, "governance-lead")
    for _ in range(2):
        assert SAID[answer] in told(area, "governance-lead", ANSWERS[answer](asked))
    member = Membership.objects.filter(account=area.account("governance-lead"))
    assert member.count() == (answer == "accept")
    opened = get(area, "governance-lead", "/people/{person}/").status_code
    assert opened == (200 if answer == "accept" else 404)


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_invitation_that_is_gone_says_so_kindly(area: Northmere, answer: str) -> None:
    asked = ask(area, "governance-lead")
    circles.withdraw(by=area.viewer("key-worker"), invitation=asked)
    said = told(area, "governance-lead", ANSWERS[answer](asked))
    assert "This invitation has been answered or taken back." in said
    assert "Robyn" not in said


def test_an_invitation_that_ran_out_says_so_kindly(area: Northmere) -> None:
    asked = ask(area, "governance-lead")
    clock.advance(timedelta(days=15))
    said = told(area, "governance-lead", ANSWERS["accept"](asked))
    assert "This invitation has run out. Ask for a new one." in said
    assert not Membership.objects.filter(account=area.account("governance-lead")).exists()


def test_the_other_answer_afterwards_changes_nothing(area: Northmere) -> None:
    asked = ask(area, "governance-lead")
    told(area, "governance-lead", ANSWERS["accept"](asked))
    said = told(area, "governance-lead", ANSWERS["decline"](asked))
    assert "This invitation has been answered or taken back." in said
    assert get(area, "governance-lead", "/people/{person}/").status_code == 200


@pytest.mark.parametrize("answer", ANSWERS)
def test_nobody_answers_for_another(area: Northmere, answer: str) -> None:
    asked = ask(area, "governance-lead")
    for slug in ("parent", "key-worker", "unrelated-worker"):
        real = post(area, slug, ANSWERS[answer](asked))
        made_up = post(area, slug, ANSWERS[answer](ids.new()))
        assert (real.status_code, made_up.status_code) == (404, 404)
        assert real.content == made_up.content
    assert Invitation.objects.get(pk=asked).answered_at is None


def test_who_was_taken_out_is_not_let_in_by_the_old_invitation(area: Northmere) -> None:
    asked = ask(area, "governance-lead")
    told(area, "governance-lead", ANSWERS["accept"](asked))
    told(area, "key-worker", f"{PAGE}members/{place(area, 'governance-lead')}/remove/")
    said = told(area, "governance-lead", ANSWERS["accept"](asked))
    assert "This invitation has been answered or taken back." in said
    assert get(area, "governance-lead", "/people/{person}/").status_code == 404


def test_a_region_that_asks_again_uses_up_no_message_of_the_next_page(area: Northmere) -> None:
    client, circle = area.client("key-worker"), PAGE.replace("{person}", str(area.person))
    member = place(area, "school-nurse")
    assert client.post(f"{circle}members/{member}/key-worker/").status_code == 302
    client.get(circle, headers={"HX-Request": "true"})
    assert "The key worker has changed." in page(area, "key-worker", PAGE)
