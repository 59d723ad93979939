from collections.abc import Callable

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from alongside.accounts import routes
from alongside.accounts.tests.factories import as_person, as_worker
from alongside.accounts.viewer import Viewer, public, system
from alongside.lib import ids

NOBODY, HOUSE = public(), system()
PERSON, WORKER = as_person(ids.new()), as_worker(ids.new())
IN, SIGN_IN, NOT_FOUND = "in", "sign-in", "not found"


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


def asked(viewer: Viewer | None) -> HttpRequest:
    request = RequestFactory().get("/somewhere/?next=/elsewhere/")
    if viewer is not None:
        request.viewer = viewer  # type: ignore[attr-defined]  # as the middleware does
    return request


def outcome(view: routes.View, viewer: Viewer | None) -> str:
    try:
        response = view(asked(viewer))
    except Http404:
        return NOT_FOUND
    if response.status_code == 302:
        assert response.headers["Location"] == "/sign-in/"
        return SIGN_IN
    return IN


@pytest.mark.parametrize(
    ("declare", "policy", "nobody", "house", "person", "worker"),
    [
        (routes.public, "public", IN, IN, IN, IN),
        (routes.signed_in, "signed-in", SIGN_IN, SIGN_IN, IN, IN),
        (routes.worker, "worker", SIGN_IN, SIGN_IN, NOT_FOUND, IN),
    ],
)
def test_each_policy_lets_in_whom_it_names(
    declare: Callable[[routes.View], routes.View],
    policy: str,
    nobody: str,
    house: str,
    person: str,
    worker: str,
) -> None:
    view = declare(page)
    assert routes.policy_of(view) == policy
    assert outcome(view, NOBODY) == nobody
    assert outcome(view, HOUSE) == house
    assert outcome(view, PERSON) == person
    assert outcome(view, WORKER) == worker


def test_a_request_that_no_middleware_has_seen_is_signed_out() -> None:
    assert outcome(routes.signed_in(page), None) == SIGN_IN


def test_a_view_that_declares_nothing_has_no_policy() -> None:
    assert routes.policy_of(lambda request: HttpResponse()) is None
