"""Loads what ties viewers to people: one query for one viewer, four for any number of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from alongside.accounts.viewer import Capacity, PostHeld, Viewer
from alongside.agencies import queries as agencies
from alongside.circles.models import Holding, Membership
from alongside.duty import queries as duty
from alongside.duty.models import Shift
from alongside.lib import ids
from alongside.people.models import Person
from alongside.sharing.lenses import during, exclusions, holdings, memberships
from alongside.sharing.models import Exclusion
from alongside.sharing.rules import Reach, Standing, Tie


class Place(NamedTuple):
    """A viewer's place in a circle, as far as a standing needs it."""

    is_key_worker: bool
    history_from: datetime | None
    reach: Reach


def standing_of(*, by: Viewer, person: UUID, at: datetime) -> tuple[Person | None, Standing]:
    """The person and what ties this viewer to them; no person and no ties where there is none."""
    here = OuterRef("pk")
    place = memberships(by, at).filter(person=here)
    held = holdings(by, at) if by.capacity == Capacity.WORKER else Holding.objects.none()
    row = (
        Person.objects.filter(pk=person)
        .annotate(
            # Null where there is no place; a place always says whether it is the key worker's.
            place_is_key_worker=Subquery(place.values("is_key_worker")[:1]),
            place_history_from=Subquery(place.values("history_from")[:1]),
            place_reach=Subquery(place.values("reach")[:1]),
            is_excluded=Exists(exclusions(by, at).filter(person=here)),
            is_on_duty=Exists(held.filter(person=here)),
        )
        .first()
    )
    if row is None:
        return None, Standing(account=by.account, agency=by.agency_id)
    key_worker = row.place_is_key_worker
    return row, _standing(
        by,
        is_self=by.account is not None and row.account_id == by.account,
        place=(
            Place(key_worker, row.place_history_from, Reach(row.place_reach))
            if key_worker is not None
            else None
        ),
        excluded=bool(row.is_excluded),
        on_duty=bool(row.is_on_duty),
    )


def standings(
    *, person: UUID, viewers: Iterable[Viewer], at: datetime
) -> Mapping[Viewer, Standing]:
    """What ties each of these viewers to one person. For the stream, which asks for everybody."""
    own = Person.objects.filter(pk=person).values_list("account_id", flat=True).first()
    members = list(
        Membership.objects.filter(during(at), person=person).only(
            "account_id", "post_id", "is_key_worker", "history_from", "reach", "frozen_at"
        )
    )
    places: dict[tuple[UUID, UUID | None], Place] = {
        (one.account_id, one.post_id): Place(one.is_key_worker, one.history_from, Reach(one.reach))
        for one in members
        if one.frozen_at is None
    }
    # See lenses.holdings.
    close = {own, *(one.account_id for one in members if one.post_id is None)}
    excluded = set(
        Exclusion.objects.filter(during(at), person=person).values_list("account", flat=True)
    )
    on_duty = set(
        Shift.objects.filter(
            duty.running(at),
            team__in=Holding.objects.filter(during(at), person=person).values("team"),
        ).values_list("account_id", "post_id")
    )
    return {
        viewer: _standing(
            viewer,
            is_self=own is not None and own == viewer.account,
            place=places.get((viewer.account, viewer.post_id)) if viewer.account else None,
            excluded=viewer.account in excluded,
            on_duty=(viewer.account, viewer.post_id) in on_duty and viewer.account not in close,
        )
        for viewer in viewers
    }


def workers_around(*, person: UUID, at: datetime) -> Sequence[Viewer]:
    """The workers whom something ties to one person, each in the post that they act in."""
    members = Membership.objects.filter(during(at), person=person, post__isnull=False)
    holding = Holding.objects.filter(during(at), person=person).values("team")
    accounts = {
        *members.values_list("account_id", flat=True),
        *Shift.objects.filter(duty.running(at), team__in=holding).values_list(
            "account_id", flat=True
        ),
    }
    held = agencies.posts_held(accounts, at)
    return [worker(account, held[account]) for account in sorted(held)]


def family_around(*, person: UUID, at: datetime) -> Sequence[Viewer]:
    """The person, and who is in the circle without a post, each as themselves."""
    members = Membership.objects.filter(during(at), person=person, post=None)
    accounts = {
        *members.values_list("account_id", flat=True),
        *Person.objects.filter(pk=person, account__isnull=False).values_list(
            "account_id", flat=True
        ),
    }
    return [
        Viewer(account, Capacity.PERSON, None, "", None, ids.new()) for account in sorted(accounts)
    ]


def worker(account: UUID, post: PostHeld) -> Viewer:
    """Somebody who is asked about and is not here: nothing proves them, so nothing is shown."""
    return Viewer(account, Capacity.WORKER, post, "", None, ids.new())


def _standing(
    viewer: Viewer, *, is_self: bool, place: Place | None, excluded: bool, on_duty: bool
) -> Standing:
    ties = set()
    if viewer.capacity == Capacity.PERSON:
        ties |= {Tie.SELF} if is_self else set()
        ties |= {Tie.FAMILY} if place else set()
    if viewer.capacity == Capacity.WORKER:
        ties |= {Tie.CIRCLE_WORKER} if place else set()
        ties |= {Tie.TEAM_ON_DUTY} if on_duty else set()
    return Standing(
        account=viewer.account,
        agency=viewer.agency_id,
        ties=frozenset(ties),
        excluded=excluded,
        key_worker=bool(place and place.is_key_worker),
        history_from=place.history_from if place else None,
        reach=place.reach if place else Reach.NOTHING,
    )
