"""One account, in a post and also as themselves: one of the two at a time, and never both."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.accounts import proofs
from alongside.accounts.models import Account
from alongside.accounts.tests.factories import as_person
from alongside.accounts.viewer import Capacity, Viewer, system
from alongside.agencies import services as agencies
from alongside.agencies.viewers import as_self, viewer_of
from alongside.audit.models import AccessEvent
from alongside.circles.models import Invitation, Membership
from alongside.circles.tests.factories import invite, join
from alongside.home.around import circle
from alongside.home.here_as import as_oneself
from alongside.lib import clock, ids
from alongside.people.models import Person
from alongside.people.tests.factories import make_person
from alongside.sharing import services as sharing
from alongside.sharing.rules import Audience
from tests.answers import marked
from tests.northmere import Northmere, signed_in
from tests.pages import queries_of, told, words_of, write

AS_ALAN, AS_SELF = "I am here as: Swimming teacher", "I am here as: Myself"
RECORD = "/people/{}/"


def person_of(area: Northmere) -> Person:
    return Person.objects.get(pk=area.person)


def own_record(area: Northmere, account: Viewer) -> None:
    Person.objects.filter(pk=make_person("Alan", "Stride").pk).update(account=account.account)


def a_place(area: Northmere, account: Viewer) -> None:
    join(person_of(area), account, relationship="Uncle")


def asked(area: Northmere, account: Viewer) -> None:
    invite(person_of(area), account, relationship="Uncle")


def asked_by_address(area: Northmere, account: Viewer) -> None:
    told(
        area,
        "key-worker",
        "/people/{person}/circle/invite/",
        {
            "operation": str(ids.new()),
            "role": "family",
            "email": "unrelated-worker@northmere.example",
            "purpose": "To be there",
            "history": "everything",
        },
    )


SIDES: list[Callable[[Northmere, Viewer], None]] = [own_record, a_place, asked, asked_by_address]


def alan(area: Northmere) -> Viewer:
    """A worker with nothing to do with Robyn, as himself."""
    return as_person(area.account("unrelated-worker"))


def change(client: Client, to: str) -> str:
    """What the page says that the switch leads to."""
    answer: Any = client.post("/here-as/", {"as": to}, follow=True)
    assert answer.status_code == 200
    return words_of(answer)


def home(client: Client) -> str:
    answer: Any = client.get("/", follow=True)
    return words_of(answer)


# Who has it


@pytest.mark.parametrize("side", SIDES)
def test_a_worker_who_is_also_somebody_here_can_change_and_change_back(
    area: Northmere, side: Callable[[Northmere, Viewer], None]
) -> None:
    side(area, alan(area))
    client = signed_in(area.account("unrelated-worker"))
    assert f"{AS_ALAN}, Westmarch Leisure Trust Change to: Myself" in home(client)
    assert f"{AS_SELF} Change to: Swimming teacher, Westmarch Leisure Trust" in change(
        client, "myself"
    )
    assert client.get("/work/").status_code == 404
    back = change(client, "work")
    assert ("You are here for work now." in back, AS_ALAN in back) == (True, True)
    assert client.get("/work/").status_code == 200


@pytest.mark.parametrize("slug", ["unrelated-worker", "school-nurse", "parent", "young-person"])
def test_whoever_is_one_thing_only_has_no_switch(area: Northmere, slug: str) -> None:
    assert "I am here as" not in home(area.client(slug))


@pytest.mark.parametrize("side", [a_place, asked, asked_by_address])
def test_whoever_is_excluded_finds_no_switch(
    area: Northmere, side: Callable[[Northmere, Viewer], None]
) -> None:
    """To the byte: nothing on the page tells of the circle that they are kept out of."""
    client = signed_in(area.account("unrelated-worker"))
    plain = client.get("/work/").content
    side(area, alan(area))
    sharing.exclude(
        by=area.viewer("key-worker"),
        person=area.person,
        account=area.account("unrelated-worker"),
        reason="A risk",
    )
    assert marked(client.get("/work/").content) == marked(plain)


@pytest.mark.parametrize("slug", ["parent", "school-nurse"])
@pytest.mark.parametrize("choice", ["myself", "work", "king", ""])
def test_who_has_nothing_to_choose_stays_what_they_are(
    area: Northmere, slug: str, choice: str
) -> None:
    client = signed_in(area.account(slug))
    if (slug, choice) == ("school-nurse", "myself"):
        assert "There is nothing here for you yet." in change(client, choice)
        assert "My day" in change(client, "work")
        return
    before = home(client)
    assert change(client, choice)[-200:] == before[-200:]


def test_a_choice_is_for_one_session(area: Northmere) -> None:
    a_place(area, alan(area))
    phone, desk = (signed_in(area.account("unrelated-worker")) for _ in range(2))
    change(phone, "myself")
    assert AS_ALAN in home(desk)


def test_who_signs_in_again_is_here_in_their_post(area: Northmere) -> None:
    """The demo's page is the one way in for somebody who is signed in; the others lead home."""
    a_place(area, alan(area))
    client = signed_in(area.account("unrelated-worker"))
    change(client, "myself")
    old = str(client.session.session_key)
    asked_for = {"email": "unrelated-worker@northmere.example"}
    for way_in in ("/sign-in/", "/sign-in/code/", "/sign-in/passkey/"):
        assert client.post(way_in, asked_for).status_code == 302
        assert AS_SELF in home(client)
    request = HttpRequest()
    request.META["REMOTE_ADDR"], request.session = "127.0.0.1", client.session
    account = Account.objects.get(pk=area.account("unrelated-worker"))
    proofs.sign_in(request, account, how="demo")
    assert viewer_of(account, session=request.session).is_worker
    assert not SessionStore().exists(old)


