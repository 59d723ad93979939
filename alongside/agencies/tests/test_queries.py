from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alongside.accounts.tests.factories import an_account
from alongside.accounts.viewer import PostHeld, system
from alongside.agencies import queries, services
from alongside.agencies.queries import PostLabel
from alongside.agencies.tests.factories import a_post, a_team, an_agency
from alongside.lib import ids

pytestmark = pytest.mark.django_db

SINCE = datetime(2026, 3, 2, 9, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=30)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("at", "holds"),
    [(SINCE - MOMENT, False), (SINCE, True), (UNTIL - MOMENT, True), (UNTIL, False)],
)
def test_a_post_is_held_from_its_beginning_until_just_before_its_end(
    *, at: datetime, holds: bool
) -> None:
    account = an_account().id
    post = a_post(account, since=SINCE)
    services.end_post(by=system(), post=post.id, at=UNTIL)
    expected = PostHeld(id=post.id, agency=post.agency_id, team=post.team_id, role=post.role)
    assert queries.post_held(account, at) == (expected if holds else None)


def test_of_several_posts_the_longest_held_counts() -> None:
    account = an_account().id
    a_post(account, role="Second", since=SINCE + timedelta(days=1))
    first = a_post(account, role="First", since=SINCE)
    held = queries.post_held(account, UNTIL)
    assert held is not None
    assert held.id == first.id


def test_somebody_elses_post_is_not_mine() -> None:
    a_post(an_account().id, since=SINCE)
    assert queries.post_held(an_account().id, UNTIL) is None


def test_labels_of_many_posts_cost_one_query(
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    team = a_team(an_agency("Quayside Homes"), "Tenancies")
    posts = [a_post(an_account().id, team, role=f"Role {number}") for number in range(3)]
    with django_assert_num_queries(1):
        labels = queries.posts([post.id for post in posts] + [ids.new()])
    assert labels == {
        post.id: PostLabel(role=post.role, team="Tenancies", agency="Quayside Homes")
        for post in posts
    }


def test_an_ended_post_keeps_its_label() -> None:
    post = a_post(an_account().id, since=SINCE)
    services.end_post(by=system(), post=post.id, at=UNTIL)
    assert queries.posts([post.id])[post.id].role == post.role


def test_names_of_agencies_come_by_id() -> None:
    agency = an_agency("Harbour Youth")
    assert queries.agency_names([agency.id, ids.new()]) == {agency.id: "Harbour Youth"}


def test_an_agency_is_found_by_its_slug() -> None:
    agency = an_agency()
    assert queries.by_slug(agency.slug) == agency
    assert queries.by_slug("nowhere") is None
