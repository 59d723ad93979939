"""Checkpoints: from time to time the ends of all changed chains, hashed onto the last and signed."""

from __future__ import annotations

import json

from django.db import IntegrityError, transaction

from alongside.audit import chain
from alongside.audit.models import ChainHead, Checkpoint
from alongside.lib import clock
from alongside.vault import services as vault

HEADS = 10_000  # in one checkpoint; what is left over comes with the next


def checkpoint() -> Checkpoint | None:
    """Sign the heads that changed since the last checkpoint. None when none did."""
    try:
        with transaction.atomic():
            return _make()
    except IntegrityError:  # another process made one in this moment
        return None


def message(digest: bytes) -> bytes:
    """What the signature of a checkpoint is over."""
    return b"alongside checkpoint\n" + digest


def _make() -> Checkpoint | None:
    # A head that is being appended to just now is left for the next checkpoint.
    changed = ChainHead.objects.select_for_update(skip_locked=True).filter(changed=True)
    heads = list(changed.order_by("chain")[:HEADS])
    if not heads:
        return None
    made = _signed(heads, Checkpoint.objects.order_by("number").last())
    made.save(force_insert=True)
    ChainHead.objects.filter(chain__in=[head.chain for head in heads]).update(
        changed=False, checkpointed=made.number
    )
    return made


def _signed(heads: list[ChainHead], last: Checkpoint | None) -> Checkpoint:
    written = json.dumps(
        [[str(head.chain), head.seq, bytes(head.hash).hex()] for head in heads],
        separators=(",", ":"),
    )
    number, prev = (last.number + 1, bytes(last.hash)) if last else (1, chain.START)
    at = clock.now()
    digest = chain.checkpoint_hash(number=number, at=at, heads=written, prev=prev)
    signature, public_key = vault.sign(message(digest))
    return Checkpoint(
        number=number,
        at=at,
        heads=written,
        prev=prev,
        hash=digest,
        signature=signature,
        public_key=public_key,
    )
