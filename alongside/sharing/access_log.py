"""Who looked, when and why, as plain sentences that the person reads.

The log is itself filtered by the policy: an event about an item is told only to those who may
see that item, and an event of a kind that is not known here is not told at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.accounts.names import names
from alongside.agencies import queries as agencies
from alongside.agencies.queries import PostLabel
from alongside.audit.models import AccessEvent
from alongside.audit.services import Depth, Outcome
from alongside.sharing.changes import is_item, item_model
from alongside.sharing.queries import visible
from alongside.sharing.rules import Action
from alongside.sharing.services import Look
from alongside.vault import services as vault

PAGE = 50
# One page holds so many lines; what is older has a page of its own.
FARTHEST = 500
CHUNK = 200
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Kinds of rows that everybody tied to the person knows of.
ABOUT_THE_CIRCLE = {"circles.membership", "circles.invitation", "people.person"}

# What somebody did, said after their name. Keyed by action, then by the room it was done in.
DEEDS: dict[tuple[str, str], Promise] = {
    (Action.SEE, "listed"): _("saw your name in a list"),
    (Action.SEE, "journey"): _("opened your record"),
    (Action.SEE, "circles"): _("looked at who is in your circle"),
    (Action.SEE, "home"): _("opened your record"),
    (Action.READ, "journey"): _("read one entry"),
    ("search", "journey"): _("searched in your record"),
    (Action.ADD, "journey"): _("wrote a new entry"),
    (Action.CORRECT, "journey"): _("corrected an entry"),
    (Action.REVIEW, "journey"): _("changed who can see an entry"),
    (Action.NAME, "people"): _("wrote down your name"),
    (Action.CHANGE_CIRCLE, "circles"): _("changed who is in your circle"),
    (Action.LEAVE, "circles"): _("left your circle"),
    ("invited", "circles"): _("read the invitation to your circle"),
    ("accept", "circles"): _("joined your circle"),
    ("decline", "circles"): _("said no to joining your circle"),
    (Action.READ_LOG, "sharing"): _("looked at this page"),
    (Action.SEE, "sharing"): _("asked why they can see your record"),
    (Action.READ, "sharing"): _("read what you asked about a look"),
    (Action.TELL, "sharing"): _("wrote about a look at your record"),
    (Action.SEE, "people"): _("opened your record"),
    (Action.TELL, "journey"): _("wrote in their own words"),
    (Action.SEE, "plans"): _("opened your plan"),
    (Action.PLAN, "plans"): _("changed your plan"),
    (Action.READ_ACCESS, "sharing"): _("looked at what somebody in your circle can see"),
    (Action.PROPOSE_ACCESS, "sharing"): _("said what somebody in your circle should see"),
    (Action.CONFIRM_ACCESS, "sharing"): _("decided what somebody in your circle can see"),
    (Action.FREEZE, "sharing"): _("stopped what somebody in your circle can see"),
}
BROUGHT_IN = _("brought in records from another system")

# What leaves an event both when its page is opened and when it is done.
CHANGES = frozenset(
    {
        *(Action.ADD, Action.CORRECT, Action.REVIEW, Action.NAME),
        *(Action.CHANGE_CIRCLE, Action.LEAVE, Action.SET_EXCLUSION),
        *(Action.TELL, Action.PROPOSE_ACCESS, Action.CONFIRM_ACCESS, Action.FREEZE),
    }
)

# Why the policy let them, in words for the person.
REASONS: dict[str, Promise] = {
    "self-sees": _("It is your own record."),
    "self-reads": _("It is your own record."),
    "self-reads-log": _("It is your own record."),
    "family-sees": _("They are in your circle."),
    "family-reads": _("They are in your circle."),
    "circle-sees": _("They work with you."),
    "circle-reads": _("They work with you."),
    "workers-add": _("They work with you."),
    "workers-name": _("They work with you."),
    "self-tells": _("They are your own words."),
    "family-tells": _("They are in your circle."),
    "workers-tell": _("They work with you."),
    "self-plans": _("It is your own plan."),
    "family-plans": _("They are in your circle."),
    "circle-plans": _("They work with you."),
    "team-plans": _("Their team helps you, and they were on duty."),
    "self-decides-access": _("It is your own record."),
    "workers-confirm-access": _("They work with you."),
    "key-worker-proposes-access": _("They are your key worker."),
    "team-proposes-access": _("Their team helps you, and they were on duty."),
    "key-worker-changes-circle": _("They are your key worker."),
    "key-worker-reads": _("They are your key worker."),
    "team-sees": _("Their team helps you, and they were on duty."),
    "team-reads": _("Their team helps you, and they were on duty."),
    "team-changes-circle": _("Their team helps you, and they were on duty."),
    "agency-circle": _("Their agency wrote it."),
    "agency-team": _("Their agency wrote it."),
    "review-due-circle": _("Their agency wrote it, and it was time to look at it again."),
    "review-due-team": _("Their agency wrote it, and it was time to look at it again."),
    "agency-circle-corrects": _("Their agency wrote it."),
    "agency-team-corrects": _("Their agency wrote it."),
    "author": _("They wrote it."),
    "named-family-reads": _("The person who wrote it chose them as a reader."),
    "named-reads": _("The person who wrote it chose them as a reader."),
    "members-leave": _("Anyone can leave a circle."),
    "listed": _("They are in your circle, or their team helps you."),
    "invited": _("They were asked to join your circle."),
    "imported": _("A machine did this, not a person."),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One line of the log."""

    at: datetime
    who: str
    role: str
    is_you: bool
    deed: Promise
    why: Promise | str
    # The row of the log, and how an address names it.
    event: int
    ref: str = ""

    @property
    def day(self) -> date:
        return timezone.localtime(self.at).date()