# What the database says now


def end_post(area: Northmere, slug: str) -> None:
    held = area.viewer(slug).post_id
    assert held is not None
    agencies.end_post(by=system(), post=held, at=clock.now())


def test_a_post_that_has_ended_is_gone_at_once(area: Northmere) -> None:
    a_place(area, alan(area))
    at_work, apart = (signed_in(area.account("unrelated-worker")) for _ in range(2))
    change(apart, "myself")
    end_post(area, "unrelated-worker")
    for client in (at_work, apart):
        assert "I am here as" not in home(client)
        change(client, "work")
        assert client.get("/work/").status_code == 404
        assert client.get(RECORD.format(area.person)).status_code == 200


def test_who_has_left_every_circle_can_still_change_back(area: Northmere) -> None:
    a_place(area, alan(area))
    client = signed_in(area.account("unrelated-worker"))
    change(client, "myself")
    client.post(f"{RECORD.format(area.person)}circle/leave/")
    assert AS_SELF in home(client)
    assert "My day" in change(client, "work")
    assert "I am here as" not in home(client)


# What each finds


def test_an_invitation_as_family_is_found_and_answered_as_oneself_alone(area: Northmere) -> None:
    asked(area, alan(area))
    client = signed_in(area.account("unrelated-worker"))
    yes = f"/invitations/{Invitation.objects.get(answered_at=None).pk}/accept/"
    assert "Do you want to join" not in home(client)
    assert client.post(yes).status_code == 404
    assert "Do you want to join the circle of Robyn Hale?" in change(client, "myself")
    assert client.post(yes).status_code == 302
    place = Membership.objects.get(account=area.account("unrelated-worker"), person=area.person)
    assert place.post_id is None


def test_an_invitation_in_a_post_is_found_and_answered_at_work_alone(area: Northmere) -> None:
    a_place(area, alan(area))
    sister = make_person("Ada", "Lane")
    invitation = invite(sister, area.viewer("unrelated-worker"))
    client = signed_in(area.account("unrelated-worker"))
    assert "circle of Ada Lane" not in change(client, "myself")
    assert client.post(f"/invitations/{invitation.pk}/accept/").status_code == 404
    assert "circle of Ada Lane" in change(client, "work")


def test_as_herself_she_sees_nothing_that_is_hers_as_a_worker(area: Northmere) -> None:
    """And the other way round: at work she finds nobody whom she is tied to as family."""
    nurse = area.viewer("school-nurse")
    join(person_of(area), as_self(nurse), relationship="Aunt")
    niece = make_person("Ada", "Lane")
    join(niece, as_self(nurse), relationship="Aunt")
    write(area, audience=Audience.WORKERS, text="Juniper is for workers.")
    write(area, "school-nurse", audience=Audience.WORKERS, text="Tamarisk is what she wrote.")
    client = signed_in(area.account("school-nurse"))
    at_work = words_of(get(client, RECORD.format(area.person)))
    assert ("Juniper" in at_work, "Tamarisk" in at_work) == (True, True)
    assert client.get(RECORD.format(niece.pk)).status_code == 404
    assert "Ada Lane" not in home(client)
    assert "Ada Lane" in change(client, "myself")
    as_aunt = words_of(get(client, RECORD.format(area.person)))
    assert ("Juniper" in as_aunt, "Tamarisk" in as_aunt) == (False, False)
    assert client.get(f"{RECORD.format(area.person)}add/note/").status_code == 404
    assert client.get(RECORD.format(niece.pk)).status_code == 200


def get(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer


def test_the_access_log_names_what_she_acted_as(area: Northmere) -> None:
    nurse = area.viewer("school-nurse")
    join(person_of(area), as_self(nurse), relationship="Aunt")
    client = signed_in(area.account("school-nurse"))
    get(client, RECORD.format(area.person))
    change(client, "myself")
    get(client, RECORD.format(area.person))
    mine = AccessEvent.objects.filter(
        chain=area.person, account=nurse.account, rule__endswith="sees", at=clock.now()
    )
    told_as = [(event.capacity, event.post) for event in mine.order_by("seq")]
    assert told_as == [(Capacity.WORKER, nurse.post_id), (Capacity.PERSON, None)]


def test_family_who_work_somewhere_are_not_shown_on_duty(area: Northmere) -> None:
    """Samira and Helen are both on duty now. In this circle Helen is an aunt, and not at work."""
    child = make_person("Ada", "Lane")
    join(child, area.viewer("key-worker"), key_worker=True)
    join(child, as_person(area.account("team-manager")), relationship="Aunt")
    look = sharing.look(by=area.viewer("key-worker"), person=child.pk, room="home")
    members = circle(look).members
    assert [(member.name, member.on_duty) for member in members] == [
        ("Samira Khan", True),
        ("Helen Marsh", False),
    ]


# What it costs


def test_the_switch_asks_nothing_for_somebody_without_a_post(area: Northmere) -> None:
    session = SessionStore()
    with CaptureQueriesContext(connection) as queries:
        assert as_oneself(by=as_person(area.account("parent")), session=session) is None
    assert len(queries) == 0


def test_a_home_with_the_switch_is_no_dearer_than_others(area: Northmere) -> None:
    a_place(area, alan(area))
    client = signed_in(area.account("unrelated-worker"))
    at_work = queries_of(client, "/work/")
    change(client, "myself")
    assert max(at_work, queries_of(client, "/me/")) <= 14
