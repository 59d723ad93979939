"""The one table: what every address answers to everybody, by GET and by POST.

A route that is not here fails the walk until somebody has decided, here, who may come in.
Who is not named gets the 404 that an address which does not exist gets; who is signed out is
sent to the sign-in page.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.northmere import SLUGS
from tests.routes.house import BESIDE

NIGHT_ON_SHIFT = "night-duty at night"
ACTORS = (*SLUGS, NIGHT_ON_SHIFT, *BESIDE)

SELF = frozenset({"young-person"})
FAMILY = frozenset({"parent", "newcomer"})
KEY_WORKER = frozenset({"key-worker"})
CIRCLE = KEY_WORKER | {"school-lead", "school-nurse", "housing-officer", "youth-charity"}
# Their team holds the journey and they are on duty at this hour.
ON_DUTY = frozenset({"team-manager", NIGHT_ON_SHIFT})
COUNCIL = KEY_WORKER | ON_DUTY
INVITED = frozenset({"invited"})
WORKERS = frozenset(ACTORS) - SELF - FAMILY - INVITED
WORKING = CIRCLE | ON_DUTY
TIED = SELF | FAMILY | WORKING
EVERYBODY = frozenset(ACTORS)
NOT_THERE = 404


@dataclass(frozen=True)
class Answer:
    """This status for those who are named, another for everybody else."""

    status: int
    who: frozenset[str] = EVERYBODY
    others: int = NOT_THERE

    def to(self, actor: str) -> int:
        return self.status if actor in self.who else self.others


REFUSED = Answer(405)
CHANGED = 302
# "Leave this page" works from a page that was open too long, so it asks for no token.
LEAVE = "leave/"
SHOWN = 200


@dataclass(frozen=True)
class Row:
    """One address. `thing` names what its id stands for, where there are several."""

    path: str
    get: Answer
    post: Answer = REFUSED
    thing: str = ""
    # What somebody who is not signed in gets, where it is not the redirect: by GET and by POST.
    to_nobody: tuple[int, int] | None = None


def page(path: str, who: Iterable[str], thing: str = "") -> Row:
    """Somewhere to look."""
    return Row(path, get=Answer(SHOWN, frozenset(who)), thing=thing)


def form(path: str, who: Iterable[str], thing: str = "") -> Row:
    """A form: sent empty, it is shown again with what is missing."""
    shown = Answer(SHOWN, frozenset(who))
    return Row(path, get=shown, post=shown, thing=thing)


def button(path: str, who: Iterable[str]) -> Row:
    """Something to do, with nothing to look at."""
    return Row(path, get=REFUSED, post=Answer(CHANGED, frozenset(who)))


def for_workers(path: str) -> Row:
    """Not about anybody: for whoever works, and not there for anybody else."""
    return Row(path, get=Answer(SHOWN, WORKERS), post=Answer(405, WORKERS))


PERSON = "people/<uuid:person_id>/"
AROUND = PERSON + "circle/"
ACCESS = AROUND + "members/<uuid:membership_id>/access/"
ATTACHMENT = PERSON + "attachments/<uuid:part_id>/"
ENTRY = PERSON + "entries/<uuid:item_id>/"

PLAN = PERSON + "plan/"
GOAL = PLAN + "goals/<uuid:goal_id>/"
STEP = PLAN + "steps/<uuid:step_id>/"
LINE = PLAN + "agenda/<uuid:line_id>/"
# Nobody has decided yet that the newcomer may see anything.
PLANNERS = TIED - {"newcomer"}

# Who may read an entry, and who may correct it and decide about it, by what the entry is.
READERS = {
    "shared": TIED - {"newcomer"},  # it happened before the newcomer's history begins
    "workers": WORKING,
    "named": KEY_WORKER | {"school-lead"},
    "agency": COUNCIL,
    "imported": COUNCIL,
}
DECIDERS = READERS | {"shared": COUNCIL, "workers": COUNCIL, "named": KEY_WORKER}
# Who may see what is attached to a view: one that is being written, and two that were sent.
SEERS = {
    "begun": SELF,
    "sent": READERS["shared"],
    "for the key worker": SELF | KEY_WORKER,
}

TABLE: tuple[Row, ...] = (
    Row("", get=Answer(302), to_nobody=(200, 405)),
    Row("health/", get=Answer(200), to_nobody=(200, 405)),
    Row("manifest.webmanifest", get=Answer(200), to_nobody=(200, 405)),
    # For everybody, signed in or not: what is sent is kept in a cookie of this device.
    Row("reading/", get=Answer(SHOWN), post=Answer(302), to_nobody=(200, 302)),
    Row("me/", get=Answer(SHOWN, EVERYBODY - WORKERS, others=302)),
    page("me/news/", EVERYBODY),
    # Whoever is here as one thing only can send it, and stays what they are.
    Row("here-as/", get=REFUSED, post=Answer(302)),
    for_workers("work/"),
    for_workers("work/news/"),
    form("work/people/", WORKERS),
    # Nothing has to be said there.
    Row("work/me/", get=Answer(SHOWN, WORKERS), post=Answer(CHANGED, WORKERS)),
    Row("work/me/away/", get=Answer(405, WORKERS), post=Answer(SHOWN, WORKERS)),
    Row("work/me/here-again/", get=Answer(405, WORKERS), post=Answer(CHANGED, WORKERS)),
    # One of them has a photo.
    Row(
        "work/me/photo/",
        get=Answer(SHOWN, frozenset({"youth-charity"})),
        post=Answer(CHANGED, WORKERS),
    ),
    Row("work/me/photo/remove/", get=Answer(405, WORKERS), post=Answer(CHANGED, WORKERS)),
    page(PERSON, TIED),
    page(PERSON + "news/", TIED),
    form(PERSON + "name/", WORKING),
    page(AROUND, TIED),
    form(AROUND + "invite/", COUNCIL),
    button(AROUND + "take/", COUNCIL),  # there is a key worker already: it says so
    button(AROUND + "leave/", CIRCLE | FAMILY),
    button(AROUND + "invitations/<uuid:invitation_id>/withdraw/", COUNCIL),
    button(AROUND + "members/<uuid:membership_id>/remove/", COUNCIL),
    button(AROUND + "members/<uuid:membership_id>/key-worker/", COUNCIL),
    page(AROUND + "members/<uuid:membership_id>/photo/", TIED),
    page(ACCESS, SELF | WORKING),
    Row(
        ACCESS + "propose/",
        get=Answer(302, SELF | COUNCIL),
        post=Answer(SHOWN, SELF | COUNCIL),
    ),
    button(ACCESS + "freeze/", WORKING),
    button(ACCESS + "decisions/<uuid:decision_id>/confirm/", SELF | WORKING),
    button(ACCESS + "decisions/<uuid:decision_id>/refuse/", SELF | WORKING),
    button("invitations/<uuid:invitation_id>/accept/", INVITED),
    button("invitations/<uuid:invitation_id>/decline/", INVITED),
    page(PERSON + "access/", SELF),
    Row(PERSON + "access/ask/", get=Answer(NOT_THERE), post=Answer(NOT_THERE)),  # about nothing
    Row(
        PERSON + "questions/<uuid:item_id>/",
        get=Answer(SHOWN, SELF | KEY_WORKER),
        post=Answer(SHOWN, KEY_WORKER),
    ),
    page(PERSON + "why/", TIED),
    form(PERSON + "exclusions/", COUNCIL),
    form(PERSON + "exclusions/<uuid:exclusion_id>/end/", COUNCIL),
    page(PERSON + "timeline/", TIED),
    form(PERSON + "search/", TIED),
    page(PERSON + "add/", WORKING),
    *(
        form(f"{PERSON}add/{kind}/", WORKING)
        for kind in ("visit", "call", "meeting", "note", "decision")
    ),
    # How it reads and how it will look, asked by the page while somebody writes. Nothing is kept.
    Row(PERSON + "reads/", get=REFUSED, post=Answer(SHOWN, WORKING)),
    button(PERSON + "drafts/", WORKING),
    button(PERSON + "drafts/<uuid:item_id>/discard/", KEY_WORKER),
    # Added to a view while it is written: by the person, or together with a worker.
    button(PERSON + "attachments/", SELF | WORKING),
    *(page(ATTACHMENT, who, thing) for thing, who in SEERS.items()),
    *(
        Row(
            ATTACHMENT + "remove/",
            get=REFUSED,
            post=Answer(CHANGED, who) if thing == "begun" else Answer(NOT_THERE),
            thing=thing,
        )
        for thing, who in SEERS.items()
    ),
    form(PERSON + "release/", WORKING),
    *(page(ENTRY + "thread/", who & SELF, thing) for thing, who in READERS.items()),
    *(form(ENTRY + "remark/", who, thing) for thing, who in READERS.items()),
    page("me/tell/", SELF),
    page("me/tell/begun/", SELF),
    form("me/now/", EVERYBODY),  # who to ring is for everybody
    for_workers("work/urgent/"),
    form(PERSON + "tell/", SELF),
    page(PERSON + "views/", TIED),
    form(PERSON + "views/together/", WORKING),
    form(PERSON + "views/viewpoint/", TIED),
    form(PERSON + "views/<uuid:item_id>/readers/", SELF),
    page("differences/", EVERYBODY),
    page(PERSON + "views/sides/", TIED),
    *(page(ENTRY, who, thing) for thing, who in READERS.items()),
    *(
        form(ENTRY + step, who, thing)
        for step in ("correct/", "choose/", "audience/")
        for thing, who in DECIDERS.items()
    ),
    page("next-steps/", EVERYBODY),
    page(PLAN, PLANNERS),
    page(PLAN + "versions/", PLANNERS),
    page(PLAN + "versions/<uuid:version_id>/", PLANNERS),
    page(PLAN + "plan.pdf", PLANNERS),
    form(PLAN + "goals/add/", PLANNERS),
    form(GOAL + "change/", SELF | KEY_WORKER),
    form(GOAL + "end/", SELF | WORKING),
    button(GOAL + "reopen/", SELF | WORKING),
    form(GOAL + "think/", PLANNERS),
    form(PLAN + "steps/add/", PLANNERS),
    form(STEP + "change/", PLANNERS),
    button(STEP + "move/", PLANNERS),
    form(PLAN + "review/", WORKING),
    form(PLAN + "agenda/add/", PLANNERS),
    form(LINE + "change/", KEY_WORKER),
    button(LINE + "talked/", PLANNERS),
    Row("sign-in/", get=Answer(302), post=Answer(302), to_nobody=(200, 200)),
    Row("sign-in/code/", get=Answer(302), post=Answer(302), to_nobody=(302, 302)),
    Row("sign-in/passkey/", get=Answer(302), post=Answer(302), to_nobody=(302, 302)),
    Row("sign-out/", get=REFUSED, post=Answer(302)),
    Row(LEAVE, get=REFUSED, post=Answer(302), to_nobody=(405, 302)),
    # The first half is for everybody; who works has no other half.
    Row("private/", get=Answer(200), post=Answer(200, EVERYBODY - WORKERS), to_nobody=(200, 302)),
    Row("passkeys/", get=Answer(200)),
    # A session left open is not enough here: somebody has to have proved themselves just now.
    Row("passkeys/add/", get=Answer(403), post=Answer(403)),
    Row(
        "passkeys/<uuid:passkey_id>/remove/",
        get=Answer(403, KEY_WORKER),
        post=Answer(403, KEY_WORKER),
    ),
)
