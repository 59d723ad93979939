"""Loads what ties viewers to people: one query for one viewer, four for any number of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from alongside.accounts.viewer import Capacity, Viewer
from alongside.circles.models import Holding, Membership
from alongside.duty import queries as duty
from alongside.duty.models import Shift
from alongside.people.models import Person
from alongside.sharing.lenses import AnyLens, Part, during, memberships
from alongside.sharing.models import Exclusion
from alongside.sharing.rules import Standing, Tie


def standing_of(*, by: Viewer, person: UUID, at: datetime) -> tuple[Person | None, Standing]:
    """The person and what ties this viewer to them; no person and no ties where there is none."""
    lens = AnyLens(by, at, outer="pk")
    parts: dict[str, Part] = {f"tie_{tie.name.lower()}": lens.tied(tie) for tie in Tie}
    parts |= {"is_excluded": lens.excluded(), "is_key_worker": lens.key_worker()}
    mine = memberships(by, at).filter(person=OuterRef("pk"))
    row = (
        Person.objects.filter(pk=person)
        .annotate(
            **{name: part for name, part in parts.items() if isinstance(part, Q)},
            history_from=Subquery(mine.values("history_from")[:1]),
        )
        .first()
    )
    if row is None:
        return None, Standing(account=by.account, agency=by.agency_id)
    facts = parts | vars(row)
    return row, Standing(
        account=by.account,
        agency=by.agency_id,
        ties=frozenset(tie for tie in Tie if facts[f"tie_{tie.name.lower()}"]),
        excluded=bool(facts["is_excluded"]),
        key_worker=bool(facts["is_key_worker"]),
        history_from=facts["history_from"],
    )


def standings(
    *, person: UUID, viewers: Iterable[Viewer], at: datetime
) -> Mapping[Viewer, Standing]:
    """What ties each of these viewers to one person. For the stream, which asks for everybody."""
    own = Person.objects.filter(pk=person).values_list("account_id", flat=True).first()
    places = {
        (place.account_id, place.post_id): place
        for place in Membership.objects.filter(during(at), person=person)
    }
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
            on_duty=(viewer.account, viewer.post_id) in on_duty,
        )
        for viewer in viewers
    }


def _standing(
    viewer: Viewer, *, is_self: bool, place: Membership | None, excluded: bool, on_duty: bool
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
    )
