"""Asking somebody to join: what is wrong is said, and nobody learns here who has an account."""

import re
from datetime import timedelta

import pytest

from alongside.accounts.tests.factories import an_account, as_person
from alongside.accounts.viewer import Viewer
from alongside.circles.models import Invitation, Role
from alongside.circles.tests.factories import join
from alongside.lib import clock, ids
from alongside.people.models import Person
from alongside.people.tests.factories import make_person
from alongside.sharing import circle
from alongside.sharing import services as sharing
from alongside.sharing.services import Refused
from tests.answers import as_bytes, marked
from tests.northmere import Northmere
from tests.pages import Fields, get, page, post, told, words_of, write

PAGE = "/people/{person}/circle/invite/"


def family(**fields: str) -> Fields:
    return {
        "operation": str(ids.new()),
        "role": "family",
        "email": "governance-lead@northmere.example",
        "relationship": "Nan",
        "purpose": "To be there at weekends",
        "history": "everything",
    } | fields


def worker(area: Northmere, slug: str = "governance-lead", **fields: str) -> Fields:
    return family(role="worker", email="", post=str(area.viewer(slug).post_id)) | fields


def asked() -> list[Invitation]:
    return list(Invitation.objects.filter(answered_at=None))


# Both ways


def test_a_worker_is_asked_in_their_post(area: Northmere) -> None:
    said = told(area, "key-worker", PAGE, worker(area, history="from-now"))
    assert "They are asked. They find it when they sign in." in said
    (invitation,) = asked()
    guest = area.viewer("governance-lead")
    assert (invitation.account_id, invitation.post_id) == (guest.account, guest.post_id)
    assert (invitation.role, invitation.history_from) == (Role.WORKER, clock.now())
    assert invitation.words.purpose == "To be there at weekends"


@pytest.mark.parametrize("role", ["family", "carer", "advocate"])
def test_family_is_asked_by_address_without_a_post(area: Northmere, role: str) -> None:
    told(area, "key-worker", PAGE, family(role=role))
    (invitation,) = asked()
    assert (invitation.post_id, invitation.role) == (None, role)
    assert (invitation.words.relationship, invitation.history_from) == ("Nan", None)


KNOWN, UNKNOWN = "nan@elsewhere.example", "who@elsewhere.example"


def somebody(name: str, address: str) -> Viewer:
    return as_person(an_account(name, email=address).id)


def test_an_address_that_nobody_has_gets_the_same_pages(area: Northmere) -> None:
    """To the byte, but for the address itself: also the list of who is asked."""
    somebody("Nan Pike", KNOWN)
    pages = []
    for address in (KNOWN, UNKNOWN):
        answer = post(area, "key-worker", PAGE, family(email=address))
        pages.append((answer, address))
        assert "If they have an account here, they find your question" in words_of(answer)
        assert address in words_of(answer)
        Invitation.objects.filter(answered_at=None).exclude(address="").delete()
    (real, _), (made_up, _) = pages
    assert real.redirect_chain == made_up.redirect_chain  # type: ignore[attr-defined]  # of the client's answers
    real_bytes, made_up_bytes = (
        re.sub(rb"/invitations/[^/]*/", b"", as_bytes(answer)).replace(address.encode(), b"@")
        for answer, address in pages
    )
    assert real_bytes == made_up_bytes


def test_a_name_shows_once_they_have_answered_and_not_before(area: Northmere) -> None:
    nan = somebody("Nan Pike", KNOWN)
    told(area, "key-worker", PAGE, family(email=KNOWN))
    (invitation,) = asked_by_address()
    before = page(area, "key-worker", "/people/{person}/circle/")
    assert (KNOWN in before, "Nan Pike" in before) == (True, False)
    circle.accept(by=nan, invitation=invitation.pk)
    after = page(area, "key-worker", "/people/{person}/circle/")
    assert (KNOWN in after, "Nan Pike" in after) == (False, True)


