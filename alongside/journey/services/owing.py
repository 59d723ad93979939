"""An answer that is owed to whoever said that an entry is not right."""

from uuid import UUID

from alongside.accounts.viewer import Viewer
from alongside.circles import queries as circles
from alongside.duty import queries as promises
from alongside.duty import services as duty
from alongside.duty.models import Kind as PromiseKind
from alongside.duty.terms import correction_due
from alongside.journey.models import Entry
from alongside.journey.policy import who_may_answer
from alongside.journey.remarks import OWING
from alongside.lib import clock


def owe_correction(entry: Entry, *, by: Viewer) -> bool:
    """Promise an answer, once for all who ask meanwhile; False when nobody is there to give it.

    By whoever holds the post that wrote it, or by the key worker. What no worker can read, no
    worker can answer, and nobody is called for it.
    """
    if promises.unanswered_for(OWING, entry.pk):
        return True
    key = circles.key_worker(entry.person_id, clock.now())
    owner = entry.post or (key.post_id if key else None)
    if owner is None or not who_may_answer(entry.pk):
        return False
    duty.make(
        by=by,
        kind=PromiseKind.CORRECTION,
        room=OWING,
        object=entry.pk,
        person=entry.person_id,
        owner_post=owner,
        due_at=correction_due(clock.now()),
    )
    return True


def answer_corrections(entry: UUID, *, by: Viewer) -> None:
    """A worker has put it right, or has said why it stays: the promise is kept."""
    for promise in promises.unanswered_for(OWING, entry):
        duty.answer(by=by, promise=promise.pk)
