"""What a newer return adds, changes, marks as gone and brings back."""

from datetime import date

import pytest

from alongside.agencies.models import Team
from alongside.circles.models import Holding
from alongside.duty.tests.factories import make_team
from alongside.exchange.cin import gone
from alongside.exchange.cin.record import RefusedFile
from alongside.exchange.models import Load
from alongside.exchange.tests.factories import (
    EPISODE,
    child,
    header,
)
from alongside.exchange.tests.loads import (
    CLOSED,
    LATER,
    entries,
    episode,
    figures,
    load,
    person,
    said,
    stored,
)
from alongside.journey.models import Entry, EntryVersion

pytestmark = pytest.mark.django_db


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
    assert (nameless.gone, nameless.warnings) == (0, [gone.NOT_SURE])
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


def test_a_file_of_another_council_is_refused_whole(team: Team) -> None:
    load(team, child())
    with pytest.raises(RefusedFile, match=r"local authority “975”.*was of “201”, so nothing"):
        load(team, child(), head=LATER.replace("<LEA>201<", "<LEA>975<"))
    assert not Entry.objects.filter(gone_at__isnull=False).exists()