def test_an_address_waits_until_somebody_signs_in_with_it(area: Northmere) -> None:
    told(area, "key-worker", PAGE, family(email="Nan@Elsewhere.example "))
    (invitation,) = asked_by_address()
    nan, other = somebody("Nan Pike", KNOWN), somebody("Ada Pike", UNKNOWN)
    assert circle.invitations(by=other) == []
    with pytest.raises(Refused):
        circle.accept(by=other, invitation=invitation.pk)
    assert [found.pk for found, _person in circle.invitations(by=nan)] == [invitation.pk]
    assert circle.accept(by=nan, invitation=invitation.pk).account_id == nan.account


@pytest.mark.parametrize("slug", ["young-person", "parent"])
def test_the_address_of_somebody_in_the_circle_gets_the_same_answer_and_opens_nothing(
    area: Northmere, slug: str
) -> None:
    address = f"{slug}@northmere.example"
    said = told(area, "key-worker", PAGE, family(email=address))
    assert address in page(area, "key-worker", "/people/{person}/circle/")
    assert "If they have an account here, they find your question" in said
    (invitation,) = asked_by_address()
    assert "Do you want to join" not in page(area, slug, "/me/")
    assert post(area, slug, f"/invitations/{invitation.pk}/accept/").status_code == 404


def test_who_was_taken_out_does_not_come_back_by_an_address_asked_before(area: Northmere) -> None:
    nan = somebody("Nan Pike", KNOWN)
    place = join(Person.objects.get(pk=area.person), nan)
    told(area, "key-worker", PAGE, family(email=KNOWN))
    clock.advance(timedelta(minutes=1))
    circle.remove(by=area.viewer("key-worker"), person=area.person, membership=place.pk)
    (invitation,) = asked_by_address()
    assert KNOWN in page(area, "key-worker", "/people/{person}/circle/")
    assert circle.invitations(by=nan) == []
    with pytest.raises(Refused):
        circle.accept(by=nan, invitation=invitation.pk)


def test_who_was_taken_out_can_be_asked_again_by_address(area: Northmere) -> None:
    nan = somebody("Nan Pike", KNOWN)
    place = join(Person.objects.get(pk=area.person), nan)
    circle.remove(by=area.viewer("key-worker"), person=area.person, membership=place.pk)
    clock.advance(timedelta(minutes=1))
    told(area, "key-worker", PAGE, family(email=KNOWN))
    (invitation,) = asked_by_address()
    assert circle.accept(by=nan, invitation=invitation.pk).account_id == nan.account


def test_the_person_reads_who_is_asked_and_no_address(area: Northmere) -> None:
    told(area, "key-worker", PAGE, family(email=KNOWN))
    said = page(area, "young-person", "/people/{person}/circle/")
    assert KNOWN not in said
    assert "Nan" in said


def test_an_address_is_asked_once_and_may_have_large_or_small_letters(area: Northmere) -> None:
    told(area, "key-worker", PAGE, family(email=KNOWN))
    said = told(area, "key-worker", PAGE, family(email=KNOWN.title()))
    assert "They have been asked already and have not answered yet." in said
    assert len(asked_by_address()) == 1


def asked_by_address() -> list[Invitation]:
    return list(Invitation.objects.filter(answered_at=None).exclude(address=""))


def test_somebody_asked_from_now_on_reads_nothing_from_before(area: Northmere) -> None:
    write(area, text="Tamarisk was before.")
    told(area, "key-worker", PAGE, worker(area, history="from-now"))
    (invitation,) = asked()
    clock.advance(timedelta(minutes=5))
    told(area, "governance-lead", f"/invitations/{invitation.pk}/accept/")
    write(area, text="Juniper is after.")
    said = page(area, "governance-lead", "/people/{person}/")
    assert "Juniper" in said
    assert "Tamarisk" not in said


# What is wrong

