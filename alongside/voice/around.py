"""Who could read it: said in numbers and names before anybody chooses, and truly afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.accounts.names import names
from alongside.circles import queries as circles
from alongside.circles.models import Membership, Reach
from alongside.journey import receipts
from alongside.journey.models import Entry
from alongside.lib import clock
from alongside.sharing.queries import who_may
from alongside.sharing.rules import Action, Audience
from alongside.sharing.services import Look

type Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Around:
    """The circle as the question about readers says it."""

    key_worker: str
    count: int

    def choices(self, offered: Sequence[Audience]) -> list[Choice]:
        """The answers that can be given. Nobody is offered a key worker who is not there."""
        words = {
            Audience.CIRCLE: ngettext(
                "Everyone in my circle who may read it (%(count)s person)",
                "Everyone in my circle who may read it (%(count)s people)",
                self.count,
            )
            % {"count": self.count},
            Audience.KEY_WORKER: _("Only my key worker, now %(name)s") % {"name": self.key_worker},
            Audience.ONLY_ME: _("Only me, for now"),
        }
        return [
            (audience.value, words[audience])
            for audience in offered
            if audience is not Audience.KEY_WORKER or self.key_worker
        ]


def around(look: Look) -> Around:
    """Two queries: the circle, and a name."""
    members = circles.members(look.person.pk, clock.now())
    key = next((member.account_id for member in members if member.is_key_worker), None)
    reading = {m.account_id for m in members if m.post_id or reads_all(m)}
    return Around(names([key]).get(key, "") if key else "", len(reading))


def reads_all(member: Membership) -> bool:
    """Whether two people have decided that this member sees what is shared with the circle."""
    return member.frozen_at is None and member.reach == Reach.SHARED


def receipt(entry: UUID, *, look: Look) -> str:
    """When it was sent, and who can read it now: nothing that the server does not know."""
    found = Entry.objects.select_related("latest").get(pk=entry)
    at = found.latest.created_at if found.latest else found.created_at
    sent = _("Sent at %(time)s.") % {"time": receipts.spoken_time(at)}
    return f"{sent} {readers(found, look=look)}"


def just_told(entry: UUID) -> Entry:
    """What whoever looks has told this moment."""
    return Entry.objects.get(pk=entry)


def readers_now(entry: UUID, *, look: Look) -> str:
    """Who can read it after a change of that."""
    return readers(Entry.objects.get(pk=entry), look=look)


def readers(entry: Entry, *, look: Look) -> str:
    """ "Samira Khan and 6 others can read it now." """
    others = who_may(entry, Action.READ) - {look.person.account_id}
    if not others:
        return _("Only you can read it.") if look.is_own else _("Only the person can read it.")
    key = circles.key_worker(look.person.pk, clock.now())
    first = key.account_id if key and key.account_id in others else sorted(others)[0]
    name, more = names([first]).get(first, ""), len(others) - 1
    if not more:
        return _("%(name)s can read it now.") % {"name": name}
    return ngettext(
        "%(name)s and %(count)s other person can read it now.",
        "%(name)s and %(count)s other people can read it now.",
        more,
    ) % {"name": name, "count": more}
