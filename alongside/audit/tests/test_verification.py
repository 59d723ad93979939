import json
from collections.abc import Callable
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from alongside.audit import chain, checkpoints
from alongside.audit import services as audit
from alongside.audit.models import AccessEvent, ChainHead, Checkpoint
from alongside.audit.tests.factories import DAWN, LAST, OTHER, ROBYN, Looker, look, record
from alongside.lib import ids


def event(person: UUID, seq: int) -> Any:
    return AccessEvent.objects.filter(chain=person, seq=seq)


def head(person: UUID) -> Any:
    return ChainHead.objects.filter(chain=person)


def fault() -> audit.Fault:
    found = audit.verify().fault
    assert found
    return found


def rewrite(person: UUID) -> None:
    """What somebody does who owns the database: every hash made anew, and the head with them."""
    prev = chain.START
    for row in AccessEvent.objects.filter(chain=person).order_by("seq"):
        row.prev = prev
        row.hash = prev = chain.event_hash(vars(row))
        row.save()
    last = AccessEvent.objects.filter(chain=person).count()
    head(person).update(seq=last, hash=prev)


@pytest.mark.django_db
def test_an_empty_log_is_whole() -> None:
    assert audit.verify() == audit.Report()


def test_an_untouched_log_is_whole(world: None) -> None:
    report = audit.verify()
    assert report.ok
    assert (report.events, report.chains, report.checkpoints) == (12, 3, 2)


CHANGES: dict[str, object] = {
    "at": "2020-01-01T00:00:00+00:00",
    "account": ids.new(),
    "post": None,
    "agency": ids.new(),
    "capacity": "person",
    "action": "other",
    "room": "other",
    "kind": "other",
    "object": ids.new(),
    "person": DAWN,
    "rule": "other",
    "reason": "other",
    "depth": "listed",
    "request": ids.new(),
    "outcome": "denied",
}


def test_every_column_but_the_key_is_hashed() -> None:
    columns = {field.attname for field in AccessEvent._meta.fields}
    assert columns - {"id", "hash"} == set(chain.HASHED)
    assert set(CHANGES) == set(chain.HASHED) - {"chain", "seq", "prev"}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_event_is_named(world: None, column: str) -> None:
    event(ROBYN, 3).update(**{column: CHANGES[column]})
    found = fault()
    assert (found.chain, found.seq) == (ROBYN, 3)
    assert found.why == "This event was changed after it was written."


type Tampering = Callable[[], object]

ROW_TAMPERINGS: list[tuple[str, Tampering, int]] = [
    ("is missing", lambda: event(DAWN, 1).delete(), 1),
    ("is missing", lambda: event(DAWN, 2).delete(), 2),
    ("cut off", lambda: event(DAWN, 4).delete(), 4),
    ("Every event", lambda: AccessEvent.objects.filter(chain=DAWN).delete(), 1),
    ("is missing", lambda: event(DAWN, 4).update(seq=9), 4),
    ("does not follow", lambda: event(DAWN, 2).update(prev=bytes(32)), 2),
    ("changed", lambda: event(DAWN, 4).update(hash=bytes(32)), 4),
    ("head of this chain is missing", lambda: head(DAWN).delete(), 1),
    ("head of this chain is missing", lambda: head(DAWN).update(seq=0), 1),
    ("beyond the head", lambda: head(DAWN).update(seq=3), 4),
    ("cut off", lambda: head(DAWN).update(seq=5), 5),
    ("the head names", lambda: head(DAWN).update(hash=bytes(32)), 4),
    ("Every event", lambda: AccessEvent.objects.filter(chain=DAWN).update(chain=LAST), 1),
]


@pytest.mark.parametrize(("why", "tamper", "seq"), ROW_TAMPERINGS)
def test_what_was_done_to_a_chain_is_named(
    world: None, why: str, tamper: Tampering, seq: int
) -> None:
    tamper()
    found = fault()
    assert (found.chain, found.seq, why in found.why) == (DAWN, seq, True)


def test_the_last_chain_of_all_is_walked_to_its_end(world: None) -> None:
    AccessEvent.objects.filter(chain=OTHER).delete()
    assert (fault().chain, fault().seq) == (OTHER, 1)


def test_a_chain_slipped_in_without_a_head_is_named(world: None) -> None:
    row = event(OTHER, 1).get()
    row.pk, row.chain = None, LAST
    row.save()
    assert (fault().chain, fault().seq) == (row.chain, 1)


def test_two_events_that_changed_places_are_named(world: None) -> None:
    event(DAWN, 2).update(seq=99)
    event(DAWN, 3).update(seq=2)
    event(DAWN, 99).update(seq=3)
    assert (fault().chain, fault().seq) == (DAWN, 2)


def test_a_chain_rewritten_with_care_is_caught_by_its_checkpoint(world: None) -> None:
    event(DAWN, 2).update(rule="other")
    rewrite(DAWN)
    found = fault()
    assert (found.chain, found.seq, found.checkpoint) == (DAWN, 2, 1)


