"""What a return becomes on people's journeys, the first time and the same again."""

from collections import Counter
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.accounts.tests.factories import everything_stored
from alongside.accounts.viewer import system
from alongside.agencies.models import Agency, Team
from alongside.audit import services as audit
from alongside.audit.models import AccessEvent
from alongside.circles import services as circles
from alongside.circles.models import Holding
from alongside.circles.tests.factories import join
from alongside.duty.tests.factories import make_shift, make_team, make_worker
from alongside.exchange.models import Load
from alongside.exchange.tests.factories import (
    NEWER,
    OLDER,
    SAMPLES,
    child,
    message,
)
from alongside.exchange.tests.loads import (
    CLOSED,
    GOOD_UPN,
    entries,
    episode,
    figures,
    load,
    open_up,
    person,
    said,
    seen,
    stored,
)
from alongside.journey.models import Entry, EntryVersion
from alongside.people import queries as people_now
from alongside.people import services as people
from alongside.people.models import Identity, Person
from alongside.people.tests.factories import find_person
from alongside.sharing.rules import Audience

pytestmark = pytest.mark.django_db


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
    assert find_person("upn", GOOD_UPN) == person("A")
    assert [found.system for found in people_now.identifiers_of(person("B").pk)] == [
        "la-child-id:northmere"
    ]
    assert said(entries("B")[-1])[1]["Pupil number (UPN)"] == "A123456789123"
    assert report.upns_not_used == 1


def test_a_pupil_number_at_two_children_is_nobodys(team: Team) -> None:
    upn = f"<UPN>{GOOD_UPN}</UPN>"
    report = load(team, child("A", who=upn), child("B", who=upn))
    assert find_person("upn", GOOD_UPN) is None
    assert report.upns_not_used == 2


def test_a_pupil_number_known_elsewhere_is_left_there_and_not_told(team: Team) -> None:
    other = make_team("Children", agency="southmere")
    load(other, child("X", who=f"<UPN>{GOOD_UPN}</UPN>"))
    report = load(team, child("A", who=f"<UPN>{GOOD_UPN}</UPN>"))
    assert find_person("upn", GOOD_UPN) == person("X", agency="southmere")
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
