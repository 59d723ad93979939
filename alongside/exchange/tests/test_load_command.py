"""`alongside load cin`, as somebody runs it."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from alongside.duty.tests.factories import make_team
from alongside.exchange.tests.factories import OLDER, child, message
from alongside.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _team() -> None:
    make_team("Family Help")


def run(file: Path, *more: str, agency: str = "northmere", team: str = "Family Help") -> str:
    told = StringIO()
    call_command(
        "load", "cin", str(file), f"--agency={agency}", f"--team={team}", *more, stdout=told
    )
    return told.getvalue()


def test_the_report_is_told_in_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    told = run(OLDER)
    assert "Children in need census 2021-22, Northmere, as at 21 July 2022" in told
    assert "Children: 332 loaded (332 new), 0 refused." in told
    assert "Entries: 1336 new, 0 changed, 0 unchanged, 0 gone, 0 back." in told
    assert "332/332" in capsys.readouterr().err


def test_with_json_one_object_is_printed_and_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(run(OLDER, "--json"))
    assert (told["loaded"], told["new"], told["refused"], told["as_at"]) == (
        332,
        1336,
        [],
        "2022-07-21",
    )
    assert capsys.readouterr().err == ""


def test_refused_children_are_told_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "return.xml"
    file.write_bytes(message(child("A"), "<Child/>"))
    assert json.loads(run(file, "--json"))["refused"] == [
        {
            "line": 6,
            "local_id": None,
            "reason": "there is no LAchildID, so nobody could tell who this is.",
        }
    ]


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_refused_file_fails_with_one_sentence(tmp_path: Path, more: list[str]) -> None:
    file = tmp_path / "return.xml"
    file.write_bytes(b"<html/>")
    with pytest.raises(CommandError) as told:
        run(file, *more)
    assert str(told.value) == (
        f"{file} was not loaded. Line 1: the file begins with <html>, "
        "and a census return with <Message>."
    )
    assert told.value.returncode == 1
    assert Person.objects.count() == 0


def test_a_file_that_is_not_there_fails_with_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"cannot be read: No such file or directory\."):
        run(tmp_path / "nothing.xml")
    with pytest.raises(CommandError, match=r"cannot be read: Is a directory\."):
        run(tmp_path)


def test_an_agency_or_a_team_that_is_not_there_fails_with_one_sentence() -> None:
    with pytest.raises(CommandError, match="There is no agency with the slug “nowhere”"):
        run(OLDER, agency="nowhere")
    with pytest.raises(CommandError, match=r"no team “Nobody”. It has: Family Help\."):
        run(OLDER, team="Nobody")
