"""Things that the policy hides from somebody: how each comes to be, and from whom it is hidden.

What is not here is there to be seen. Everybody tied to a person sees who is in the circle and who
is asked to join it; and the person's log tells of every look at the record as a whole.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from alongside.accounts.viewer import Viewer, system
from alongside.agencies.models import Agency
from alongside.circles import services as circles
from alongside.circles.models import Role
from alongside.journey import services as journey
from alongside.journey.kinds import Kind, Note, PathwayEvent
from alongside.journey.models import Entry, EntryVersion
from alongside.journey.services import Arrival
from alongside.journey.services.writing import announce, sealed_version
from alongside.lib import clock, ids
from alongside.sharing import services as sharing
from alongside.sharing.rules import Audience
from alongside.vault import services as vault
from tests.northmere import Northmere
from tests.routes.house import passkey
from tests.routes.table import ACTORS, COUNCIL, NIGHT_ON_SHIFT, SELF, TIED, WORKING
from tests.worlds.elsewhere import SECRET, Ids, another_person, step_on_the_plan
from tests.worlds.kept import keep_more_to_oneself, keep_to_oneself

# By day: who is on duty at night has nothing to see then.
EVERYBODY = frozenset(ACTORS) - {NIGHT_ON_SHIFT}
ABOUT_A_SECRET = Note(about=f"{SECRET} was seen", text=f"{SECRET} stood at the gate.", words="No.")


def nothing(_area: Northmere) -> Ids:
    return []


def nothing_instead(_area: Northmere, _before: Ids) -> Ids:
    return []


def unread(_area: Northmere, _hidden: Ids) -> None:
    pass


@dataclass(frozen=True)
class Hidden:
    """One thing. `before` is in both worlds; `happens` and `goes_on` are in one of them alone.

    Each gets the ids that the one before it gave. `instead`: what happens in the other world at
    the same time, where a part of it is there for everybody to see.
    """

    name: str
    happens: Callable[[Northmere, Ids], Ids]
    seen_by: frozenset[str]
    before: Callable[[Northmere], Ids] = nothing
    goes_on: Callable[[Northmere, Ids], None] = unread
    instead: Callable[[Northmere, Ids], Ids] = nothing_instead
    # Who notices it, for certain, on the pages that everybody opens at the end; "" is nobody.
    noticed_by: str = "key-worker"

    @property
    def hidden_from(self) -> list[str]:
        return [actor for actor in ACTORS if actor in EVERYBODY - self.seen_by]


def write(
    area: Northmere, slug: str, audience: Audience, *, named: Iterable[UUID] = (), days: int = 0
) -> UUID:
    operation = ids.new()
    narrowed = audience is not Audience.CIRCLE
    made = journey.add_entry(
        by=area.viewer(slug),
        person=area.person,
        kind=Kind.NOTE,
        contents=ABOUT_A_SECRET,
        happened_at=clock.now() - timedelta(days=days, minutes=1),
        audience=audience,
        withheld_reason="harm" if narrowed else "",
        withheld_until=clock.now().date() + timedelta(days=7) if narrowed else None,
        named=named,
        operation=operation,
        digest=vault.mac("test", str(operation)),
    )
    assert made.id is not None
    return made.id


def own_words(area: Northmere, slug: str, audience: Audience) -> UUID:
    """What a person or a parent keeps close. Its page comes later; the policy knows it already."""
    by = area.viewer(slug)
    at = clock.now()
    entry = Entry(
        id=ids.new(),
        person_id=area.person,
        author=by.account,
        happened_at=at,
        created_at=at,
        decided_at=at,
        sealed=b"",
        kind=Kind.NOTE,
        audience=audience,
    )
    version = sealed_version(entry, contents=ABOUT_A_SECRET, happened_at=at, at=at, by=by)
    entry.latest_id = version.pk
    entry.save(force_insert=True)
    version.save(force_insert=True)
    announce(entry)
    return entry.pk


def entry_by(
    slug: str, audience: Audience, *named: str, days: int = 0
) -> Callable[[Northmere], Ids]:
    def written(area: Northmere) -> Ids:
        readers = [area.account(reader) for reader in named]
        return [write(area, slug, audience, named=readers, days=days)]

    return written


def words_by(slug: str, audience: Audience) -> Callable[[Northmere], Ids]:
    return lambda area: [own_words(area, slug, audience)]


def first(act: Callable[[Northmere], Ids]) -> Callable[[Northmere, Ids], Ids]:
    """Something that needs nothing to have been before."""
    return lambda area, _before: act(area)


def read_by(*slugs: str) -> Callable[[Northmere, Ids], None]:
    """Those who may, read it in detail: the person's log has it, for those who may know."""

    def goes_on(area: Northmere, hidden: Ids) -> None:
        for slug in slugs:
            with suppress(sharing.Refused):  # the actor has taken them out of the circle
                opened(area.viewer(slug), area.person, hidden[0])

    return goes_on