def test_a_chain_cut_off_with_care_is_caught_by_its_checkpoint(world: None) -> None:
    event(DAWN, 4).delete()
    rewrite(DAWN)
    found = fault()
    assert (found.chain, found.seq, found.checkpoint) == (DAWN, 4, 2)


def test_a_chain_removed_with_care_is_caught_by_its_checkpoint(world: None) -> None:
    AccessEvent.objects.filter(chain=DAWN).delete()
    head(DAWN).delete()
    found = fault()
    assert (found.chain, found.seq, found.checkpoint) == (DAWN, 2, 1)


def checkpoint(number: int) -> Any:
    return Checkpoint.objects.filter(number=number)


CHECKPOINT_TAMPERINGS: list[tuple[str, Tampering, int]] = [
    ("is missing", lambda: checkpoint(1).delete(), 1),
    ("a head names it", lambda: checkpoint(2).delete(), 2),
    ("a head names it", lambda: Checkpoint.objects.all().delete(), 1),
    ("changed", lambda: checkpoint(2).update(heads="[]"), 2),
    ("changed", lambda: checkpoint(2).update(at="2020-01-01T00:00:00+00:00"), 2),
    ("changed", lambda: checkpoint(2).update(hash=bytes(32)), 2),
    ("does not follow", lambda: checkpoint(2).update(prev=bytes(32)), 2),
    ("signature", lambda: checkpoint(1).update(signature=bytes(64)), 1),
    ("not ours", lambda: checkpoint(2).update(public_key=bytes(32)), 2),
]


@pytest.mark.parametrize(("why", "tamper", "number"), CHECKPOINT_TAMPERINGS)
def test_what_was_done_to_a_checkpoint_is_named(
    world: None, why: str, tamper: Tampering, number: int
) -> None:
    tamper()
    found = fault()
    assert (found.checkpoint, why in found.why) == (number, True)


def test_a_checkpoint_signed_anew_by_somebody_else_is_named(world: None) -> None:
    row = checkpoint(2).get()
    theirs = Ed25519PrivateKey.generate()
    row.heads = "[]"
    row.hash = chain.checkpoint_hash(number=2, at=row.at, heads=row.heads, prev=bytes(row.prev))
    row.signature = theirs.sign(checkpoints.message(row.hash))
    row.public_key = theirs.public_key().public_bytes_raw()
    row.save()
    assert "not ours" in fault().why


def test_a_checkpoint_is_made_only_when_something_changed(world: None) -> None:
    assert audit.checkpoint() is None
    record(Looker(), look(DAWN))
    made = audit.checkpoint()
    assert made
    assert made.number == 3
    assert [entry[:2] for entry in json.loads(made.heads)] == [[str(DAWN), 5]]
    assert audit.checkpoint() is None
    assert audit.verify().ok


def test_more_heads_than_one_checkpoint_holds_come_with_the_next(
    world: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "HEADS", 2)
    record(Looker(), look(ROBYN), look(DAWN), look(OTHER))
    sizes = [len(json.loads(made.heads)) for made in iter(audit.checkpoint, None)]
    assert sizes == [2, 1]
    assert audit.verify().ok


def test_the_proof_asks_the_database_as_often_for_many_events_as_for_few(
    world: None, django_assert_num_queries: Any
) -> None:
    record(Looker(), *(look(ROBYN) for _ in range(50)))
    with django_assert_num_queries(6):  # events, heads, checkpoints, their events twice, one sum
        assert audit.verify().ok


@pytest.mark.django_db(transaction=True)
def test_chains_hold_when_many_append_at_once() -> None:
    def look_often() -> None:
        try:
            samira = Looker(agency_id=OTHER)
            for _ in range(10):
                denied = look(ROBYN, outcome=audit.Outcome.DENIED)
                record(samira, look(ROBYN), denied, look(DAWN))
                record(samira, look(DAWN), look(ROBYN))
                audit.checkpoint()
        finally:
            connection.close()

    lookers = [Thread(target=look_often) for _ in range(4)]
    for each in lookers:
        each.start()
    for each in lookers:
        each.join()
    report = audit.verify()
    assert (report.fault, report.events, report.chains) == (None, 200, 3)


@pytest.mark.django_db(transaction=True)
def test_the_proof_sees_one_moment_and_stops_no_writer() -> None:
    record(Looker(), look(ROBYN))
    rows = AccessEvent.objects.count()
    with audit_snapshot():
        assert AccessEvent.objects.count() == rows
        writer = Thread(target=write_elsewhere)
        writer.start()
        writer.join(timeout=10)
        assert not writer.is_alive()
        assert AccessEvent.objects.count() == rows
    assert AccessEvent.objects.count() == rows + 1
    assert audit.verify().ok


def audit_snapshot() -> Any:
    from alongside.audit.verification import _snapshot

    return _snapshot()


def write_elsewhere() -> None:
    try:
        record(Looker(), look(ROBYN))
    finally:
        connection.close()
