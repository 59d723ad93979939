from alongside.accounts.tests.factories import as_person, as_worker
from alongside.accounts.viewer import public, system
from alongside.lib import ids


def test_nobody_is_signed_in_without_an_account() -> None:
    assert not public().is_signed_in
    assert not system().is_signed_in


def test_the_house_is_no_worker() -> None:
    assert not system().is_worker


def test_a_worker_shows_the_post_agency_and_team_it_holds() -> None:
    viewer = as_worker(ids.new())
    assert viewer.post is not None
    assert viewer.is_worker
    assert viewer.post_id == viewer.post.id
    assert viewer.agency_id == viewer.post.agency
    assert viewer.team_id == viewer.post.team


def test_a_person_holds_no_post() -> None:
    viewer = as_person(ids.new())
    assert viewer.is_signed_in
    assert (viewer.is_worker, viewer.post_id, viewer.agency_id, viewer.team_id) == (
        False,
        None,
        None,
        None,
    )


def test_every_request_has_its_own_id() -> None:
    assert public().request != public().request
