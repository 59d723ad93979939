"""Who may see somebody's own words: they choose it, and nobody asks them why."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.accounts.operations import Outcome, once
from alongside.accounts.viewer import Viewer
from alongside.journey.policy import Openness, Unfit, may_choose_readers
from alongside.journey.services.audience import decide_audience
from alongside.journey.services.telling import choices_of_audience
from alongside.journey.services.writing import ROOM, locked
from alongside.sharing import services as sharing
from alongside.sharing.rules import Action, Audience


@transaction.atomic
def choose_readers(
    *,
    by: Viewer,
    person: UUID,
    entry: UUID,
    audience: Audience,
    operation: UUID,
    digest: bytes,
) -> Outcome:
    """Let more or fewer people see one's own view or viewpoint, with no reason and no day.

    Who could see it before is kept. Whoever has read it has read it: a page that offers this says
    so. Raises Refused (also for “I don't feel safe”, which stays with the workers), Unfit and
    UsedOperation.
    """
    found = locked(entry, person=person, by=by, action=Action.REVIEW)
    seen = sharing.allow_item(by=by, item=found, action=Action.REVIEW, room=ROOM)
    if not may_choose_readers(found, seen=seen) or found.latest is None:
        raise sharing.Refused(
            by=by, action=Action.REVIEW, room=ROOM, rule="not-for-you", object=entry
        )
    offered = choices_of_audience(found.latest.contents, seen=seen)

    def choose(new_id: UUID) -> UUID:
        if audience not in offered:
            raise Unfit("audience", _("Choose who can see this."))
        if audience != found.audience:
            decide_audience(found, Openness(audience), by=by, seen=seen, change_id=new_id)
        return found.pk

    return once(by=by, operation=operation, kind="journey.readers", digest=digest, effect=choose)
