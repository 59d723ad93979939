"""What a page says once the server has the words: when they were saved, and who can see them."""

from datetime import datetime
from uuid import UUID

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from alongside.accounts.operations import Outcome
from alongside.agencies.queries import agency_names
from alongside.journey.models import Entry
from alongside.journey.policy import today
from alongside.lib import clock
from alongside.sharing.rules import Audience


def added(outcome: Outcome) -> str:
    """ "Saved at 2:05pm. Everyone in the circle can see it now." Of a replay: when it was saved."""
    if outcome.id is None:
        raise LookupError("Nothing was added.")
    return saved(outcome.id)


def saved(entry: UUID) -> str:
    found = Entry.objects.select_related("latest").get(pk=entry)
    at = found.latest.created_at if found.latest else found.created_at
    told = _("Saved at %(time)s.") % {"time": spoken_time(at)}
    if found.contested:
        return f"{told} {_('Somebody else changed this too. Both are kept.')}"
    return f"{told} {who_can_see(found)}"


def decided(entry: UUID) -> str:
    found = Entry.objects.get(pk=entry)
    return f"{_('Saved.')} {who_can_see(found)}"


def draft_saved(at: datetime) -> str:
    return _("Draft saved at %(time)s. Only you can see it.") % {"time": spoken_time(at)}


def who_can_see(entry: Entry) -> str:
    if entry.audience == Audience.CIRCLE:
        return _("Everyone in the circle can see it now.")
    seen = {
        Audience.WORKERS: _("Only workers can see it."),
        Audience.NAMED: _("Only you and the people you chose can see it."),
        Audience.KEY_WORKER: _("Only you and the key worker can see it."),
        Audience.ONLY_ME: _("Only you can see it."),
        Audience.AGENCY: _("Only %(agency)s can see it.") % {"agency": agency_of(entry)},
    }[Audience(entry.audience)]
    if entry.withheld_until is None:
        return seen
    day = formats.date_format(entry.withheld_until, "j F")
    return f"{seen} {_('You look at this again by %(day)s.') % {'day': day}}"


def agency_of(entry: Entry) -> str:
    agency = entry.agency
    return agency_names([agency]).get(agency, "") if agency else _("your agency")


def spoken_time(at: datetime) -> str:
    """ "2:05pm", with the day where it is not today: a replay may come later."""
    local = timezone.localtime(at)
    half = pgettext("before noon", "am") if local.hour < 12 else pgettext("after noon", "pm")
    time = f"{local.hour % 12 or 12}:{local:%M}{half}"
    if local.date() == today(clock.now()):
        return time
    return _("%(time)s on %(day)s") % {"time": time, "day": formats.date_format(local, "j F")}
