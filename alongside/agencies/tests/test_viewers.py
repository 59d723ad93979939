import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from alongside.accounts import proofs
from alongside.accounts.models import Account
from alongside.accounts.tests.factories import an_account
from alongside.accounts.viewer import Capacity, system
from alongside.agencies import services
from alongside.agencies.tests.factories import a_post
from alongside.agencies.viewers import come_as, is_as_self, viewer_of
from alongside.lib import clock

pytestmark = pytest.mark.django_db


def a_session(account: Account) -> SessionStore:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    request.session = SessionStore()
    proofs.sign_in(request, account, how="demo")
    assert get_user(request) == account
    return request.session


def test_somebody_without_a_post_is_here_as_a_person() -> None:
    account = an_account()
    viewer = viewer_of(account, session=a_session(account))
    assert (viewer.account, viewer.capacity, viewer.post) == (account.id, Capacity.PERSON, None)


def test_somebody_with_a_post_is_here_as_a_worker_of_its_agency() -> None:
    account = an_account()
    post = a_post(account.id)
    viewer = viewer_of(account, session=a_session(account))
    assert viewer.is_worker
    assert (viewer.post_id, viewer.agency_id) == (post.id, post.agency_id)


def test_an_ended_post_is_gone_at_the_next_request_of_the_same_session() -> None:
    account = an_account()
    post, session = a_post(account.id), a_session(account)
    assert viewer_of(account, session=session).is_worker
    services.end_post(by=system(), post=post.id, at=clock.now())
    assert not viewer_of(account, session=session).is_worker


def test_the_viewer_says_how_and_when_it_proved_itself() -> None:
    account, before = an_account(), clock.now()
    viewer = viewer_of(account, session=a_session(account))
    assert viewer.proof == "demo"
    assert viewer.proved_at is not None
    assert before <= viewer.proved_at


def test_a_session_without_a_proof_says_so() -> None:
    viewer = viewer_of(an_account(), session=SessionStore())
    assert (viewer.proof, viewer.proved_at) == ("", None)


def a_choice(account: Account, session: SessionStore, capacity: Capacity) -> str:
    """Be here as this; the key of the session after it."""
    session.save()
    come_as(capacity, by=viewer_of(account, session=session), session=session)
    return str(session.session_key)


def test_who_holds_a_post_can_be_here_as_themselves_and_in_it_again() -> None:
    account = an_account()
    post, session = a_post(account.id), a_session(account)
    a_choice(account, session, Capacity.PERSON)
    apart = viewer_of(account, session=session)
    assert (apart.capacity, apart.post, apart.agency_id) == (Capacity.PERSON, None, None)
    a_choice(account, session, Capacity.WORKER)
    assert viewer_of(account, session=session).post_id == post.id


def test_a_choice_ends_the_session_it_was_made_in() -> None:
    """A stream that was opened under the old key ends with it."""
    account = an_account()
    a_post(account.id)
    session = a_session(account)
    keys = [a_choice(account, session, to) for to in (Capacity.PERSON, Capacity.WORKER)]
    assert len({*keys}) == 2
    assert not SessionStore().exists(keys[0])
    assert a_choice(account, session, Capacity.WORKER) == keys[1]


def test_who_holds_no_post_has_nothing_to_choose() -> None:
    account = an_account()
    session = a_session(account)
    for capacity in (Capacity.PERSON, Capacity.WORKER, Capacity.SYSTEM):
        a_choice(account, session, capacity)
        assert not is_as_self(session)
        assert viewer_of(account, session=session).capacity is Capacity.PERSON
