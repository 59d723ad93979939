"""With and without a private space in use: the same tables, rows, sizes, sessions and log."""

import logging
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from alongside.config.logs import RouteInsteadOfPath
from alongside.lib import chance, ids
from alongside.private_space import keys, store
from alongside.private_space.models import Block
from alongside.private_space.tests.factories import everything_else, rows
from tests.harness.proving import SEED, count, figure
from tests.northmere import Northmere, for_a_module, signed_in, undone
from tests.worlds.browsing import Page, filled
from tests.worlds.pairs import both_worlds
from tests.worlds.scripts import pick

pytestmark = pytest.mark.prove

CANARY = "Quillivermist"
PASSPHRASES = (f"{CANARY} one", f"{CANARY} two three", "a third")
ADDRESS = "/private/"
USERS = ("young-person", "parent", "newcomer")


@pytest.fixture(scope="module")
def area(django_db_setup: object, django_db_blocker: Any) -> Iterator[Northmere]:
    with for_a_module(django_db_blocker), both_worlds() as made:
        yield made


def use(client: Client, *, steps: int) -> bytes:
    """Open spaces, write, change, delete, empty: whatever stands on the page, many times over."""
    seen = client.get(ADDRESS).content
    page = Page(seen.decode(), ADDRESS)
    for _ in range(steps):
        forms = [form for form in page.forms if form.action == ADDRESS]
        if not forms or pick(4) == 0:
            page = Page(client.get(ADDRESS).content.decode(), ADDRESS)
            forms = [form for form in page.forms if form.action == ADDRESS]
        target, fields = filled(forms[pick(len(forms))], pick=pick)
        passphrase = PASSPHRASES[pick(len(PASSPHRASES))]
        for name in ("kept_passphrase", "kept_again"):
            if name in fields:
                fields[name] = [passphrase]
        if "kept_words" in fields:
            fields["kept_words"] = [f"{CANARY} {ids.new()}"]
        answer = client.post(target, fields, follow=True)
        assert answer.status_code == 200
        seen += answer.content
        page = Page(answer.content.decode(), ADDRESS)
    return seen


def test_its_use_leaves_no_trace_in_any_table_size_session_or_log(
    area: Northmere, caplog: pytest.LogCaptureFixture
) -> None:
    scripts, steps, octets, sizes = count(3, prove=40), 12, 0, {rows_and_octets()}
    shown = 0
    for number in range(scripts):
        user = USERS[number % len(USERS)]
        cache.clear()
        with undone(), chance.seeded(f"{SEED}|private|{number}".encode()):
            client = area.client(user)
            before, caplog_began = everything_else(), len(caplog.records)
            with caplog.at_level(logging.DEBUG):
                seen = use(client, steps=steps)
            shown += CANARY.encode() in seen
            assert everything_else() == before, f"{user} left something in a table"
            assert [said(line) for line in caplog.records[caplog_began:] if said(line)] == []
            assert CANARY not in caplog.text
            sizes.add(rows_and_octets())
            octets += len(seen)
    assert len(sizes) == 1, sizes
    assert shown > scripts / 2, "What was written was hardly ever shown: it proves nothing."
    figure("private space: scripts", scripts, f"of {steps} acts, {octets:,} bytes shown, 0 left")


def rows_and_octets() -> tuple[int, tuple[int, ...]]:
    blocks = rows()
    return len(blocks), tuple(sorted({len(block) for block in blocks.values()}))


def said(line: logging.LogRecord) -> str:
    """What our log would say; "" for a line that it leaves out."""
    return line.getMessage() if RouteInsteadOfPath().filter(line) else ""


def test_the_comparison_finds_what_an_ordinary_page_leaves(
    area: Northmere, caplog: pytest.LogCaptureFixture
) -> None:
    """Else it would prove nothing."""
    with undone(), caplog.at_level(logging.DEBUG):
        before = everything_else()
        area.client("parent").get(f"/people/{area.person}/")
        assert everything_else() != before
        assert any("route=/people/" in said(line) for line in caplog.records)


def test_a_form_that_came_too_late_is_in_no_log(
    area: Northmere, caplog: pytest.LogCaptureFixture
) -> None:
    late = signed_in(area.account("parent"), enforce_csrf=True)
    with caplog.at_level(logging.DEBUG):
        assert late.post(ADDRESS, {"kept_words": CANARY}).status_code == 403
        assert late.post("/sign-out/").status_code == 403
    told = [said(line) for line in caplog.records]
    assert "answered 403: /sign-out/" in told
    assert not [line for line in told if "private" in line or CANARY in line]


def test_a_table_holds_no_word_that_was_written(area: Northmere) -> None:
    with undone(), chance.seeded(b"canaries"):
        assert CANARY.encode() in use(area.client("young-person"), steps=30)
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  (names of tables)
                for row in cursor.fetchall():
                    assert CANARY.encode() not in b"|".join(map(octets_of, row)), table


def octets_of(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_a_guess_costs_what_it_should(area: Northmere) -> None:
    """Measured, and the same for a passphrase that opens something as for one that does not."""
    assert keys.COST * keys.WIDTH * 128 == 64 * 1024 * 1024
    account = area.account("parent")
    times = []
    for number in range(count(3, prove=15)):
        began = time.perf_counter()
        keys.derive(account=account, passphrase=f"passphrase {number}")
        times.append(time.perf_counter() - began)
    figure("private space: one guess", round(median(times), 3), "s", aim="0.1 to 0.3 s")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="pages of a file are SQLite’s")
def test_the_file_grows_with_turns_of_the_house_as_with_turns_of_somebody(
    area: Northmere,
) -> None:
    """Seen and told, not compared to the byte: which page an id falls into is drawn each time."""
    turns = count(20, prove=200)
    with undone():
        before = pages()
        for _ in range(turns):
            store.turn()
        by_house = pages() - before
    with undone():
        before, secret = pages(), b"s" * 32
        store.begin(keys.places(secret), [bytes(store.INNER)] * keys.BLOCKS)
        for _ in range(turns - 1):
            store.put(keys.places(secret), [bytes(store.INNER)] * keys.BLOCKS)
        by_somebody = pages() - before
    figure("private space: file grew", f"{by_house} and {by_somebody}", f"pages in {turns} turns")
    assert abs(by_house - by_somebody) <= 8
    assert Block.objects.count() == store.STEP


def pages() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        return int(cursor.fetchone()[0])
