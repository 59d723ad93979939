from collections.abc import Callable
from uuid import UUID

import pytest
from django.core.checks import Tags, run_checks
from django.db import DatabaseError, connection, transaction

from alongside.audit import services as audit
from alongside.audit import triggers
from alongside.audit.checks import append_only
from alongside.audit.models import AccessEvent, Checkpoint
from alongside.audit.tests.factories import Looker, look, record
from alongside.lib import ids

pytestmark = pytest.mark.django_db

sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'")
postgresql_only = pytest.mark.skipif("connection.vendor != 'postgresql'")


@pytest.fixture
def person() -> UUID:
    person = ids.new()
    record(Looker(), look(person), look(person))
    audit.checkpoint()
    return person


def refused(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="is append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("table", ["audit_accessevent", "audit_checkpoint"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET prev = hash", "DELETE FROM {}", "UPDATE {} SET id = id + 1000"]
)
def test_a_row_can_be_neither_changed_nor_deleted(person: UUID, table: str, statement: str) -> None:
    refused(statement.format(table))


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: AccessEvent.objects.update(rule="other"),
        lambda: AccessEvent.objects.all().delete(),
        lambda: AccessEvent.objects.order_by("pk")[0].delete(),
        lambda: AccessEvent.objects.order_by("pk")[0].save(),
        lambda: Checkpoint.objects.all().delete(),
    ],
)
def test_django_cannot_either(person: UUID, attempt: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic():
        attempt()


COLUMNS = (
    "at, account, post, agency, capacity, action, room, kind, object, person, rule, reason, "
    "depth, request, outcome, prev, hash"
)
BY_ID = f"""INSERT OR REPLACE INTO audit_accessevent (id, chain, seq, {COLUMNS})
    SELECT id, chain, seq + 1000, {COLUMNS} FROM audit_accessevent LIMIT 1"""  # noqa: S608
BY_PLACE = f"""INSERT OR REPLACE INTO audit_accessevent (chain, seq, {COLUMNS})
    SELECT chain, seq, {COLUMNS} FROM audit_accessevent LIMIT 1"""  # noqa: S608
CHECKPOINT = """INSERT OR REPLACE INTO audit_checkpoint
    (number, at, heads, prev, hash, signature, public_key)
    SELECT number, at, '[]', prev, hash, signature, public_key FROM audit_checkpoint LIMIT 1"""


@sqlite_only
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("statement", [BY_ID, BY_PLACE, CHECKPOINT])
def test_a_row_cannot_be_replaced(person: UUID, recursive: str, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers = {recursive}")
        try:
            refused(statement)
        finally:
            cursor.execute("PRAGMA recursive_triggers = ON")


@postgresql_only
@pytest.mark.parametrize("table", ["audit_accessevent", "audit_checkpoint"])
def test_a_table_cannot_be_emptied(person: UUID, table: str) -> None:
    refused(f"TRUNCATE {table}")
    refused(f"TRUNCATE {table} CASCADE")


@postgresql_only
def test_a_row_cannot_be_changed_by_an_upsert(person: UUID) -> None:
    refused(f"""INSERT INTO audit_accessevent (chain, seq, {COLUMNS})
        SELECT chain, seq, {COLUMNS} FROM audit_accessevent LIMIT 1
        ON CONFLICT (chain, seq) DO UPDATE SET rule = 'other'""")  # noqa: S608


def test_no_trigger_is_missing() -> None:
    assert triggers.missing_triggers() == []
    assert append_only(None, databases=["default"]) == []


@pytest.mark.parametrize("table", [triggers.EVENTS, triggers.CHECKPOINTS])
def test_a_missing_trigger_is_named_at_the_boot(table: triggers.AppendOnly) -> None:
    triggers.drop([table])
    expected = sorted(table.statements(connection.vendor))
    assert sorted(triggers.missing_triggers()) == expected
    messages = run_checks(tags=[Tags.database], databases=["default"])
    assert [message.id for message in messages] == ["audit.E001"] * 3
    triggers.create([table])
    assert triggers.missing_triggers() == []


@postgresql_only
def test_a_disabled_trigger_counts_as_missing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_accessevent DISABLE TRIGGER audit_accessevent_no_update")
    assert triggers.missing_triggers() == ["audit_accessevent_no_update"]


@sqlite_only
def test_sqlite_without_recursive_triggers_is_named_at_the_boot() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers = OFF")
        try:
            assert [each.id for each in append_only(None, databases=["default"])] == ["audit.E002"]
        finally:
            cursor.execute("PRAGMA recursive_triggers = ON")


def test_where_no_database_is_at_hand_nothing_is_checked() -> None:
    triggers.drop()
    assert append_only(None, databases=None) == []
    triggers.create()


def test_a_table_that_does_not_exist_yet_is_not_missed() -> None:
    table = triggers.AppendOnly("nowhere")
    triggers.register(table)
    try:
        assert triggers.missing_triggers() == []
    finally:
        triggers._registered.remove(table)