def opened(by: Viewer, person: UUID, entry: UUID) -> None:
    sharing.open_item(Entry, by=by, person=person, item=entry, room="journey")


def bring_in(area: Northmere) -> Ids:
    council = Agency.objects.get(slug="northmere-council")
    arrivals = [
        Arrival(
            person=area.person,
            kind=kind,
            contents=PathwayEvent(title=SECRET, details=(("From", "Police"),)),
            happened_at=clock.now() - timedelta(days=age),
        )
        for age, kind in ((3, Kind.REFERRAL), (90, Kind.CONFERENCE))
    ]
    return journey.import_entries(
        by=system(),
        agency=council.pk,
        arrivals=arrivals,
        source="the children in need census",
        as_at=date(2025, 3, 31),
    )


def correct(area: Northmere, before: Ids) -> Ids:
    entry, operation = Entry.objects.get(pk=before[0]), ids.new()
    journey.correct_entry(
        by=area.viewer("key-worker"),
        person=area.person,
        entry=entry.pk,
        contents=Note(about=f"{SECRET} again", text="Corrected."),
        happened_at=entry.happened_at,
        based_on=EntryVersion.objects.get(entry=entry).pk,
        operation=operation,
        digest=vault.mac("test", str(operation)),
    )
    return [entry.pk]


def change(audience: Audience, *named: str) -> Callable[[Northmere, Ids], Ids]:
    def happens(area: Northmere, before: Ids) -> Ids:
        operation = ids.new()
        journey.change_audience(
            by=area.viewer("key-worker"),
            person=area.person,
            entry=before[0],
            audience=audience,
            withheld_reason="told-to-wait",
            withheld_until=clock.now().date() + timedelta(days=14),
            named=[area.account(reader) for reader in named],
            operation=operation,
            digest=vault.mac("test", str(operation)),
        )
        return before

    return happens


def begin_draft(area: Northmere) -> Ids:
    made = journey.save_draft(
        by=area.viewer("key-worker"),
        person=area.person,
        kind=Kind.NOTE,
        fields={"about": [SECRET]},
        operation=ids.new(),
    )
    assert made is not None
    return [made.pk]


def exclude(slug: str) -> Callable[[Northmere], Ids]:
    def excluded(area: Northmere) -> Ids:
        made = sharing.exclude(
            by=area.viewer("key-worker"),
            person=area.person,
            account=area.account(slug),
            reason=SECRET,
        )
        return [made.pk]

    return excluded


def ask_to_join(area: Northmere) -> Ids:
    guest = area.viewer("governance-lead")
    asked = circles.invite(
        by=area.viewer("key-worker"),
        person=area.person,
        account=area.account("governance-lead"),
        role=Role.WORKER,
        post=guest.post_id,
    )
    return [asked.pk]


def add_passkey(area: Northmere) -> Ids:
    return [passkey(area.account("key-worker"))]


FOR_WORKERS = entry_by("key-worker", Audience.WORKERS)
FOR_THE_COUNCIL = entry_by("key-worker", Audience.AGENCY)


