"""Paired worlds: with and without one hidden thing, nobody it is hidden from can tell which.

Every answer to one and the same script is compared byte for byte: pages, filters, search, loading
further, redirects, what a form says, guesses at ids, the access log and the open stream.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.harness.proving import PROVING, SEED, figure
from tests.northmere import Northmere, for_a_module
from tests.worlds.hidden import KINDS, Hidden
from tests.worlds.pairs import both_worlds, compare, shortest
from tests.worlds.scripts import Script, drawn

pytestmark = pytest.mark.prove

NAMES = [hidden.name for hidden in KINDS]


@pytest.fixture(scope="module")
def area(django_db_setup: object, django_db_blocker: Any) -> Iterator[Northmere]:
    with for_a_module(django_db_blocker), both_worlds() as made:
        yield made


def chosen(hidden: Hidden) -> list[str]:
    """Everybody it is hidden from under make prove; one of them, another each time, in make test."""
    everybody = hidden.hidden_from
    turn = 5 * KINDS.index(hidden) % len(everybody)
    return everybody if PROVING else everybody[turn : turn + 1]


@pytest.mark.parametrize("hidden", KINDS, ids=NAMES)
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
    figure(f"paired worlds: {hidden.name}", scripts, what, aim="100 scripts in all")


@pytest.mark.parametrize("hidden", [h for h in KINDS if h.noticed_by], ids=lambda h: h.name)
def test_the_comparison_finds_what_somebody_may_see(area: Northmere, hidden: Hidden) -> None:
    """Else it would prove nothing: for somebody who may see the thing, the worlds do differ."""
    nothing_but_the_end = Script(b"", (), 0)
    assert compare(area, hidden, hidden.noticed_by, nothing_but_the_end).parting
