from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from alongside.accounts.services import NotAllowed
from alongside.accounts.tests.factories import an_account, as_worker
from alongside.accounts.viewer import Viewer, system
from alongside.agencies import services
from alongside.agencies.models import Agency, AgencyKind, Post, Team
from alongside.agencies.tests.factories import a_post, a_team, an_agency
from alongside.lib import clock, ids

pytestmark = pytest.mark.django_db

WORKER = as_worker(ids.new())


def test_a_posts_agency_is_its_teams_agency() -> None:
    team = a_team()
    assert a_post(an_account().id, team).agency_id == team.agency_id


def test_a_post_ends_once_and_its_end_does_not_move() -> None:
    post, at = a_post(an_account().id), clock.now()
    assert services.end_post(by=system(), post=post.id, at=at).until == at
    with pytest.raises(services.PostAlreadyEnded):
        services.end_post(by=system(), post=post.id, at=at + timedelta(days=9))
    assert Post.objects.get(id=post.id).until == at


def test_a_post_that_had_not_begun_ends_where_it_would_have_begun() -> None:
    begins = clock.now() + timedelta(days=7)
    post = a_post(an_account().id, since=begins)
    assert services.end_post(by=system(), post=post.id, at=clock.now()).until == begins


def test_two_agencies_cannot_share_an_address() -> None:
    kind = AgencyKind.SCHOOL
    services.create_agency(by=system(), slug="larkfield", name="Larkfield", kind=kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        services.create_agency(by=system(), slug="larkfield", name="Other", kind=kind)


def test_a_team_is_named_once_in_an_agency_and_freely_elsewhere() -> None:
    agency = an_agency()
    a_team(agency, "Night")
    a_team(an_agency(), "Night")
    with pytest.raises(IntegrityError), transaction.atomic():
        a_team(agency, "Night")


@pytest.mark.parametrize(
    "write",
    [
        lambda by, agency, team, post: services.create_agency(
            by=by, slug="new", name="New", kind=AgencyKind.OTHER
        ),
        lambda by, agency, team, post: services.create_team(by=by, agency=agency.id, name="New"),
        lambda by, agency, team, post: services.appoint(
            by=by, account=post.account_id, team=team.id, role="Chief", since=clock.now()
        ),
        lambda by, agency, team, post: services.end_post(by=by, post=post.id, at=clock.now()),
    ],
)
def test_only_the_house_makes_agencies_teams_and_posts(
    write: Callable[[Viewer, Agency, Team, Post], object],
) -> None:
    team = a_team()
    post = a_post(an_account().id, team)
    with pytest.raises(NotAllowed):
        write(WORKER, team.agency, team, post)
    assert (Agency.objects.count(), Team.objects.count(), Post.objects.count()) == (1, 1, 1)
    assert Post.objects.get().until is None
