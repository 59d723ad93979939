"""Writes that cannot double: a form's operation id takes effect once, and then replays.

Only committed effects are remembered. A form that is refused for its content leaves nothing
behind, so it can be corrected and sent again under the same id.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.accounts.models import Operation
from alongside.accounts.viewer import Viewer
from alongside.vault import services as vault


class UsedOperation(Exception):
    """This operation id has already written other words. Show these again, with a fresh id."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the operation made (`id`), now or the first time (`replayed`)."""

    id: UUID | None
    replayed: bool


def once(
    *,
    by: Viewer,
    operation: UUID,
    kind: str,
    digest: bytes,
    effect: Callable[[UUID], UUID | None],
) -> Outcome:
    """Run `effect` unless this account has already run it under this operation id.

    `effect` gets the id of the new object, derived from account and operation so that nobody can
    probe ids, and returns the id of what it made. `digest` stands for what was sent: the same
    again is replayed, anything else raises UsedOperation. Decide before calling, each time: a
    replay is an answer too. Runs in the caller's transaction, and undoes itself if `effect`
    raises; a twin on another connection waits for the first to commit, and then replays.
    """
    if by.account is None:
        raise ValueError("Only somebody signed in has operations.")
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Open the transaction first: the effect and its trace are one write.")
    derived = vault.derived_id(by.account, operation)
    row = Operation(id=derived, account=by.account, kind=kind, digest=digest, result=derived)
    with transaction.atomic():
        if not _claim(row):
            return _replay(Operation.objects.get(id=derived), kind=kind, digest=digest)
        result = effect(derived)
        if result != derived:
            Operation.objects.filter(id=derived).update(result=result)
    return Outcome(result, replayed=False)


def _claim(row: Operation) -> bool:
    """Take the id; False when it is taken. Looks first, so that a replay costs no failed write."""
    if Operation.objects.filter(id=row.id).exists():
        return False
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _replay(first: Operation, *, kind: str, digest: bytes) -> Outcome:
    if first.kind != kind or not hmac.compare_digest(bytes(first.digest), digest):
        raise UsedOperation
    return Outcome(first.result, replayed=True)
