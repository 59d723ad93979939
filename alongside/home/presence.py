"""Whether the people behind open streams are still signed in and still hold their post."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from alongside.accounts.models import Account
from alongside.accounts.viewer import Viewer
from alongside.agencies import queries as agencies
from alongside.agencies.viewers import is_as_self, viewer_of
from alongside.lib import clock


def viewer_of_session(key: str) -> Viewer | None:
    """Who is signed in with this session; None when nobody is."""
    session = SessionStore(session_key=key)
    signed_in = session.get(SESSION_KEY)
    if signed_in is None:
        return None
    account = Account.objects.filter(pk=signed_in, is_active=True).first()
    return viewer_of(account, session=session) if account else None


def still_there(streams: Iterable[tuple[str, Viewer]]) -> set[Viewer]:
    """Those who are still signed in, and still act as what they were when their stream began.

    Three queries for any number, and one more for those who hold a post and are here as themselves.
    """
    pairs, now = list(streams), clock.now()
    accounts = {viewer.account for _, viewer in pairs if viewer.account}
    sessions = live_sessions({key for key, _ in pairs}, now)
    active = set(
        Account.objects.filter(pk__in=accounts, is_active=True).values_list("pk", flat=True)
    )
    posts = agencies.current_posts(accounts, now)
    apart = {key for key, viewer in pairs if viewer.post is None and viewer.account in posts}
    chosen = as_themselves(apart & sessions)
    return {
        viewer
        for key, viewer in pairs
        if key in sessions
        and viewer.account is not None
        and viewer.account in active
        and viewer.post_id == (None if key in chosen else posts.get(viewer.account))
    }


def as_themselves(keys: set[str]) -> set[str]:
    """Of these sessions those in which somebody chose so. A choice has a session key of its own."""
    rows = Session.objects.filter(session_key__in=keys) if keys else ()
    return {row.session_key for row in rows if is_as_self(row.get_decoded())}


def live_sessions(keys: set[str], at: datetime) -> set[str]:
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=at)
    return set(rows.values_list("session_key", flat=True))
