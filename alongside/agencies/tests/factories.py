"""Agencies, teams and posts for tests."""

from datetime import datetime, timedelta
from uuid import UUID

from alongside.accounts.viewer import system
from alongside.agencies import services
from alongside.agencies.models import Agency, AgencyKind, Post, Team
from alongside.lib import clock, ids


def an_agency(name: str = "Northmere Council", kind: AgencyKind = AgencyKind.COUNCIL) -> Agency:
    return services.create_agency(by=system(), slug=f"agency-{ids.new()}", name=name, kind=kind)


def a_team(agency: Agency | None = None, name: str = "Family Help") -> Team:
    return services.create_team(by=system(), agency=(agency or an_agency()).id, name=name)


def a_post(
    account: UUID,
    team: Team | None = None,
    role: str = "Social worker",
    since: datetime | None = None,
) -> Post:
    started = since or clock.now() - timedelta(days=1)
    held_in = team or a_team()
    return services.appoint(by=system(), account=account, team=held_in.id, role=role, since=started)
