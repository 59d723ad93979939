"""People say it themselves: the person's views, and how family and workers see the same."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.accounts.operations import Outcome, once
from alongside.accounts.viewer import Viewer
from alongside.audit import services as audit
from alongside.journey.kinds import Kind
from alongside.journey.models import Entry
from alongside.journey.policy import OWN_WORDS, Unfit
from alongside.journey.services.attached_files import enclosed_in
from alongside.journey.services.drafts import clear_draft
from alongside.journey.services.writing import ROOM, announce, sealed_version
from alongside.journey.voices import HIGHEST, LOWEST, View, Viewpoint
from alongside.lib import clock
from alongside.sharing import services as sharing
from alongside.sharing.rules import Action, Audience


@transaction.atomic
def tell(
    *,
    by: Viewer,
    person: UUID,
    contents: View | Viewpoint,
    audience: Audience = Audience.CIRCLE,
    operation: UUID,
    digest: bytes,
) -> Outcome:
    """Put somebody's own words on the journey, exactly as they stand.

    A view is the person's own: told by them, or `together` with a worker who writes it down. Then
    it belongs to the person alone, and the worker stands in its version. That somebody does not
    feel safe goes to the workers of the circle and to nobody else. A viewpoint is of whoever
    gives it, for everyone in the circle when it is a worker's.

    Raises Refused, Unfit and UsedOperation. The entry has the id that its draft had.
    """
    audit.hold([person])  # what is being saved or added to the draft at this moment comes first
    seen = sharing.allow(by=by, person=person, action=Action.TELL, room=ROOM)
    check_teller(contents, seen=seen, operation=operation)

    def put(new_id: UUID) -> UUID:
        check_told(contents, audience, seen=seen)
        at = clock.now()
        is_view = isinstance(contents, View)
        entry = Entry(
            id=new_id,
            person=seen.person,
            author=seen.person.account_id if is_view else by.account,
            agency=None if is_view else by.agency_id,
            post=None if is_view else by.post_id,
            audience=audience,
            happened_at=at,
            created_at=at,
            sealed=b"",
            kind=Kind.VIEW if is_view else Kind.VIEWPOINT,
            urgent=isinstance(contents, View) and contents.unsafe,
            decided_at=at,
        )
        told = with_what_is_enclosed(contents, of=new_id, person=person)
        version = sealed_version(entry, contents=told, happened_at=at, at=at, by=by)
        entry.latest_id = version.pk
        entry.save(force_insert=True)
        version.save(force_insert=True)
        clear_draft(by=by, operation=operation)
        kind = Entry._meta.label_lower
        sharing.written(seen, action=Action.TELL, room=ROOM, kind=kind, object=entry.pk)
        announce(entry)
        return entry.pk

    return once(by=by, operation=operation, kind="journey.tell", digest=digest, effect=put)


def with_what_is_enclosed(
    contents: View | Viewpoint, *, of: UUID, person: UUID
) -> View | Viewpoint:
    """A view holds what was attached while it was written, and nothing that is attached later."""
    if isinstance(contents, View):
        return replace(contents, enclosed=enclosed_in(of, person=person))
    return contents


def check_teller(contents: View | Viewpoint, *, seen: sharing.Look, operation: UUID) -> None:
    """Only the person tells a view, or a worker together with them. Raises Refused."""
    if isinstance(contents, Viewpoint):
        return
    fits = seen.may(Action.ADD) if contents.together else seen.is_own
    if not fits:
        raise sharing.Refused(
            by=seen.by, action=Action.TELL, room=ROOM, rule="not-for-you", object=operation
        )


def check_told(contents: View | Viewpoint, audience: Audience, *, seen: sharing.Look) -> None:
    """Raises Unfit for words that say nothing, a number off the scale, or the wrong audience."""
    if any(not LOWEST <= scale.score <= HIGHEST for scale in contents.scales):
        raise Unfit("", _("Choose a number from 0 to 10."))
    if audience not in choices_of_audience(contents, seen=seen):
        raise Unfit("audience", _("Choose who can see this."))


def choices_of_audience(contents: View | Viewpoint, *, seen: sharing.Look) -> tuple[Audience, ...]:
    """Who can be chosen to see it."""
    if isinstance(contents, View) and contents.unsafe:
        # Whoever it is not safe with may be family.
        return (Audience.WORKERS,)
    if isinstance(contents, Viewpoint) and seen.by.is_worker:
        return (Audience.CIRCLE,)
    if isinstance(contents, View) and seen.person.account_id is None:
        # Nobody could ever read what is only for somebody who cannot sign in.
        return (Audience.CIRCLE, Audience.KEY_WORKER)
    return OWN_WORDS
