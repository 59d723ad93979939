"""A worker writes down what happened."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.accounts.operations import Outcome, once
from alongside.accounts.viewer import Viewer
from alongside.audit import services as audit
from alongside.journey.kinds import SCHEMAS, WRITTEN_HERE, Kind, Recorded
from alongside.journey.models import Entry
from alongside.journey.policy import Openness, Unfit
from alongside.journey.services.audience import apply_openness, check_openness, promise_review
from alongside.journey.services.drafts import clear_draft
from alongside.journey.services.writing import ROOM, announce, sealed_version
from alongside.lib import clock
from alongside.sharing import services as sharing
from alongside.sharing.rules import Action, Audience


@transaction.atomic
def add_entry(
    *,
    by: Viewer,
    person: UUID,
    kind: Kind,
    contents: Recorded,
    happened_at: datetime,
    audience: Audience = Audience.CIRCLE,
    withheld_reason: str = "",
    withheld_until: date | None = None,
    named: Iterable[UUID] = (),
    operation: UUID,
    digest: bytes,
) -> Outcome:
    """Put an entry on the journey, for everyone in the circle unless the author says who and why.

    The same operation with the same digest again changes nothing and answers the same. Raises
    Refused, Unfit (a rule about time or audience is not kept) and UsedOperation (other words).
    """
    audit.hold([person])  # what is being saved of its draft at this moment comes first
    seen = sharing.allow(by=by, person=person, action=Action.ADD, room=ROOM)
    openness = Openness.of(
        audience=audience, reason=withheld_reason, until=withheld_until, named=named
    )

    def record(new_id: UUID) -> UUID:
        at = clock.now()
        check_contents(kind, contents)
        check_moment(happened_at, at=at)
        check_openness(openness, by=by, seen=seen, at=at)
        entry = Entry(
            id=new_id,
            person=seen.person,
            author=by.account,
            agency=by.agency_id,
            post=by.post_id,
            happened_at=happened_at,
            created_at=at,
            sealed=b"",
            kind=kind,
            decided_at=at,
        )
        apply_openness(entry, openness)
        version = sealed_version(entry, contents=contents, happened_at=happened_at, at=at, by=by)
        entry.latest_id = version.pk
        entry.save(force_insert=True)
        version.save(force_insert=True)
        promise_review(entry, openness, by=by)
        clear_draft(by=by, operation=operation)
        sharing.written(
            seen, action=Action.ADD, room=ROOM, kind=Entry._meta.label_lower, object=entry.pk
        )
        announce(entry)
        return entry.pk

    return once(by=by, operation=operation, kind="journey.add", digest=digest, effect=record)


def check_contents(kind: Kind, contents: Recorded) -> None:
    if kind not in WRITTEN_HERE or type(contents) is not SCHEMAS[kind]:
        raise TypeError(f"{type(contents).__name__} is not what a {kind} holds.")


def check_moment(happened_at: datetime, *, at: datetime) -> None:
    if happened_at > at:
        raise Unfit("happened_at", _("Say when it happened. It cannot be in the future."))
