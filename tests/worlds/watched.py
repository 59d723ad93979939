"""Who looked, who may look, and who is here: hidden from those whom it is not told."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from alongside.accounts.about import describe
from alongside.circles.models import Membership
from alongside.duty.absences import set_away, today
from alongside.lib import ids
from alongside.sharing import access, questions
from alongside.sharing import services as sharing
from alongside.sharing.access_log import access_log
from alongside.sharing.models import AccessWords
from alongside.sharing.rules import Action, Audience, Reach
from alongside.vault import services as vault
from tests.northmere import Northmere
from tests.routes.table import SELF, TIED, WORKING
from tests.worlds.elsewhere import SECRET, Ids
from tests.worlds.hidden import FOR_WORKERS, Hidden, first, opened
from tests.worlds.told import BOTH, view_to

WORDS = AccessWords(why=SECRET)


def place_of(area: Northmere, slug: str) -> UUID:
    return Membership.objects.get(account=area.account(slug), person=area.person, until=None).pk


def proposed(by: str, about: str, reach: Reach) -> Callable[[Northmere], Ids]:
    def propose(area: Northmere) -> Ids:
        operation = ids.new()
        made = access.propose(
            by=area.viewer(by),
            person=area.person,
            membership=place_of(area, about),
            reach=reach,
            words=WORDS,
            operation=operation,
            digest=vault.mac("test", str(operation)),
        )
        return [made.id] if made.id else []

    return propose


def confirmed(area: Northmere, before: Ids) -> Ids:
    access.confirm(by=area.viewer("key-worker"), person=area.person, decision=before[0])
    return before


def frozen(area: Northmere) -> Ids:
    member = place_of(area, "parent")
    access.freeze(by=area.viewer("school-lead"), person=area.person, membership=member)
    return [member]


def looked(area: Northmere, slug: str) -> None:
    with transaction.atomic():
        sharing.look(by=area.viewer(slug), person=area.person, room="home")


def asked_about(slug: str) -> Callable[[Northmere, Ids], Ids]:
    """The person asks why this one looked at their record, just now."""

    def ask(area: Northmere, _before: Ids) -> Ids:
        by, operation = area.viewer("young-person"), ids.new()
        seen = sharing.allow(by=by, person=area.person, action=Action.READ_LOG, room="sharing")
        names = {line.who: line for line in reversed(access_log(seen).lines)}
        made = questions.ask(
            by=by,
            person=area.person,
            ref=names[NAMES[slug]].ref,
            words=SECRET,
            operation=operation,
            digest=vault.mac("test", str(operation)),
        )
        return [made.id] if made.id else []

    return ask


NAMES = {"school-lead": "Kwame Owusu", "key-worker": "Samira Khan"}


def after_a_look_by(slug: str) -> Callable[[Northmere], Ids]:
    def look(area: Northmere) -> Ids:
        looked(area, slug)
        return []

    return look


def answered_by(slug: str) -> Callable[[Northmere, Ids], None]:
    def answer(area: Northmere, hidden: Ids) -> None:
        operation = ids.new()
        with suppress(sharing.Refused, questions.Answered):
            questions.answer(
                by=area.viewer(slug),
                person=area.person,
                question=hidden[0],
                words=SECRET,
                operation=operation,
                digest=vault.mac("test", str(operation)),
            )

    return answer


def opened_by(slug: str) -> Callable[[Northmere, Ids], Ids]:
    """One look at the entry that was before it."""

    def look(area: Northmere, before: Ids) -> Ids:
        with suppress(sharing.Refused):
            opened(area.viewer(slug), area.person, before[0])
        return before

    return look


def says_of_themselves(area: Northmere) -> Ids:
    describe(by=area.viewer("school-lead"), does=SECRET, reach=SECRET)
    return []


def goes_away(area: Northmere) -> Ids:
    day = today()
    set_away(by=area.viewer("school-lead"), starts=day, ends=day + timedelta(days=3))
    return []


ACCESS: tuple[Hidden, ...] = (
    Hidden(
        "a proposal of what a member may see",
        first(proposed("young-person", "newcomer", Reach.SHARED)),
        seen_by=SELF | WORKING,
    ),
    Hidden(
        "a decision that lets a member see more",
        confirmed,
        before=proposed("young-person", "newcomer", Reach.SHARED),
        seen_by=SELF | WORKING | {"newcomer"},
    ),
    Hidden(
        "a decision that lets a member see less",
        first(proposed("key-worker", "parent", Reach.PLAN)),
        seen_by=SELF | WORKING | {"parent"},
    ),
    Hidden(
        "a member who is frozen",
        first(frozen),
        seen_by=SELF | WORKING | {"parent"},
        noticed_by="parent",
    ),
    Hidden(
        "what the person asks about a look",
        asked_about("school-lead"),
        before=after_a_look_by("school-lead"),
        seen_by=BOTH,
        goes_on=answered_by("key-worker"),
    ),
    Hidden(
        "what the person asks about a look of the key worker",
        asked_about("key-worker"),
        before=after_a_look_by("key-worker"),
        seen_by=SELF | {"team-manager"},
        goes_on=answered_by("team-manager"),
        noticed_by="team-manager",
    ),
    Hidden(
        "a look at an entry for workers",
        opened_by("school-lead"),
        before=FOR_WORKERS,
        seen_by=frozenset(),
        noticed_by="",
    ),
    Hidden(
        "a look at a view for the key worker",
        opened_by("key-worker"),
        before=view_to(Audience.KEY_WORKER),
        seen_by=SELF,
        noticed_by="young-person",
    ),
    Hidden(
        "what a worker says of themselves",
        first(says_of_themselves),
        seen_by=TIED,
    ),
    Hidden("a worker who is away", first(goes_away), seen_by=TIED),
)
