"""Who may see an entry: decided by its author at first, and looked at again by a set day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.accounts.operations import Outcome, once
from alongside.accounts.viewer import Viewer
from alongside.circles import queries as circles
from alongside.duty import queries as promises
from alongside.duty import services as duty
from alongside.duty.models import Kind as PromiseKind
from alongside.journey.models import AudienceChange, Entry
from alongside.journey.policy import Openness, Unfit, check, is_own_words, is_unreleased
from alongside.journey.services.writing import REGION, ROOM, announce, locked
from alongside.lib import clock, ids
from alongside.live import services as live
from alongside.sharing import services as sharing
from alongside.sharing.models import NamedReader
from alongside.sharing.rules import Action, Audience

# A review is owed by the end of the working day that was named for it.
REVIEWED_BY = time(17)


@transaction.atomic
def change_audience(
    *,
    by: Viewer,
    person: UUID,
    entry: UUID,
    audience: Audience,
    withheld_reason: str = "",
    withheld_until: date | None = None,
    named: Iterable[UUID] = (),
    operation: UUID,
    digest: bytes,
) -> Outcome:
    """Decide anew who may see an entry. This answers the review that was promised before.

    Raises Refused, Unfit and UsedOperation.
    """
    found = locked(entry, person=person, by=by, action=Action.REVIEW)
    seen = sharing.allow_item(by=by, item=found, action=Action.REVIEW, room=ROOM)
    if is_own_words(found):  # see choose_readers
        raise sharing.Refused(
            by=by, action=Action.REVIEW, room=ROOM, rule="not-for-you", object=entry
        )
    openness = Openness.of(
        audience=audience, reason=withheld_reason, until=withheld_until, named=named
    )

    def change(new_id: UUID) -> UUID:
        check_openness(openness, by=by, seen=seen, at=clock.now())
        decide_audience(found, openness, by=by, seen=seen, change_id=new_id)
        return found.pk

    return once(by=by, operation=operation, kind="journey.audience", digest=digest, effect=change)


@transaction.atomic
def release(
    *, by: Viewer, person: UUID, entries: Sequence[UUID], operation: UUID, digest: bytes
) -> Outcome:
    """Let everyone in the circle see entries that another database brought in: all or none.

    What somebody has decided about already stays as it was decided. Raises Refused when one of
    them is not for `by` to decide, and UsedOperation.
    """
    found = [
        locked(entry, person=person, by=by, action=Action.REVIEW) for entry in sorted(set(entries))
    ]
    looks = [
        sharing.allow_item(by=by, item=entry, action=Action.REVIEW, room=ROOM) for entry in found
    ]

    def open_up(_new_id: UUID) -> None:
        if not found:
            raise Unfit("entries", _("Choose at least one."))
        for entry, seen in zip(found, looks, strict=True):
            if is_unreleased(entry):
                decide_audience(entry, Openness(), by=by, seen=seen)

    return once(by=by, operation=operation, kind="journey.release", digest=digest, effect=open_up)


def decide_audience(
    entry: Entry,
    openness: Openness,
    *,
    by: Viewer,
    seen: sharing.Look,
    change_id: UUID | None = None,
) -> None:
    """Change who may see an entry, keep what was before, and record and announce it."""
    before = keep_change(entry, by=by, id=change_id or ids.new())
    apply_openness(entry, openness)
    entry.decided_at = clock.now()
    entry.save(update_fields=["audience", "withheld_reason", "withheld_until", "decided_at"])
    for promise in promises.unanswered_for(ROOM, entry.pk):
        duty.answer(by=by, promise=promise.pk)
    promise_review(entry, openness, by=by)
    sharing.written(
        seen, action=Action.REVIEW, room=ROOM, kind=Entry._meta.label_lower, object=entry.pk
    )
    announce(entry)
    live.publish(
        person=before.person_id,
        region=REGION,
        kind=AudienceChange._meta.label_lower,
        object=before.pk,
    )


def keep_change(entry: Entry, *, by: Viewer, id: UUID) -> AudienceChange:
    change = AudienceChange.objects.create(
        id=id,
        entry=entry,
        person_id=entry.person_id,
        author=entry.author,
        agency=entry.agency,
        audience=entry.audience,
        withheld_reason=entry.withheld_reason,
        withheld_until=entry.withheld_until,
        happened_at=entry.happened_at,
        created_at=clock.now(),
        decided_by=by.account,
        sealed=b"",
    )
    if entry.audience == Audience.NAMED:
        readers = NamedReader.objects.filter(item=entry.pk).values_list("account", flat=True)
        sharing.name_readers(item=change, accounts=list(readers))
    return change


def apply_openness(entry: Entry, openness: Openness) -> None:
    """Set the columns and the named readers. Saving the entry is the caller's."""
    narrowed = openness.audience == Audience.NAMED
    if narrowed or entry.audience == Audience.NAMED:
        sharing.name_readers(item=entry, accounts=openness.named)
    entry.audience = openness.audience
    entry.withheld_reason, entry.withheld_until = openness.reason, openness.until


def check_openness(openness: Openness, *, by: Viewer, seen: sharing.Look, at: datetime) -> None:
    """Raises Unfit unless this audience keeps the rules today."""
    needs_circle = openness.audience is Audience.NAMED
    circle = nameable(seen, at=at) if needs_circle else frozenset()
    check(openness, at=at, agency=by.agency_id, circle=circle)


def nameable(seen: sharing.Look, *, at: datetime) -> frozenset[UUID]:
    """The accounts that an author can name: who is in the circle now, and the person."""
    members = {member.account_id for member in circles.members(seen.person.pk, at)}
    own = {seen.person.account_id} if seen.person.account_id else set()
    return frozenset(members | own)


def promise_review(entry: Entry, openness: Openness, *, by: Viewer) -> None:
    """Somebody has to look again: whoever wrote it, or whoever narrowed what a database sent."""
    owner = entry.post or by.post_id
    if not openness.is_narrowed or openness.until is None or owner is None:
        return
    duty.make(
        by=by,
        kind=PromiseKind.REVIEW,
        room=ROOM,
        object=entry.pk,
        person=entry.person_id,
        owner_post=owner,
        due_at=timezone.make_aware(datetime.combine(openness.until, REVIEWED_BY)),
    )
