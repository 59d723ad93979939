"""The proof that no event, head or checkpoint was changed, taken out or slipped in.

Everything is streamed in order and nothing is collected, so memory stays the same however long
the chains are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import reduce
from itertools import batched, chain, groupby, zip_longest
from operator import itemgetter, or_
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Q

from alongside.audit import chain as hashing
from alongside.audit.checkpoints import message
from alongside.audit.models import AccessEvent, ChainHead, Checkpoint
from alongside.vault import services as vault

type Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is wrong: an event (chain and seq), a checkpoint, or both."""

    why: str
    chain: UUID | None = None
    seq: int | None = None
    checkpoint: int | None = None


@dataclass(slots=True)
class Report:
    """What was checked, and the first fault. No fault: everything is as it was written."""

    events: int = 0
    chains: int = 0
    checkpoints: int = 0
    fault: Fault | None = None

    @property
    def ok(self) -> bool:
        return self.fault is None

    def as_json(self) -> str:
        return json.dumps({"ok": self.ok} | asdict(self), default=str)


class Head(NamedTuple):
    chain: UUID
    seq: int
    hash: bytes | memoryview


def verify() -> Report:
    """Prove every chain and every checkpoint; stops at the first fault."""
    report = Report()
    trusted = vault.public_key()
    with _snapshot():
        faults = chain(_chain_faults(report), _checkpoint_faults(report, trusted))
        report.fault = next(faults, None)
    return report


@contextmanager
def _snapshot() -> Iterator[None]:
    """One view of the database for the whole proof, which makes no writer wait."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # atomic() would begin IMMEDIATE and stop writers
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _chain_faults(report: Report) -> Iterator[Fault]:
    """Walks events and heads side by side; both come sorted by chain."""
    events = AccessEvent.objects.order_by("chain", "seq").values(*hashing.HASHED, "hash")
    heads = ChainHead.objects.filter(seq__gt=0).order_by("chain")
    ends = (Head(*head) for head in heads.values_list("chain", "seq", "hash").iterator())
    groups = groupby(events.iterator(chunk_size=1000), key=itemgetter("chain"))
    for group, head in zip_longest(groups, ends):
        at = group[0] if group else None
        if head and (at is None or head.chain < at):
            yield Fault("Every event of this chain is missing.", head.chain, 1)
        elif head is None or head.chain != at:
            yield Fault("The head of this chain is missing.", at, 1)
        else:
            report.chains += 1
            yield from _link_faults(report, group[1], head)


def _link_faults(report: Report, rows: Iterable[Row], head: Head) -> Iterator[Fault]:
    seq, prev = 0, hashing.START
    for row in rows:
        seq += 1
        why = _why(row, seq, prev)
        if why:
            yield Fault(why, head.chain, seq)
            return
        prev = bytes(row["hash"])
        report.events += 1
    if seq < head.seq:
        yield Fault("This event is missing: the chain was cut off.", head.chain, seq + 1)
    elif seq > head.seq:
        yield Fault("This event stands beyond the head of its chain.", head.chain, head.seq + 1)
    elif prev != bytes(head.hash):
        yield Fault("This event is not the one that the head names.", head.chain, seq)


def _why(row: Row, seq: int, prev: bytes) -> str:
    if row["seq"] != seq:
        return "This event is missing."
    if bytes(row["prev"]) != prev:
        return "This event does not follow from the one before it."
    if bytes(row["hash"]) != hashing.event_hash(row):
        return "This event was changed after it was written."
    return ""


def _checkpoint_faults(report: Report, trusted: bytes) -> Iterator[Fault]:
    number, prev = 0, hashing.START
    for row in Checkpoint.objects.order_by("number").iterator(chunk_size=10):
        number += 1
        why = _why_checkpoint(row, number, prev, trusted)
        if why:
            yield Fault(why, checkpoint=number)
            return
        prev = bytes(row.hash)
        yield from _uncovered(row)
        report.checkpoints += 1
    named = ChainHead.objects.aggregate(last=Max("checkpointed"))["last"] or 0
    if named > number:
        yield Fault("This checkpoint is missing: a head names it.", checkpoint=number + 1)


def _why_checkpoint(row: Checkpoint, number: int, prev: bytes, trusted: bytes) -> str:
    digest = hashing.checkpoint_hash(
        number=row.number, at=row.at, heads=row.heads, prev=bytes(row.prev)
    )
    if row.number != number:
        return "This checkpoint is missing."
    if bytes(row.prev) != prev:
        return "This checkpoint does not follow from the one before it."
    if bytes(row.hash) != digest:
        return "This checkpoint was changed after it was written."
    if bytes(row.public_key) != trusted:
        return "This checkpoint was signed with a key that is not ours."
    if not vault.is_signed(message(digest), vault.Signature(bytes(row.signature), trusted)):
        return "The signature of this checkpoint is wrong."
    return ""


def _uncovered(row: Checkpoint) -> Iterator[Fault]:
    """Events that this checkpoint signed and that are not there, or not the same, any more."""
    signed = ((UUID(at), seq, bytes.fromhex(digest)) for at, seq, digest in json.loads(row.heads))
    for some in batched(signed, 200, strict=False):
        found = AccessEvent.objects.filter(_any_of(some)).values_list("chain", "seq", "hash")
        present = {(at, seq): bytes(digest) for at, seq, digest in found}
        for at, seq, digest in some:
            if present.get((at, seq)) != digest:
                why = "A checkpoint signed this event, and it is missing or another now."
                yield Fault(why, at, seq, row.number)


def _any_of(signed: Iterable[tuple[UUID, int, bytes]]) -> Q:
    """These events; those of one seq together, since most chains of a load are equally long."""
    chains: dict[int, list[UUID]] = {}
    for at, seq, _ in signed:
        chains.setdefault(seq, []).append(at)
    return reduce(or_, (Q(seq=seq, chain__in=some) for seq, some in chains.items()))