KINDS: tuple[Hidden, ...] = (
    Hidden(
        "an entry for workers",
        first(entry_by("key-worker", Audience.WORKERS)),
        seen_by=WORKING,
        goes_on=read_by("school-lead", "team-manager"),
    ),
    Hidden(
        "an entry for one agency",
        first(entry_by("key-worker", Audience.AGENCY)),
        seen_by=COUNCIL,
        goes_on=read_by("team-manager"),
    ),
    Hidden(
        "an entry for the school’s own",
        first(entry_by("school-lead", Audience.AGENCY)),
        seen_by=frozenset({"school-lead"}),
        noticed_by="school-lead",
        goes_on=read_by("school-lead"),
    ),
    Hidden(
        "an entry for somebody named",
        first(entry_by("key-worker", Audience.NAMED, "school-lead", "young-person")),
        seen_by=frozenset({"key-worker", "school-lead", "young-person"}),
        goes_on=read_by("school-lead", "young-person"),
    ),
    Hidden(
        "the person’s words to the key worker",
        first(words_by("young-person", Audience.KEY_WORKER)),
        seen_by=frozenset({"key-worker", "young-person"}),
        goes_on=read_by("key-worker"),
    ),
    Hidden(
        "a parent’s words to nobody",
        first(words_by("parent", Audience.ONLY_ME)),
        seen_by=frozenset({"parent"}),
        noticed_by="parent",
        goes_on=read_by("parent"),
    ),
    Hidden(
        "what another database brought in",
        first(bring_in),
        seen_by=COUNCIL,
        goes_on=read_by("key-worker"),
    ),
    Hidden(
        "a correction of a hidden entry",
        correct,
        before=FOR_WORKERS,
        seen_by=WORKING,
        goes_on=read_by("school-nurse"),
    ),
    Hidden(
        "a narrower audience, and the promise to look again",
        change(Audience.AGENCY),
        before=FOR_WORKERS,
        seen_by=WORKING,
        goes_on=read_by("key-worker"),
    ),
    Hidden(
        "a wider audience that still leaves some out",
        change(Audience.NAMED, "school-nurse"),
        before=FOR_THE_COUNCIL,
        seen_by=COUNCIL | {"school-nurse"},
        goes_on=read_by("school-nurse"),
    ),
    Hidden(
        "somebody’s draft",
        first(begin_draft),
        seen_by=frozenset({"key-worker"}),
    ),
    Hidden(
        "what happened before somebody came",
        first(entry_by("key-worker", Audience.CIRCLE, days=5)),
        seen_by=TIED - {"newcomer"},
        goes_on=read_by("parent", "school-lead"),
    ),
    Hidden(
        "a step on the plan, for a member of whom nobody has decided",
        first(step_on_the_plan),
        seen_by=TIED - {"newcomer"},
    ),
    Hidden(
        "another person with a circle of their own",
        first(another_person),
        seen_by=frozenset({"school-nurse", "housing-officer"}),
        noticed_by="school-nurse",
    ),
    Hidden(
        "a member who must not look any more",
        first(exclude("youth-charity")),
        seen_by=frozenset({"youth-charity"}) | COUNCIL,
        noticed_by="youth-charity",
    ),
    Hidden(
        "a stranger who must never look",
        first(exclude("unrelated-worker")),
        seen_by=COUNCIL,
        noticed_by="",
    ),
    Hidden(
        "somebody asked to join a circle",
        first(ask_to_join),
        seen_by=SELF | WORKING | {"governance-lead"},
    ),
    Hidden(
        "somebody’s passkey",
        first(add_passkey),
        seen_by=frozenset({"key-worker"}),
    ),
    # Hidden from themselves too: who is signed in as the person, without the passphrase.
    Hidden(
        "a private space in use",
        first(keep_to_oneself),
        seen_by=frozenset(),
        goes_on=keep_more_to_oneself,
        noticed_by="",
    ),
)
