"""What people did between two loads stays."""

from datetime import date, timedelta

import pytest

from alongside.accounts.viewer import system
from alongside.agencies.models import Team
from alongside.audit import services as audit
from alongside.audit.models import AccessEvent
from alongside.circles.tests.factories import join
from alongside.duty.tests.factories import make_worker
from alongside.exchange.tests.factories import (
    child,
)
from alongside.exchange.tests.loads import (
    BORN,
    CLOSED,
    GOOD_UPN,
    LATER,
    entries,
    episode,
    load,
    open_up,
    person,
)
from alongside.journey import services as journey
from alongside.lib import clock, ids
from alongside.people import queries as people_now
from alongside.people import services as people
from alongside.people.models import Identity
from alongside.people.tests.factories import find_person
from alongside.sharing.rules import Audience
from alongside.vault import services as vault

pytestmark = pytest.mark.django_db


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


def test_who_a_child_was_in_an_earlier_file_stays_beside_what_a_newer_one_says(team: Team) -> None:
    load(team, child(who=BORN.format("2010-05-01", "F")))
    for _again in range(2):
        load(team, child(who=BORN.format("2010-05-02", "F")), head=LATER)
    newest, first = people_now.identity_versions(person())
    assert [newest.identity.born, first.identity.born] == [date(2010, 5, 2), date(2010, 5, 1)]
    assert {newest.agency, first.agency} == {team.agency_id}
    changes = AccessEvent.objects.filter(person=person().pk, kind="people.person")
    assert [(event.action, event.depth) for event in changes] == [("add", ""), ("name", "")]


def test_an_unborn_child_gets_a_date_of_birth_and_a_pupil_number_later(team: Team) -> None:
    expected = "<ExpectedPersonBirthDate>2022-06-01</ExpectedPersonBirthDate><Sex>U</Sex>"
    load(team, child(who=expected))
    assert person().identity == Identity(sex="U")
    load(team, child(who=BORN.format("2022-06-03", "F") + f"<UPN>{GOOD_UPN}</UPN>"), head=LATER)
    assert person().identity == Identity(born=date(2022, 6, 3), sex="F")
    assert find_person("upn", GOOD_UPN) == person()
    assert audit.verify().ok
