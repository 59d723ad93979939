"""What all changes to an entry share: the lock, a new sealed version, the announcement."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from alongside.accounts.viewer import Viewer
from alongside.audit import services as audit
from alongside.journey.kinds import SCHEMA_OF, Recorded
from alongside.journey.models import Entry, EntryVersion
from alongside.lib import ids
from alongside.live import services as live
from alongside.sharing import services as sharing
from alongside.sharing.rules import Action

ROOM = "journey"
REGION = "journey"


def sealed_version(
    entry: Entry,
    *,
    contents: Recorded,
    happened_at: datetime,
    at: datetime,
    by: Viewer | None = None,
    id: UUID | None = None,
    number: int = 1,
    based_on: UUID | None = None,
    settles: UUID | None = None,
) -> EntryVersion:
    """A version ready to be saved. Without `by` it came from another database."""
    version = EntryVersion(
        id=id or ids.new(),
        entry_id=entry.pk,
        person_id=entry.person_id,
        schema=SCHEMA_OF[type(contents)],
        number=number,
        author=by.account if by else None,
        agency=by.agency_id if by else entry.agency,
        post=by.post_id if by else None,
        happened_at=happened_at,
        created_at=at,
        based_on_id=based_on,
        settles_id=settles,
    )
    version.put(contents)
    return version


def locked(entry: UUID, *, person: UUID, by: Viewer, action: Action) -> Entry:
    """The entry, held until the transaction ends: changes of one entry come one by one."""
    audit.hold([person])
    found = Entry.objects.select_for_update().filter(pk=entry, person=person).first()
    if found is None:
        raise sharing.Refused(by=by, action=action, room=ROOM, rule="not-for-you", object=entry)
    return found


def announce(entry: Entry) -> None:
    """Tell the open pages of everybody who may see this entry that their journey changed."""
    announce_all([entry])


def announce_all(entries: Iterable[Entry]) -> None:
    live.publish_many(
        region=REGION,
        kind=Entry._meta.label_lower,
        changes=[(entry.person_id, entry.pk) for entry in entries],
    )
