"""Paired worlds: with and without one hidden thing, nobody it is hidden from can tell which.

Every answer to one and the same script is compared byte for byte: pages, filters, search, loading
further, redirects, what a form says, guesses at ids, the access log and the open stream.
"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet

from alongside.journey import queries as journey
from alongside.journey.kinds import Kind
from alongside.journey.models import Entry
from alongside.sharing import access_log, changes
from tests.harness.proving import PROVING, SEED, figure
from tests.northmere import Northmere, for_a_module
from tests.worlds.hidden import KINDS, Hidden
from tests.worlds.pairs import both_worlds, compare, shortest
from tests.worlds.planned import PLANS
from tests.worlds.scripts import Script, drawn
from tests.worlds.told import VIEWS
from tests.worlds.watched import ACCESS

pytestmark = pytest.mark.prove

# Enough to notice anything that one may see.
RECORD = "/people/{person}/"
TELLING = (
    *("/me/", "/work/people/", "/passkeys/", RECORD, f"{RECORD}timeline/", f"{RECORD}add/"),
    *(f"{RECORD}circle/", f"{RECORD}access/", f"{RECORD}plan/", f"{RECORD}add/visit/"),
)
NOTHING_BUT_THE_END = Script(b"", (), 0, TELLING)
EVERYTHING = (*KINDS, *VIEWS, *PLANS, *ACCESS)


@pytest.fixture(scope="module")
def area(django_db_setup: object, django_db_blocker: Any) -> Iterator[Northmere]:
    with for_a_module(django_db_blocker), both_worlds() as made:
        yield made


def chosen(hidden: Hidden) -> list[str]:
    """One of those it is hidden from; under make prove every fourth, others on each database and
    for each thing, so that everybody has their turn."""
    everybody, half = hidden.hidden_from, int(connection.vendor == "postgresql")
    number = EVERYTHING.index(hidden)
    turn = (5 * number + half) % len(everybody)
    return everybody[(2 * number + half) % 4 :: 4] if PROVING else everybody[turn : turn + 1]


@pytest.mark.parametrize("hidden", EVERYTHING, ids=lambda hidden: hidden.name)
def test_what_is_hidden_leaves_no_trace(area: Northmere, hidden: Hidden) -> None:
    scripts = answers = octets = 0
    for actor in chosen(hidden):
        script = drawn(f"{SEED}|{hidden.name}|{actor}".encode())
        compared = compare(area, hidden, actor, script)
        if compared.parting:
            steps = [step.act for step in shortest(area, hidden, actor, script).steps]
            pytest.fail(f"{actor} can tell, after {steps}:\n{compared.parting}")
        scripts, answers = scripts + 1, answers + compared.answers
        octets += compared.octets
    what = f"scripts: {answers:,} answers, {octets:,} bytes, 0 differ"
    figure(f"paired worlds: {hidden.name}", scripts, what, aim="200 scripts in all")


@pytest.mark.parametrize("hidden", [h for h in EVERYTHING if h.noticed_by], ids=lambda h: h.name)
def test_the_comparison_finds_what_somebody_may_see(area: Northmere, hidden: Hidden) -> None:
    """Else it would prove nothing: for somebody who may see the thing, the worlds do differ."""
    assert compare(area, hidden, hidden.noticed_by, NOTHING_BUT_THE_END).parting


def everything_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log that tells of looks at entries which its reader may not see."""
    monkeypatch.setattr(access_log, "may_be_told", lambda event, readable: True)


def everybody_hears(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that tells of changes to what its listener may not see."""
    monkeypatch.setattr(changes, "may_hear", lambda standing, event, items: True)


def filters_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """A choice of kinds and agencies that is made from all entries, seen or not."""
    chosen = journey.choices_of

    def choices_of(mine: QuerySet[Entry]) -> list[tuple[UUID | None, str, Kind]]:
        people = mine.order_by().values("person")
        return chosen(Entry.objects.filter(person__in=people))

    monkeypatch.setattr(journey, "choices_of", choices_of)


@pytest.mark.parametrize("leak", [everything_told, everybody_hears, filters_of_all])
def test_the_comparison_finds_a_leak_that_somebody_built_in(
    area: Northmere, monkeypatch: pytest.MonkeyPatch, leak: Callable[[pytest.MonkeyPatch], None]
) -> None:
    """Small ones: no name and no word of what is hidden, only that there is something."""
    hidden = next(kind for kind in KINDS if kind.name == "what another database brought in")
    leak(monkeypatch)
    assert compare(area, hidden, "young-person", NOTHING_BUT_THE_END).parting