@dataclass(frozen=True, slots=True)
class LogPage:
    """Newest first. `further`: the address (after the ?) that goes further back; empty at the end."""

    lines: Sequence[Seen]
    further: str


def access_log(look: Look, *, lines: int = PAGE, before: str = "") -> LogPage:
    """The newest lines of the log, or the newest before a place that another page ended at.

    `look` must have been allowed READ_LOG.
    """
    asked = min(lines, FARTHEST)
    found = list(islice(allowed_events(look, before=opened(before, look)), asked + 1))
    further = beyond(found[asked - 1], look, lines=asked, before=before) if found[asked:] else ""
    shown = found[:asked]
    named = zip(in_words(shown, look), refs(shown, look, is_first=not before), strict=True)
    lines_shown = [replace(line, ref=ref) for line, ref in named]
    return LogPage(lines=lines_shown, further=further)


def refs(events: Sequence[AccessEvent], look: Look, *, is_first: bool) -> Iterator[str]:
    """How an address names each of these: by its time, and how many of that time are above it.

    Only what this viewer is told counts, so it says nothing of what is hidden.
    """
    at, above = None, 0
    for event in events:
        if event.at != at:
            # A page may begin in the midst of what happened at one time.
            begun = at is None and not is_first
            above = told_at(look, event.at).index(event) if begun else 0
            at = event.at
        yield f"{(event.at - EPOCH) // timedelta(microseconds=1)}-{above}"
        above += 1


def event_of(ref: str, look: Look) -> AccessEvent | None:
    """The line of the log that an address names; None for all that this viewer is not told."""
    when, _dash, above = ref.partition("-")
    if not (when.isdecimal() and above.isdecimal() and len(when) < 18 and len(above) < 6):
        return None
    told = told_at(look, EPOCH + timedelta(microseconds=int(when)))
    return told[int(above)] if int(above) < len(told) else None


def told_at(look: Look, at: datetime) -> list[AccessEvent]:
    """What happened at exactly this time and may be told, the newest first."""
    return list(allowed_events(look, at=at))


