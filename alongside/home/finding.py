"""The people whom a worker may see, by name, and those among them whom they look for.

Names are sealed, so they are sorted and searched in memory: the newest first, so many at a time.
Whoever reached the end of a stretch is told so, and can go on to older ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q

from alongside.accounts.viewer import Viewer
from alongside.home.queries import PersonLine
from alongside.people.queries import PersonLabel, labels
from alongside.sharing import queries as sharing
from alongside.sharing import services as looks
from alongside.sharing.rules import Tie
from alongside.vault import services as vault

# One page unseals 2,000 names in an eighth of a second, and 10,000 in less than one.
LISTED = 2_000
SEARCHED = 10_000

type Place = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """People by name. `more`: how many to ask for to see further; None at the end.

    `older`: a sealed place that the next stretch begins at, when this one could not hold them
    all; then `looked` is how many it held.
    """

    lines: Sequence[PersonLine]
    more: int | None
    older: str = ""
    looked: int = 0


def people_page(
    *, by: Viewer, through: frozenset[Tie], at_most: int, words: str = "", before: str = ""
) -> PeoplePage:
    """The people this viewer may see through these ties, and the event that their names were seen.

    With `words`, only those in whose name or number all of them stand; with `before`, only those
    older than where another stretch ended.
    """
    places, beyond = stretch(by=by, through=through, words=words, before=before)
    named = labels(person for _at, person in places)
    lines = sorted(
        (PersonLine(person, label) for person, label in named.items() if is_called(label, words)),
        key=lambda line: (line.label.name.casefold(), line.id),
    )
    shown = lines[:at_most]
    looks.listed(by=by, people=[line.id for line in shown], room="home")
    return PeoplePage(
        lines=shown,
        more=at_most + at_most if len(lines) > at_most else None,
        older=sealed(places[-1], by) if beyond else "",
        looked=len(places),
    )


def stretch(
    *, by: Viewer, through: frozenset[Tie], words: str, before: str
) -> tuple[list[Place], bool]:
    """The newest people, or the newest below a place; and whether there are older ones."""
    rows = sharing.people(by=by, through=through)
    if place := opened(before, by):
        at, person = place
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=person))
    most = SEARCHED if words.strip() else LISTED
    found = list(rows.order_by("-created_at", "-pk").values_list("created_at", "pk")[: most + 1])
    return found[:most], len(found) > most


def is_called(label: PersonLabel, words: str) -> bool:
    written = f"{label.name} {label.identifier}".casefold()
    return all(word in written for word in words.casefold().split())


def sealed(place: Place, by: Viewer) -> str:
    """A place that only this viewer can open: whoever stands there may not be on the page."""
    at, person = place
    return vault.seal_cursor(
        f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f} {person.hex}", bound_to=whose(by)
    )


def opened(token: str, by: Viewer) -> Place | None:
    """The place a token stands for; None (from the newest on) for one that is not this viewer's."""
    text = vault.open_cursor(token, bound_to=whose(by)) if token else None
    if text is None:
        return None
    at, person = text.split()
    return datetime.fromisoformat(at).replace(tzinfo=UTC), UUID(person)


def whose(by: Viewer) -> str:
    return f"people|{by.account}"


def named_too(*, by: Viewer, people: set[UUID], besides: Iterable[PersonLine] = ()) -> None:
    """The events of names that a page shows outside its list."""
    if unlisted := people - {line.id for line in besides}:
        looks.listed(by=by, people=unlisted, room="home")
