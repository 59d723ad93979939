"""What a return becomes on people's journeys, the first time and each time after."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings

from alongside.accounts.tests.factories import everything_stored
from alongside.accounts.viewer import Viewer, system
from alongside.agencies.models import Agency, Team
from alongside.audit import services as audit
from alongside.audit.models import AccessEvent
from alongside.circles import services as circles
from alongside.circles.models import Holding
from alongside.circles.tests.factories import join
from alongside.duty.tests.factories import make_shift, make_team, make_worker
from alongside.exchange.cin import batch, parse
from alongside.exchange.cin.load import WrongTeam, load_cin
from alongside.exchange.cin.loading import Overtaken
from alongside.exchange.cin.record import RefusedFile
from alongside.exchange.cin.report import Report
from alongside.exchange.models import Load, LoadedItem
from alongside.exchange.tests.factories import (
    EPISODE,
    NEWER,
    OLDER,
    REFERRED,
    SAMPLES,
    child,
    header,
    message,
)
from alongside.exchange.tests.test_cin_hostile import mutated
from alongside.journey import services as journey
from alongside.journey.models import Entry, EntryVersion
from alongside.lib import clock, ids
from alongside.live.models import Event
from alongside.people import queries as people_now
from alongside.people import services as people
from alongside.people.models import Identifier, Identity, Person
from alongside.sharing import queries as sharing_queries
from alongside.sharing import services as sharing
from alongside.sharing.rules import Audience
from alongside.vault import services as vault
from tests.harness.proving import count

pytestmark = pytest.mark.django_db

LATER = header(as_at="2023-03-31", year="2023", made="2023-05-01T10:00:00")
GOOD_UPN = "D201200020001"


@pytest.fixture
def team() -> Team:
    return make_team("Family Help")


def load(team: Team, *children: str, head: str | None = None, file: parse.Source = b"") -> Report:
    return load_cin(
        by=system(), agency=team.agency, team=team, file=file or message(*children, head=head)
    )


def figures(report: Report) -> tuple[int, int, int, int, int]:
    return report.new, report.changed, report.unchanged, report.gone, report.back


def person(local_id: str = "LA1", *, agency: str = "northmere") -> Person:
    found = people_now.by_identifier(f"la-child-id:{agency}", local_id)
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
    """How many rows of everything there are, and how often each was changed."""
    tables = [Person, Identifier, Entry, EntryVersion, Holding, LoadedItem, AccessEvent, Event]
    return {table.__name__: table.objects.count() for table in tables}  # type: ignore[attr-defined]


CLOSED = "<CINclosureDate>2021-09-01</CINclosureDate><ReasonForClosure>{}</ReasonForClosure>"


def episode(more: str = "") -> str:
    return f"<CINdetails>{REFERRED}{more}</CINdetails>"


# The first time


def test_the_whole_older_file_comes_in(team: Team) -> None:
    report = load(team, file=OLDER)
    assert (report.loaded, report.new_people, report.refused) == (332, 332, [])
    assert figures(report) == (1336, 0, 0, 0, 0)
    assert Person.objects.count() == Holding.objects.filter(team=team, until=None).count() == 332
    assert Counter(Entry.objects.values_list("kind", flat=True)) == {
        "referral": 402,
        "conference": 350,
        "decision": 252,
        "note": 332,
    }
    assert EntryVersion.objects.count() == 1336


def test_the_whole_newer_file_comes_in(team: Team) -> None:
    report = load(team, file=NEWER)
    assert (report.loaded, report.new) == (2, 15)
    assert report.not_read[0].what == "text inside Child/ChildIdentifiers"
    assert report.later_than_as_at == 4
    titles = [said(entry)[0] for entry in entries("DfEX0000001")]
    assert titles.count("First child protection conference") == 2


def test_a_child_is_a_person_without_a_name_who_shows_by_the_local_identifier(team: Team) -> None:
    load(
        team,
        child(who="<PersonBirthDate>2010-05-01</PersonBirthDate><GenderCurrent>2</GenderCurrent>"),
    )
    robyn = person()
    assert robyn.identity == Identity(born=date(2010, 5, 1), sex="F")
    assert people_now.display_name(robyn) == "Local identifier LA1"


def test_an_entry_has_its_date_its_source_and_the_day_it_speaks_of(team: Team) -> None:
    load(team, child())
    (referral,) = entries()
    assert (referral.kind, referral.imported, referral.author) == ("referral", True, None)
    assert referral.agency == team.agency_id
    assert referral.audience == Audience.AGENCY
    assert referral.happened_at.date() == date(2021, 4, 6)
    assert referral.source == f"Children in need census 2021-22, {team.agency.name}"
    assert referral.source_as_at == date(2022, 3, 31)
    title, details = said(referral)
    assert title == "Referral received"
    assert details["Who got in touch"] == "School (2A)"


def test_every_write_has_its_access_event_and_the_chains_hold(team: Team) -> None:
    load(team, child("A"), child("B", episode(CLOSED.format("RC7"))))
    written = Counter(AccessEvent.objects.values_list("person", "room", "kind", "action", "rule"))
    a, b = person("A").pk, person("B").pk
    assert written == {
        (a, "exchange", "people.person", "add", "imported"): 1,
        (a, "exchange", "circles.holding", "change-circle", "imported"): 1,
        (a, "journey", "journey.entry", "add", "imported"): 1,
        (b, "exchange", "people.person", "add", "imported"): 1,
        (b, "exchange", "circles.holding", "change-circle", "imported"): 1,
        (b, "journey", "journey.entry", "add", "imported"): 2,
    }
    assert set(AccessEvent.objects.values_list("capacity", "account")) == {("system", None)}
    assert audit.verify().ok


def test_a_good_pupil_number_is_an_identifier_and_a_mistyped_one_stays_in_the_note(
    team: Team,
) -> None:
    report = load(
        team,
        child("A", who=f"<UPN>{GOOD_UPN}</UPN>"),
        child("B", who="<UPN>A123456789123</UPN>"),
    )
    assert people_now.by_identifier("upn", GOOD_UPN) == person("A")
    assert [found.system for found in people_now.identifiers_of(person("B").pk)] == [
        "la-child-id:northmere"
    ]
    assert said(entries("B")[-1])[1]["Pupil number (UPN)"] == "A123456789123"
    assert report.upns_not_used == 1


def test_a_pupil_number_at_two_children_is_nobodys(team: Team) -> None:
    upn = f"<UPN>{GOOD_UPN}</UPN>"
    report = load(team, child("A", who=upn), child("B", who=upn))
    assert people_now.by_identifier("upn", GOOD_UPN) is None
    assert report.upns_not_used == 2


def test_a_pupil_number_known_elsewhere_is_left_there_and_not_told(team: Team) -> None:
    other = make_team("Children", agency="southmere")
    load(other, child("X", who=f"<UPN>{GOOD_UPN}</UPN>"))
    report = load(team, child("A", who=f"<UPN>{GOOD_UPN}</UPN>"))
    assert people_now.by_identifier("upn", GOOD_UPN) == person("X", agency="southmere")
    assert person("A") != person("X", agency="southmere")
    assert (report.upns_not_used, report.left_out) == (0, [])


def test_two_councils_may_use_the_same_number_for_two_children(team: Team) -> None:
    other = make_team("Children", agency="southmere")
    load(team, child("A"))
    load(other, child("A"))
    assert person("A") != person("A", agency="southmere")
    assert figures(load(team, child("A"))) == (0, 0, 1, 0, 0)


def test_somebody_known_already_is_the_same_person_and_keeps_their_name(team: Team) -> None:
    known = people.register(
        by=system(),
        identity=Identity(given="Robyn", family="Hale"),
        identifiers=[people.GivenIdentifier("la-child-id:northmere", "LA1")],
    )
    report = load(team, child(who="<PersonBirthDate>2010-05-01</PersonBirthDate><Sex>F</Sex>"))
    assert person() == known
    assert person().identity == Identity("Robyn", "Hale", born=date(2010, 5, 1), sex="F")
    assert report.new_people == 0
    assert Holding.objects.filter(person=known, team=team).exists()


def test_only_the_councils_own_people_see_what_came_in_until_it_is_released(team: Team) -> None:
    load(team, child())
    robyn = person()
    colleague = make_worker("Samira Khan")
    make_shift(colleague)
    teacher = make_worker("Kwame Owusu", team="Pastoral", agency="larkfield")
    join(robyn, teacher)
    assert seen(colleague, robyn) == 1
    assert seen(teacher, robyn) == 0
    assert seen(make_worker("Alan Stride", agency="westmarch"), robyn) == 0
    open_up(colleague, robyn)
    assert seen(teacher, robyn) == 1


def seen(viewer: Viewer, robyn: Person) -> int:
    return sharing_queries.visible(Entry, by=viewer, person=robyn.pk).count()


def open_up(by: Viewer, robyn: Person) -> None:
    rows = Entry.objects.filter(person=robyn).values_list("pk", flat=True)
    journey.release(
        by=by, person=robyn.pk, entries=list(rows), operation=ids.new(), digest=vault.mac("form")
    )


def test_what_is_not_loaded_is_told_with_its_line(team: Team) -> None:
    bad = "<Child><ChildIdentifiers/></Child>"
    report = load(
        team, child("A"), bad, child("B", "<CINdetails><Music/><Section47/></CINdetails>")
    )
    assert (report.loaded, [refused.line for refused in report.refused]) == (2, [6])
    assert [(left.line, left.local_id) for left in report.left_out] == [(9, "B"), (9, "B")]
    told = "\n".join(report.lines())
    assert "line 6, a child: there is no LAchildID" in told
    assert "line 9, child B: Child protection enquiry started: there is no date." in told
    assert "Child/CINdetails/Music, once (line 9)" in told


# The same again


def test_the_same_file_twice_changes_nothing(team: Team) -> None:
    load(team, file=OLDER)
    before = stored()
    entries_before = list(Entry.objects.order_by("pk").values())
    report = load(team, file=OLDER)
    assert figures(report) == (0, 0, 1336, 0, 0)
    assert report.new_people == 0
    assert stored() == before
    assert list(Entry.objects.order_by("pk").values()) == entries_before


def test_the_same_content_in_another_order_and_layout_changes_nothing(team: Team) -> None:
    load(team, child("A"), child("B", episode() + "<CINdetails/>"))
    before = stored()
    report = load(team, child("B", "<CINdetails/>" + episode()), child("A").replace("\n", ""))
    assert figures(report)[1:] == (0, 2, 0, 0)
    assert stored() == before


def test_a_hold_that_somebody_ended_is_not_begun_again(team: Team) -> None:
    load(team, child())
    circles.release_hold(by=system(), person=person().pk, team=team.pk)
    load(team, child())
    assert not Holding.objects.filter(person=person(), until=None).exists()


def test_another_team_may_hold_the_same_children(team: Team) -> None:
    load(team, child())
    night = make_team("Emergency Duty Team")
    load(night, child())
    assert set(Holding.objects.values_list("team", flat=True)) == {team.pk, night.pk}


# A newer file


def test_a_newer_file_adds_what_is_new(team: Team) -> None:
    load(team, child("A"))
    report = load(
        team,
        child("A", EPISODE.replace("</CINd", f"{CLOSED.format('RC7')}</CINd")),
        child("B"),
        head=LATER,
    )
    assert figures(report) == (2, 0, 1, 0, 0)
    assert (report.loaded, report.new_people) == (2, 1)
    assert [said(entry)[0] for entry in entries("A")] == [
        "Referral received",
        "Work with children's social care ended",
    ]


def test_what_changed_is_a_version_beside_the_old_one(team: Team) -> None:
    load(team, child(body=episode(CLOSED.format("RC7"))))
    before = entries()[1].latest_id
    report = load(team, child(body=episode(CLOSED.format("RC9"))), head=LATER)
    assert figures(report) == (0, 1, 1, 0, 0)
    closure = entries()[1]
    assert (closure.number, closure.contested) == (2, False)
    assert closure.source_as_at == date(2023, 3, 31)
    assert "early help" in said(closure)[1]["Why"]
    old, new = EntryVersion.objects.filter(entry=closure).order_by("number")
    assert (old.pk, new.based_on_id) == (before, before)
    assert "no longer needed" in dict(old.contents.details)["Why"]
    assert figures(load(team, child(body=episode(CLOSED.format("RC9"))), head=LATER)) == (
        0,
        0,
        2,
        0,
        0,
    )


def test_what_is_gone_stays_and_says_so_and_may_come_back(team: Team) -> None:
    closed = child(body=episode(CLOSED.format("RC7")))
    load(team, closed)
    assert figures(load(team, child(body=episode()))) == (0, 0, 1, 1, 0)
    closure = entries()[1]
    assert closure.gone_at is not None
    assert said(closure)[0] == "Work with children's social care ended"
    assert figures(load(team, child(body=episode()))) == (0, 0, 1, 0, 0)
    assert figures(load(team, closed)) == (0, 0, 1, 0, 1)
    back = entries()[1]
    assert (back.gone_at, back.number, back.pk) == (None, 1, closure.pk)
    assert figures(load(team, closed)) == (0, 0, 2, 0, 0)


def test_what_comes_back_changed_is_there_again_with_a_version(team: Team) -> None:
    load(team, child(body=episode(CLOSED.format("RC7"))))
    load(team, child(body=episode()))
    assert figures(load(team, child(body=episode(CLOSED.format("RC9"))))) == (0, 1, 1, 0, 0)
    assert (entries()[1].gone_at, entries()[1].number) == (None, 2)


def test_a_child_who_is_in_no_part_of_the_newer_file_is_gone_and_keeps_everything(
    team: Team,
) -> None:
    load(team, child("A"), child("B", episode(CLOSED.format("RC7"))))
    report = load(team, child("A"), head=LATER)
    assert figures(report) == (0, 0, 1, 2, 0)
    assert report.gone_after_its_year == 2
    assert all(entry.gone_at for entry in entries("B"))
    assert Holding.objects.filter(person=person("B"), until=None).exists()
    assert figures(load(team, child("A"), child("B", episode(CLOSED.format("RC7"))), head=LATER)) == (0, 0, 1, 0, 2)  # fmt: skip


def test_what_ended_in_an_earlier_year_is_told_apart(team: Team) -> None:
    load(team, child("A"), child("B"))
    report = load(team, child("A"), head=LATER)
    assert (report.gone, report.gone_after_its_year) == (1, 0)


def test_a_child_whose_record_is_refused_is_not_gone(team: Team) -> None:
    load(team, child("A"), child("B"))
    twice = load(team, child("A"), child("B"), child("B"))
    assert (twice.gone, twice.loaded, len(twice.refused)) == (0, 1, 2)
    nameless = load(team, child("A"), "<Child/>")
    assert (nameless.gone, nameless.held_back != "") == (0, True)
    assert all(entry.gone_at is None for entry in entries("B"))


def test_an_older_file_is_refused_with_a_sentence_and_changes_nothing(team: Team) -> None:
    load(team, child(), head=LATER)
    before = stored()
    with pytest.raises(RefusedFile) as told:
        load(team, child("B"))
    assert str(told.value) == (
        "This return is as at 31 March 2022; a newer one, as at 31 March 2023, was loaded before, "
        "so nothing was changed."
    )
    assert stored() == before
    assert Load.objects.count() == 1


def test_of_two_files_of_one_day_the_one_made_earlier_is_older(team: Team) -> None:
    load(team, child(), head=header(made="2022-06-01T10:00:00"))
    with pytest.raises(RefusedFile):
        load(team, child(), head=header(made="2022-05-31T10:00:00Z"))
    load(team, child(), head=header(made=""))


def test_another_agencys_newer_file_is_no_hindrance(team: Team) -> None:
    load(make_team("Children", agency="southmere"), child(), head=LATER)
    assert load(team, child()).loaded == 1


# What people did meanwhile


def test_a_released_entry_stays_released_when_a_newer_file_changes_it(team: Team) -> None:
    load(team, child(body=episode(CLOSED.format("RC7"))))
    worker = make_worker("Samira Khan", on_duty=True)
    open_up(worker, person())
    load(team, child(body=episode(CLOSED.format("RC9"))), head=LATER)
    closure = entries()[1]
    assert (closure.audience, closure.number) == (Audience.CIRCLE, 2)
    assert closure.decided_at is not None


def test_a_narrowed_entry_stays_narrowed_when_it_goes_and_comes_back(team: Team) -> None:
    load(team, child(body=episode(CLOSED.format("RC7"))))
    worker = make_worker("Samira Khan", on_duty=True)
    join(person(), worker, key_worker=True)
    journey.change_audience(
        by=worker,
        person=person().pk,
        entry=entries()[1].pk,
        audience=Audience.WORKERS,
        withheld_reason="harm",
        withheld_until=(clock.now() + timedelta(days=7)).date(),
        operation=ids.new(),
        digest=vault.mac("form"),
    )
    load(team, child(body=episode()))
    assert entries()[1].audience == Audience.WORKERS
    load(team, child(body=episode(CLOSED.format("RC9"))))
    closure = entries()[1]
    assert (closure.audience, closure.withheld_reason) == (Audience.WORKERS, "harm")


BORN = "<PersonBirthDate>{}</PersonBirthDate><Sex>{}</Sex>"


def test_a_name_that_somebody_added_stays(team: Team) -> None:
    load(team, child(who=BORN.format("2010-05-01", "F")))
    named = Identity("Robyn", "Hale", born=date(2010, 5, 1), sex="F")
    people.name_person(by=system(), person=person().pk, identity=named)
    load(team, child(who=BORN.format("2010-05-02", "F")), head=LATER)
    assert person().identity == Identity("Robyn", "Hale", born=date(2010, 5, 2), sex="F")


def test_a_date_of_birth_that_somebody_corrected_stays_and_the_report_says_so(team: Team) -> None:
    load(team, child(who=BORN.format("2010-05-01", "F")))
    corrected = Identity("Robyn", "Hale", born=date(2010, 1, 5), sex="F")
    people.name_person(by=system(), person=person().pk, identity=corrected)
    report = load(team, child(who=BORN.format("2010-05-02", "F")), head=LATER)
    assert person().identity == corrected
    assert "corrected here" in report.left_out[0].what


def test_an_unborn_child_gets_a_date_of_birth_and_a_pupil_number_later(team: Team) -> None:
    expected = "<ExpectedPersonBirthDate>2022-06-01</ExpectedPersonBirthDate><Sex>U</Sex>"
    load(team, child(who=expected))
    assert person().identity == Identity(sex="U")
    load(team, child(who=BORN.format("2022-06-03", "F") + f"<UPN>{GOOD_UPN}</UPN>"), head=LATER)
    assert person().identity == Identity(born=date(2022, 6, 3), sex="F")
    assert people_now.by_identifier("upn", GOOD_UPN) == person()
    assert audit.verify().ok


# All or nothing, and only by the system


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


def test_a_batch_takes_a_set_number_of_queries(team: Team) -> None:
    few = message(*(child(f"A{number}") for number in range(5)))
    many = message(*(child(f"A{number}") for number in range(50)))
    other = make_team("Children", agency="southmere")
    first = queries(team, few)
    assert queries(other, many) <= first <= 45
    assert queries(other, many) <= 20


def queries(team: Team, file: bytes) -> int:
    with CaptureQueriesContext(connection) as seen_queries:
        load(team, file=file)
    return sum(query["sql"].split()[0] in {"SELECT", "INSERT", "UPDATE"} for query in seen_queries)


def test_no_word_or_number_of_a_child_stands_in_the_open(team: Team) -> None:
    load(team, child("CANARY77", episode(CLOSED.format("RC7")), who=f"<UPN>{GOOD_UPN}</UPN>"))
    shown = everything_stored()
    assert str(person("CANARY77").pk).replace("-", "").encode() in shown.replace(b"-", b"")
    for canary in (b"CANARY77", GOOD_UPN.encode(), b"RC7", b"Referral received"):
        assert canary not in shown


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


def test_the_samples_have_their_licence_beside_them() -> None:
    assert "MIT" in (SAMPLES / "LICENCE.md").read_text()
    assert {path.name for path in SAMPLES.glob("*.xml")} == {OLDER.name, NEWER.name}


def test_an_agency_and_its_load_are_known_by_ids_only(team: Team) -> None:
    load(team, child())
    loaded = Load.objects.get()
    assert isinstance(loaded.agency, Agency)
    assert isinstance(loaded.pk, UUID)
    assert loaded.finished_at is not None
    assert Path(OLDER).exists()