def newest_events(look: Look, *, count: int) -> list[AccessEvent]:
    """The newest events by others that this viewer may be told of, who must be the person."""
    others = (event for event in allowed_events(look) if event.account != look.by.account)
    return list(islice(others, count))


def beyond(last: AccessEvent, look: Look, *, lines: int, before: str) -> str:
    """More lines on this page as long as it stays a page; then the next one, from its last line."""
    if lines + PAGE <= FARTHEST:
        return urlencode({"lines": lines + PAGE} | ({"before": before} if before else {}))
    return urlencode({"before": vault.seal_cursor(str(last.seq), bound_to=whose(look))})


def opened(place: str, look: Look) -> int | None:
    """Where a page ended. Sealed, since the place of an event would tell how many are hidden."""
    known = vault.open_cursor(place, bound_to=whose(look)) if place else None
    return int(known) if known else None


def whose(look: Look) -> str:
    return f"log:{look.person.pk}:{look.by.account}"


def allowed_events(
    look: Look, *, before: int | None = None, at: datetime | None = None
) -> Iterator[AccessEvent]:
    """The person's own chain, newest first, without what the policy keeps from this viewer.

    `before`: from this place on. `at`: of this very moment alone.
    """
    chain = AccessEvent.objects.filter(chain=look.person.pk, outcome=Outcome.ALLOWED)
    if at is not None:
        chain = chain.filter(at=at)
    last = before
    while True:
        rows = chain if last is None else chain.filter(seq__lt=last)
        events = list(rows.order_by("-seq")[:CHUNK])
        seen = readable_items(events, look)
        yield from (event for event in events if may_be_told(event, seen))
        if len(events) < CHUNK:
            return
        last = events[-1].seq


# A row by its kind and id: a draft has the id of the entry that it becomes.
type Row = tuple[str, UUID]


def may_be_told(event: AccessEvent, readable: set[Row]) -> bool:
    """Deny by default: about the journey, or about an item that this viewer may read."""
    if not event.kind or event.kind in ABOUT_THE_CIRCLE:
        return True
    return event.object is not None and (event.kind, event.object) in readable


def readable_items(events: Iterable[AccessEvent], look: Look) -> set[Row]:
    """Which of the items in these events this viewer may read: one query for all kinds."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for event in events:
        if event.object is not None and is_item(event.kind):
            wanted[event.kind].add(event.object)
    readable = [
        visible(item_model(kind), by=look.by, person=look.person.pk, standing=look.standing)
        .filter(pk__in=ids)
        .order_by()
        .annotate(row_kind=Value(kind))
        .values_list("row_kind", "pk")
        for kind, ids in wanted.items()
    ]
    return set(readable[0].union(*readable[1:])) if readable else set()


def in_words(events: Sequence[AccessEvent], look: Look) -> list[Seen]:
    who = names({event.account for event in events if event.account})
    posts = agencies.posts({event.post for event in events if event.post})
    return [
        Seen(
            at=event.at,
            who=who.get(event.account, "") if event.account else str(_("Alongside itself")),
            role=role_of(posts.get(event.post) if event.post else None),
            is_you=event.account == look.by.account,
            deed=deed(event),
            why=REASONS.get(event.rule, ""),
            event=event.pk,
        )
        for event in events
    ]


def role_of(post: PostLabel | None) -> str:
    return f"{post.role}, {post.agency}" if post else ""


def deed(event: AccessEvent) -> Promise:
    if event.rule == "imported":
        return BROUGHT_IN
    place = "listed" if event.depth == Depth.LISTED else event.room
    return DEEDS.get((told_as(event), place), _("looked at something in your record"))


def told_as(event: AccessEvent) -> str:
    """A change is recorded without a depth: with one, somebody only opened the page for it."""
    if event.depth == Depth.SEARCHED:
        return "search"
    if event.depth and event.action in CHANGES:
        return Action.READ if event.kind else Action.SEE
    return event.action
