"""Whoever takes the disk, the logs or a copy of the database learns nothing about anybody."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.canaries.busy import KINDS, Day
from tests.canaries.cage import Cage, escaped, files_under, spellings
from tests.harness.database import Database
from tests.harness.proving import figure
from tests.harness.server import Running, running

pytestmark = [pytest.mark.prove, pytest.mark.browser]  # a server of its own, not beside others

TAG = "Qvxzkj"


@dataclass(frozen=True)
class Searched:
    """What was searched while the server ran and after it stopped."""

    cage: Cage
    day: Day
    house: Running
    while_open: list[tuple[str, bytes]]


@pytest.fixture(scope="module")
def busy(django_db_setup: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searched]:
    folder = tmp_path_factory.mktemp("busy")
    temporary = folder / "temporary"
    temporary.mkdir()
    with running(django_db_setup, "demo", TMPDIR=str(temporary)) as house:
        cage = Cage(TAG)
        day = Day(house, cage, folder)
        day.go_by()
        kept = [*files_under(house.home), *files_under(temporary), *tables(house)]
        yield Searched(cage, day, house, kept)


def test_the_house_itself_knows_every_word(busy: Searched) -> None:
    """Else there would be nothing to find."""
    day, told = busy.day, ""
    pages = [f"{day.record}?kind={kind}" for kind in KINDS]
    for page in (*pages, day.newest_entry(), f"{day.record}circle/", "/work/people/"):
        told += day.samira.open(page).text
    for place, word in busy.cage.places.items():
        if place.split()[0] in {*KINDS, "correction"}:
            assert word in told, f"{place} is on no page"
    assert busy.cage.places["name known_as"] in told
    assert day.attached.count('"remove": "/people/') == 3, "A photo, a drawing, a voice note."
    assert busy.cage.places["about me reach"] in told
    files = [name for name, _ in busy.while_open if name.startswith("files/")]
    assert len(files) == 4, "Those three, and a photo of Samira."
    assert busy.cage.places["private words"] in day.kept


def test_the_log_of_a_busy_house_does_not_say_that_anybody_kept_anything(busy: Searched) -> None:
    said = busy.house.said()
    assert "route=/me/" in said
    assert "private" not in said


def test_no_file_of_a_busy_house_tells_anything(busy: Searched) -> None:
    """Tables, write-ahead log, index, temporary files, logs: while it runs and after it stopped."""
    said = ("the log", busy.house.said().encode())
    assert not escaped(busy.cage, [*busy.while_open, said])
    busy.house.stop()
    before = set(busy.while_open)
    kept = [*files_under(busy.house.home), *tables(busy.house)]
    assert not escaped(busy.cage, [file for file in kept if file not in before])
    octets = sum(len(bytes_) for _, bytes_ in [*busy.while_open, *kept, said])
    what = f"canaries, 0 found in {octets / 1e6:.1f} MB"
    figure("stolen disk: looked for", len(busy.cage.places), what, aim="0 found")


def test_the_report_of_a_load_names_nobody_but_who_was_refused(busy: Searched) -> None:
    """It answers whoever has the file, who must find the child in it: by its number there."""
    found = escaped(busy.cage, [("the report", busy.day.report.encode())])
    assert {each.place for each in found} <= {"census refused child id"}


def test_the_search_finds_a_word_however_it_is_spelled() -> None:
    """Else finding nothing would mean nothing."""
    cage = Cage(TAG)
    word = cage.canary("a place")
    told = Cage("nothing", {"what is known": word})
    for spelling, bytes_, _ in spellings(word):
        assert escaped(cage, [("a file", b"before " + bytes_ + b" after")]), spelling
        assert escaped(told, [("a file", bytes_)]), spelling
    assert escaped(cage, [("a file", word.swapcase().encode())])
    assert escaped(cage, [("a file", b"cut: " + TAG.encode() + b"00")])
    assert not escaped(cage, [("a file", b"Nothing that anybody wrote.")])


def tables(house: Running) -> Iterator[tuple[str, bytes]]:
    """On PostgreSQL the disk is elsewhere: every table as it stands there, its files, and its log."""
    if not house.address:
        return
    with psycopg.connect(house.address, autocommit=True) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (name,) in names.fetchall():
            copied = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(name))
            with connection.cursor().copy(copied) as rows:
                yield f"table {name}", b"".join(bytes(row) for row in rows)
        asked = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        found = asked.fetchone()
    cluster = Path(os.environ["ALONGSIDE_TEST_CLUSTER"])
    yield "PostgreSQL’s log", (cluster / "log").read_bytes()
    if found:
        yield from files_under(cluster / "files" / "base" / str(found[0]))
