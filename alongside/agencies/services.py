"""Writes: agencies and teams are made by the house; posts begin and end, and are never deleted."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.accounts.services import house_only
from alongside.accounts.viewer import Viewer
from alongside.agencies.models import Agency, AgencyKind, Post, Team


class PostAlreadyEnded(ValueError):
    """The post has ended, and its end does not move."""


@transaction.atomic
def create_agency(*, by: Viewer, slug: str, name: str, kind: AgencyKind) -> Agency:
    house_only(by)
    return Agency.objects.create(slug=slug, name=name, kind=kind)


@transaction.atomic
def create_team(*, by: Viewer, agency: UUID, name: str) -> Team:
    house_only(by)
    return Team.objects.create(agency_id=agency, name=name)


@transaction.atomic
def appoint(*, by: Viewer, account: UUID, team: UUID, role: str, since: datetime) -> Post:
    """Give an account a post in a team. The agency follows from the team."""
    house_only(by)
    held_in = Team.objects.get(id=team)
    return Post.objects.create(
        account_id=account, team=held_in, agency_id=held_in.agency_id, role=role, since=since
    )


@transaction.atomic
def end_post(*, by: Viewer, post: UUID, at: datetime) -> Post:
    """From `at` on the post opens nothing: standing is read at the moment of every decision."""
    house_only(by)
    held = Post.objects.select_for_update().get(id=post)
    if held.until is not None:
        raise PostAlreadyEnded("This post has ended already.")
    held.until = max(at, held.since)
    held.save(update_fields=["until"])
    return held
