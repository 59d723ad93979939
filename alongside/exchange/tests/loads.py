"""Loads for tests, and what came of them."""

from alongside.accounts.viewer import Viewer, system
from alongside.agencies.models import Team
from alongside.audit.models import AccessEvent
from alongside.circles.models import Holding
from alongside.exchange.cin import parse
from alongside.exchange.cin.load import load_cin
from alongside.exchange.cin.report import Report
from alongside.exchange.models import LoadedItem
from alongside.exchange.tests.factories import (
    REFERRED,
    header,
    message,
)
from alongside.journey import services as journey
from alongside.journey.models import Entry, EntryVersion
from alongside.lib import ids
from alongside.live.models import Event
from alongside.people.models import Identifier, Person
from alongside.people.tests.factories import find_person
from alongside.sharing import queries as sharing_queries
from alongside.vault import services as vault

LATER = header(as_at="2023-03-31", year="2023", made="2023-05-01T10:00:00")
GOOD_UPN = "D201200020001"
CLOSED = "<CINclosureDate>2021-09-01</CINclosureDate><ReasonForClosure>{}</ReasonForClosure>"
BORN = "<PersonBirthDate>{}</PersonBirthDate><Sex>{}</Sex>"


def load(
    team: Team, *children: str, head: str | None = None, file: parse.Source | None = None
) -> Report:
    return load_cin(
        by=system(),
        agency=team.agency,
        team=team,
        file=message(*children, head=head) if file is None else file,
    )


def figures(report: Report) -> tuple[int, int, int, int, int]:
    return report.new, report.changed, report.unchanged, report.gone, report.back


def person(local_id: str = "LA1", *, agency: str = "northmere") -> Person:
    found = find_person(f"la-child-id:{agency}", local_id)
    assert found is not None
    return found


def entries(local_id: str = "LA1") -> list[Entry]:
    """In the order in which things happened; on one day, a referral first and an ending last."""
    rows = Entry.objects.filter(person=person(local_id)).select_related("latest")
    return list(rows.order_by("happened_at"))


def said(entry: Entry) -> tuple[str, dict[str, str]]:
    assert entry.latest is not None
    contents = entry.latest.contents
    return contents.title, dict(contents.details)


def stored() -> dict[str, int]:
    """How many rows of everything there are: versions and access events tell of every change."""
    tables = [Person, Identifier, Entry, EntryVersion, Holding, LoadedItem, AccessEvent, Event]
    return {table.__name__: table.objects.count() for table in tables}  # type: ignore[attr-defined]


def episode(more: str = "") -> str:
    return f"<CINdetails>{REFERRED}{more}</CINdetails>"


def seen(viewer: Viewer, robyn: Person) -> int:
    return sharing_queries.visible(Entry, by=viewer, person=robyn.pk).count()


def open_up(by: Viewer, robyn: Person) -> None:
    rows = Entry.objects.filter(person=robyn).values_list("pk", flat=True)
    journey.release(
        by=by, person=robyn.pk, entries=list(rows), operation=ids.new(), digest=vault.mac("form")
    )
