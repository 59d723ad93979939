"""Reads that start at the policy. Lists, counts, search, streams and exports all begin here."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from alongside.accounts.viewer import Capacity, Viewer
from alongside.lib import clock
from alongside.people.models import Person
from alongside.sharing.lenses import AnyLens, KnownLens, during, where, where_people
from alongside.sharing.models import Exclusion, RecordItem
from alongside.sharing.rules import Action, Standing, Tie, decide
from alongside.sharing.standings import family_around, standing_of, standings, workers_around


def visible[M: RecordItem](
    model: type[M],
    *,
    by: Viewer,
    person: UUID | None = None,
    standing: Standing | None = None,
    action: Action = Action.READ,
) -> QuerySet[M]:
    """The rows of this table that the viewer may read (or correct, or review) right now.

    With `person`, only that person's, which costs the database far less; with `standing` too
    (from a look that was just made), the ties are not loaded again.
    """
    rows = model._default_manager.all()
    if person is None:
        return rows.filter(where(action, AnyLens(by, clock.now()), by=by, topic=model.topic))
    if standing is None:
        _, standing = standing_of(by=by, person=person, at=clock.now())
    asked = where(action, KnownLens(standing), by=by, topic=model.topic)
    return rows.filter(asked, person=person)


def workers_who_may(item: RecordItem, action: Action) -> frozenset[UUID]:
    """The accounts of the workers who may do this with an item right now. For no page."""
    return _who_may(item, action, workers_around(person=item.person_id, at=clock.now()))


def who_may(item: RecordItem, action: Action) -> frozenset[UUID]:
    """The same, with family and the person. To say truly who can read something now."""
    now, person = clock.now(), item.person_id
    around = [*workers_around(person=person, at=now), *family_around(person=person, at=now)]
    return _who_may(item, action, around)


def _who_may(item: RecordItem, action: Action, viewers: Sequence[Viewer]) -> frozenset[UUID]:
    stood = standings(person=item.person_id, viewers=viewers, at=clock.now())
    return frozenset(
        by.account
        for by, standing in stood.items()
        if by.account and decide(standing, item, action).allow
    )


def exclusions_of(person: UUID) -> QuerySet[Exclusion]:
    """Those that keep somebody from this person right now. For whoever may set them."""
    return Exclusion.objects.filter(during(clock.now()), person=person)


def exclusion(exclusion: UUID, *, person: UUID) -> Exclusion | None:
    """One exclusion about this person, in force or ended. For whoever may set them."""
    return Exclusion.objects.filter(pk=exclusion, person=person).first()


def own(*, by: Viewer) -> UUID | None:
    """The viewer's own journey, if they have one and are not here for an agency."""
    if by.account is None or by.capacity != Capacity.PERSON:
        return None
    return Person.objects.filter(account=by.account).values_list("pk", flat=True).first()


def people(*, by: Viewer, through: frozenset[Tie] = frozenset(Tie)) -> QuerySet[Person]:
    """The people whom this viewer may see right now, through any of these ties."""
    return Person.objects.filter(
        where_people(Action.SEE, AnyLens(by, clock.now(), outer="pk"), through=through)
    )
