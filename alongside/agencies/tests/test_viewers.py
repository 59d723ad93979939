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
from alongside.agencies.viewers import viewer_of
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
