"""What somebody who holds a post is here as: in it, or as themselves."""

from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Exists

from alongside.accounts.viewer import Viewer
from alongside.agencies import queries as agencies
from alongside.agencies.models import Post
from alongside.agencies.viewers import is_as_self
from alongside.duty import queries as duty
from alongside.duty.models import Shift
from alongside.lib import clock
from alongside.sharing.circle import also_as_self


@dataclass(frozen=True, slots=True)
class HereAs:
    """The switch: the post, as it is written, and whether they are here in it now."""

    role: str
    agency: str
    is_worker: bool


@dataclass(frozen=True, slots=True)
class AtWork:
    """A worker right now. There is a switch if something here is theirs without their post."""

    on_duty: bool
    here_as: HereAs | None


def at_work(*, by: Viewer) -> AtWork:
    """Whether this worker is on duty for any team, and what they can change to: one query."""
    now, post = clock.now(), by.post_id
    if post is None:
        return AtWork(on_duty=False, here_as=None)
    shifts = Shift.objects.filter(duty.running(now), account=by.account)
    asked = Post.objects.annotate(on_duty=Exists(shifts), is_also_self=also_as_self(by=by))
    here = asked.select_related("agency").get(pk=post)
    change = HereAs(here.role, here.agency.name, is_worker=True) if here.is_also_self else None
    return AtWork(here.on_duty, change)


def as_oneself(*, by: Viewer, session: SessionBase) -> HereAs | None:
    """The way back, for whoever chose to be here as themselves and still holds a post.

    It asks nothing of the database for anybody else.
    """
    if by.account is None or not is_as_self(session):
        return None
    held = agencies.post_held(by.account, clock.now())
    if held is None:
        return None
    label = agencies.posts({held.id})[held.id]
    return HereAs(label.role, label.agency, is_worker=False)
