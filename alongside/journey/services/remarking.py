"""What somebody writes beside an entry: how they see it, that it is not right, what was done."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.accounts.operations import Outcome, once
from alongside.accounts.viewer import Viewer
from alongside.journey.models import Entry, Remark, Remarked, Stance
from alongside.journey.policy import Unfit, stances_of
from alongside.journey.services.owing import answer_corrections, owe_correction
from alongside.journey.services.writing import ROOM, announce, locked
from alongside.lib import clock
from alongside.sharing import services as sharing
from alongside.sharing.rules import Action


@transaction.atomic
def remark(
    *,
    by: Viewer,
    person: UUID,
    entry: UUID,
    stance: Stance,
    words: str,
    operation: UUID,
    digest: bytes,
) -> Outcome:
    """Write something beside an entry, for everybody who can read the entry, for good.

    “This is not right” is owed an answer within a month; “what we did” gives it. Raises Refused,
    Unfit and UsedOperation.
    """
    found = locked(entry, person=person, by=by, action=Action.READ)
    seen = sharing.allow_item(by=by, item=found, action=Action.READ, room=ROOM)
    if stance not in stances_of(seen=seen, entry=found):
        raise sharing.Refused(
            by=by, action=Action.TELL, room=ROOM, rule="not-for-you", object=entry
        )

    def put(new_id: UUID) -> UUID:
        if not words.strip():
            raise Unfit("words", _("Write a few words."))
        row = Remark(
            id=new_id,
            person=seen.person,
            entry=found,
            stance=stance,
            author=by.account,
            agency=by.agency_id,
            post=by.post_id,
            created_at=clock.now(),
        )
        row.put(Remarked(words))
        row.save(force_insert=True)
        if stance is Stance.NOT_RIGHT:
            owe_correction(found, by=by)
        if stance is Stance.DONE:
            answer_corrections(found.pk, by=by)
        # Told as something about the entry: whoever may read that may be told of it.
        kind = Entry._meta.label_lower
        sharing.written(seen, action=Action.TELL, room=ROOM, kind=kind, object=found.pk)
        announce(found)
        return row.pk

    return once(by=by, operation=operation, kind="journey.remark", digest=digest, effect=put)
