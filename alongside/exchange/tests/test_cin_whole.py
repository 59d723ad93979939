"""All of a batch or nothing of it, whatever the file and whatever happens."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.accounts.viewer import system
from alongside.agencies.models import Team
from alongside.audit import services as audit
from alongside.duty.tests.factories import make_team, make_worker
from alongside.exchange.cin import batch, parse, story
from alongside.exchange.cin.load import WrongTeam, load_cin
from alongside.exchange.cin.loading import Overtaken
from alongside.exchange.cin.record import RefusedFile
from alongside.exchange.models import Load
from alongside.exchange.tests.factories import (
    child,
    message,
)
from alongside.exchange.tests.loads import CLOSED, episode, figures, load, person, stored
from alongside.exchange.tests.test_cin_hostile import mutated
from alongside.journey.models import Entry, EntryVersion
from alongside.people.models import Person
from alongside.sharing import services as sharing
from tests.harness.proving import count

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "file",
    [
        b"",
        message(child())[:-20],
        b"<!DOCTYPE Message [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>" + message(child("&x;")),
        message(child()).replace(b"<Collection>CIN", b"<Collection>SWF"),
    ],
)
def test_of_a_refused_file_nothing_is_written(team: Team, file: bytes) -> None:
    before = stored()
    with pytest.raises(RefusedFile):
        load_cin(by=system(), agency=team.agency, team=team, file=file)
    assert stored() == before
    assert Load.objects.count() == 0


def test_only_the_system_loads(team: Team) -> None:
    with pytest.raises(sharing.Refused):
        load_cin(by=make_worker(), agency=team.agency, team=team, file=message(child()))
    assert (Person.objects.count(), Load.objects.count()) == (0, 0)


def test_the_team_is_one_of_the_agency(team: Team) -> None:
    other = make_team("Children", agency="southmere")
    with pytest.raises(WrongTeam):
        load_cin(by=system(), agency=team.agency, team=other, file=message(child()))


def test_a_load_that_is_stopped_goes_on_where_it_was(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alongside.exchange.cin.load.IN_ONE_GO", 1)

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    file = message(*(child(f"LA{number}") for number in range(4)))
    with pytest.raises(KeyboardInterrupt):
        load_cin(by=system(), agency=team.agency, team=team, file=file, progress=stop)
    assert Person.objects.count() == 2
    assert Load.objects.get().finished_at is None
    assert figures(load(team, file=file)) == (2, 0, 2, 0, 0)


def test_a_batch_that_fails_leaves_nothing_of_itself(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(team, child("A"))
    before = stored()

    def fail(*_: object) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr(batch, "stay", fail)
    with pytest.raises(OSError, match="disk"):
        load(team, child("A", episode(CLOSED.format("RC7"))), child("B"))
    assert stored() == before


def test_a_load_that_was_overtaken_stops(team: Team) -> None:
    def overtake(done: int, total: int) -> None:
        if done == total:
            return
        load(team, child("Z"))

    children = [child(f"LA{number}") for number in range(60)]
    with pytest.raises(Overtaken):
        load_cin(
            by=system(), agency=team.agency, team=team, file=message(*children), progress=overtake
        )
    assert Person.objects.count() == 51


class _Undo(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """Leave the database as it was before."""
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass


@pytest.mark.prove
@settings(max_examples=count(15, prove=1_000))
@given(mutated())
def test_no_mutation_of_a_good_file_is_ever_half_loaded(file: bytes) -> None:
    with undone():
        team = make_team("Family Help")
        before = stored()
        try:
            first = load(team, file=file)
        except RefusedFile:
            assert stored() == before
        else:
            after = stored()
            assert after["Person"] - before["Person"] == first.new_people == first.loaded
            assert after["Entry"] - before["Entry"] == first.new
            again = load(team, file=file)
            assert figures(again) == (0, 0, first.new, 0, 0)
            assert stored() == after


@st.composite
def returns(draw: st.DrawFn) -> list[str]:
    """A few children with a few things each; drawn again, much is the same and some is not."""
    day = st.sampled_from(["2021-05-01", "2021-06-01", "2021-07-01"])
    code = st.sampled_from(["RC7", "RC8", "?"])
    plan = st.builds(
        "<CINPlanDates><CINPlanStartDate>{}</CINPlanStartDate></CINPlanDates>".format, day
    )
    held = st.builds("<DateOfInitialCPC>{}</DateOfInitialCPC>".format, day)
    closed = st.builds(CLOSED.format, code)
    referred = st.builds("<CINreferralDate>{}</CINreferralDate>".format, day)
    parts = st.lists(st.one_of(plan, held, closed, referred), max_size=4)
    bodies = st.builds(lambda found: f"<CINdetails>{''.join(found)}</CINdetails>", parts)
    local_ids = st.sets(st.sampled_from(["A", "B", "C"]), min_size=1)
    sexes = st.sampled_from(["", "<Sex>F</Sex>", "<Sex>U</Sex>"])
    return [child(found, draw(bodies), who=draw(sexes)) for found in sorted(draw(local_ids))]


@pytest.mark.prove
@settings(max_examples=count(15, prove=200))
@given(st.lists(returns(), min_size=1, max_size=5))
def test_after_any_row_of_files_the_journeys_say_what_the_last_one_says(
    files: list[list[str]],
) -> None:
    with undone():
        team = make_team("Family Help")
        for children in files:
            before = versions()
            report = load(team, *children)
            file = parse.read(message(*children))
            now = Counter(Entry.objects.filter(gone_at=None).values_list("person", "kind"))
            assert now == Counter(
                (person(told.local_id).pk, item.kind.value)
                for told in file.children
                for item in story.tell(told, reference_date=file.header.reference_date).items
            )
            assert before.items() <= versions().items()
            unchanged = now.total() - report.new - report.changed - report.back
            assert report.unchanged == unchanged
            after = stored()
            assert figures(load(team, *children)) == (0, 0, now.total(), 0, 0)
            assert stored() == after
        assert audit.verify().ok


def versions() -> dict[UUID, bytes]:
    """Every version there is, as it is sealed: no load may lose or change one."""
    return {
        found: bytes(sealed) for found, sealed in EntryVersion.objects.values_list("pk", "sealed")
    }