FAULTS: dict[str, tuple[Fields, str]] = {
    "no role": ({"role": ""}, "Answer this: Who do you want to ask?"),
    "a made-up role": ({"role": "king"}, "Choose one of the answers below."),
    "a worker without a post": ({"role": "worker", "post": ""}, "Choose the worker."),
    "a post that is not there": (
        {"role": "worker", "post": "0195-not-a-post"},
        "Choose one of the answers below.",
    ),
    "family without an address": ({"email": ""}, "Write their e-mail address."),
    "no address at all": ({"email": "over there"}, "Enter a valid email address."),
    "no purpose": ({"purpose": ""}, "Answer this: What are they there for?"),
    "no history": ({"history": ""}, "Answer this: What can they see?"),
    "a lost place": ({"operation": "nonsense"}, "Your words are still here."),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_said_and_nobody_is_asked(area: Northmere, fault: str) -> None:
    fields, sentence = FAULTS[fault]
    answer = post(area, "key-worker", PAGE, family(relationship="Great aunt", **fields))
    assert answer.status_code == 200
    assert sentence in words_of(answer)
    assert "Great aunt" in answer.content.decode()
    assert asked() == []


def test_a_member_or_somebody_asked_already_is_not_asked_again(area: Northmere) -> None:
    said = told(area, "key-worker", PAGE, worker(area, "school-nurse"))
    assert "They are in the circle already." in said
    told(area, "key-worker", PAGE, worker(area))
    said = told(area, "key-worker", PAGE, worker(area))
    assert "They have been asked already and have not answered yet." in said
    assert len(asked()) == 1


# Twice


def test_the_same_form_sent_twice_asks_once_and_answers_alike(area: Northmere) -> None:
    form = worker(area)
    first, second = (told(area, "key-worker", PAGE, form) for _ in range(2))
    assert len(asked()) == 1
    assert first == second


def test_a_used_form_with_other_words_is_shown_again_and_can_be_sent(area: Northmere) -> None:
    form = worker(area)
    told(area, "key-worker", PAGE, form)
    other = worker(area, "unrelated-worker", operation=form["operation"])
    answer = post(area, "key-worker", PAGE, other)
    assert answer.status_code == 200
    assert "You have asked somebody with this page already." in words_of(answer)
    assert "To be there at weekends" in answer.content.decode()
    assert form["operation"] not in answer.content.decode()
    assert len(asked()) == 1


def test_a_form_used_for_one_person_asks_for_no_other(area: Northmere) -> None:
    """The same words about another person are other words."""
    sister = make_person("Ada", "Lane")
    join(sister, area.viewer("key-worker"), key_worker=True)
    form = worker(area)
    told(area, "key-worker", PAGE, form)
    said = told(area, "key-worker", PAGE.replace("{person}", str(sister.pk)), form)
    assert "You have asked somebody with this page already." in said
    assert [invitation.person_id for invitation in asked()] == [area.person]


# Who


@pytest.mark.parametrize("slug", ["young-person", "parent", "school-lead", "unrelated-worker"])
def test_only_who_looks_after_the_circle_asks(area: Northmere, slug: str) -> None:
    assert get(area, slug, PAGE).status_code == 404
    assert post(area, slug, PAGE, worker(area)).status_code == 404
    assert asked() == []


def test_whoever_is_excluded_can_be_asked_and_never_finds_it(area: Northmere) -> None:
    """Nobody is told of the exclusion: neither who asks, nor who is asked."""
    plain = get(area, "governance-lead", "/work/").content
    sharing.exclude(
        by=area.viewer("key-worker"),
        person=area.person,
        account=area.account("governance-lead"),
        reason="A risk",
    )
    assert "They are asked." in told(area, "key-worker", PAGE, worker(area))
    (invitation,) = asked()
    assert marked(get(area, "governance-lead", "/work/").content) == marked(plain)
    accept = post(area, "governance-lead", f"/invitations/{invitation.pk}/accept/")
    assert accept.status_code == 404


def test_workers_to_choose_from_stand_by_agency_and_name(area: Northmere) -> None:
    said = page(area, "key-worker", PAGE)
    harbour = said.index("Harbour Youth: Tyrone Blake, Youth worker")
    assert harbour < said.index("Larkfield School: Kwame Owusu, Head of year")
