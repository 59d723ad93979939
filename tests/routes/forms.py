"""Every form of the house, filled in so that it is accepted. `words` stands wherever one can write."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.test import Client

from alongside.agencies.models import Post
from alongside.journey.models import EntryVersion
from alongside.lib import clock, ids
from tests.routes.house import House

LONDON = ZoneInfo("Europe/London")
ADD = "people/<uuid:person_id>/add/{}/"
ENTRY = "people/<uuid:person_id>/entries/<uuid:item_id>/"
PLAN = "people/<uuid:person_id>/plan/"

type Fields = dict[str, str]


def moment(name: str, at: datetime) -> Fields:
    local = at.astimezone(LONDON)
    parts = ("day", "month", "year", "hour", "minute")
    return {f"{name}_{part}": str(getattr(local, part)) for part in parts}


def day_of(name: str, at: datetime) -> Fields:
    return {f"{name}_{part}": str(getattr(at, part)) for part in ("day", "month", "year")}


def narrowed(audience: str) -> Fields:
    until = clock.now() + timedelta(days=7)
    return {"audience": audience, "withheld_reason": "harm"} | day_of("withheld_until", until)


def entries(words: str) -> dict[str, Fields]:
    """One entry of each kind that is written here."""
    when = moment("happened_at", clock.now() - timedelta(hours=2)) | {"audience": "circle"}
    told = {
        "visit": {"why": "", "where": "", "seen": "", "alone": "yes", "observed": ""},
        "call": {"why": "", "talked_to": "", "said": ""},
        "meeting": {"why": "", "where": "", "came": "", "talked_about": "", "agreed": ""},
        "note": {"about": "", "text": ""},
        "decision": {"decided": "", "why": "", "deciders": ""},
    }
    both = {"words": words, "next": words}
    return {
        kind: when | {name: said or words for name, said in fields.items()} | both
        for kind, fields in told.items()
    }


def of_a_plan(words: str) -> dict[str, Fields]:
    return {
        PLAN + "goals/add/": {"words": words, "whose": "mine"},
        PLAN + "goals/<uuid:goal_id>/change/": {"words": words, "whose": "mine"},
        PLAN + "goals/<uuid:goal_id>/end/": {"ending": "stopped", "why": words},
        PLAN + "goals/<uuid:goal_id>/think/": {"thinks": "differently", "why": words},
        PLAN + "steps/add/": {"what": words},
        PLAN + "steps/<uuid:step_id>/change/": {"what": words},
        PLAN + "review/": day_of("on", clock.now() + timedelta(days=9)),
        PLAN + "agenda/add/": {"words": words},
        PLAN + "agenda/<uuid:line_id>/change/": {"words": words},
    }


def of_own_words(words: str) -> dict[str, Fields]:
    """What the person, family and workers tell."""
    return {
        "people/<uuid:person_id>/tell/": {"words": words, "audience": "circle"},
        "people/<uuid:person_id>/views/viewpoint/": {
            "safe_score": "9",
            "safe_why": words,
            "audience": "circle",
        },
        "people/<uuid:person_id>/views/together/": {
            "words": words,
            "present": words[:40],
            "audience": "circle",
        },
        "people/<uuid:person_id>/views/<uuid:item_id>/readers/": {"audience": "only-me"},
    }


def fields_of(home: House, words: str = "Some words.") -> dict[str, Fields]:
    """What to send to each address that writes, by its path. Buttons need nothing."""
    written = entries(words)
    version = EntryVersion.objects.get(entry=home.things["item_id"]["shared"])
    note = {name: said for name, said in written["note"].items() if name != "audience"}
    worker = Post.objects.get(account=home.area.account("unrelated-worker"))
    return {
        **{ADD.format(kind): fields for kind, fields in written.items()},
        "people/<uuid:person_id>/drafts/": {"kind": "note", "about": words},
        "people/<uuid:person_id>/attachments/": {"words": words},
        "people/<uuid:person_id>/name/": {
            "given": words[:40],
            "family": words[:20],
            "reason": words,
            "based_on": "1",
        },
        "people/<uuid:person_id>/circle/invite/": {
            "role": "worker",
            "post": str(worker.pk),
            "purpose": words,
            "history": "everything",
        },
        "people/<uuid:person_id>/circle/members/<uuid:membership_id>/access/propose/": {
            "reach": "plan",
            "why": words,
            "understanding": "not-asked",
        },
        "people/<uuid:person_id>/questions/<uuid:item_id>/": {"words": words},
        "work/me/": {"does": words, "reach": words},
        "work/me/away/": day_of("starts", clock.now()) | day_of("ends", clock.now()),
        **of_own_words(words),
        "people/<uuid:person_id>/exclusions/": {
            "account": str(home.area.account("youth-charity")),
            "reason": words,
        },
        "people/<uuid:person_id>/exclusions/<uuid:exclusion_id>/end/": {"reason": words},
        "people/<uuid:person_id>/release/": {
            "entries": str(home.things["item_id"]["imported"]),
            "step": "release",
        },
        **of_a_plan(words),
        ENTRY + "remark/": {"stance": "different", "words": words},
        ENTRY + "correct/": note | {"based_on": str(version.pk)},
        ENTRY + "audience/": narrowed("workers"),
    }


def sent(client: Client, address: str, fields: Fields, *, operation: UUID | None = None) -> int:
    """Send a form as a browser does; its status."""
    return client.post(address, fields | {"operation": str(operation or ids.new())}).status_code
