"""Who may do what with an entry: the cast against the actions, and the rules of narrowing."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from alongside.accounts.viewer import Viewer
from alongside.journey import services
from alongside.journey.models import Entry
from alongside.journey.policy import LONGEST, Openness, Unfit, check
from alongside.journey.queries import timeline
from alongside.journey.tests.factories import (
    NOON,
    Journey,
    a_note,
    account,
    add,
    bring_in,
    digest,
    look_of,
)
from alongside.lib import clock, ids
from alongside.sharing.rules import Audience
from alongside.sharing.services import Refused

pytestmark = pytest.mark.django_db

EVERYBODY = {
    "own", "parent", "key_worker", "colleague", "night", "off_duty",
    "school", "newcomer", "excluded", "outsider",
}  # fmt: skip
TIED = EVERYBODY - {"off_duty", "excluded", "outsider"}
WORKERS = TIED - {"own", "parent"}
SAME_AGENCY = {"key_worker", "colleague", "night"}

READERS = {
    Audience.CIRCLE: TIED - {"newcomer"},
    Audience.WORKERS: WORKERS - {"newcomer"},
    Audience.NAMED: {"key_worker", "parent"},
    Audience.AGENCY: SAME_AGENCY,
}


def may(attempt: object) -> bool:
    assert callable(attempt)
    try:
        attempt()
    except Refused:
        return False
    return True


def try_add(viewer: Viewer, journey: Journey) -> None:
    add(journey, by=viewer)


def try_correct(viewer: Viewer, entry: Entry) -> None:
    assert entry.latest_id is not None
    services.correct_entry(
        by=viewer,
        person=entry.person_id,
        entry=entry.pk,
        contents=a_note(text=str(ids.new())),
        happened_at=entry.happened_at,
        based_on=entry.latest_id,
        operation=ids.new(),
        digest=b"x" * 32,
    )


def try_audience(viewer: Viewer, entry: Entry) -> None:
    services.change_audience(
        by=viewer,
        person=entry.person_id,
        entry=entry.pk,
        audience=Audience.CIRCLE,
        operation=ids.new(),
        digest=b"x" * 32,
    )


def sees(viewer: Viewer, journey: Journey, entry: Entry) -> bool:
    try:
        line = timeline(look_of(viewer, journey), asked={})
    except Refused:
        return False
    return entry.pk in {card.entry.pk for card in line.cards}


@pytest.mark.parametrize("audience", READERS)
def test_an_entry_is_on_the_journey_of_those_whom_its_audience_names(
    journey: Journey, audience: Audience
) -> None:
    entry = add(journey, ago=timedelta(days=1), audience=audience, named=[journey.parent])
    seen = {name for name, who in journey.everybody.items() if sees(who, journey, entry)}
    assert seen == READERS[audience]


def test_workers_who_are_tied_to_the_person_add_and_nobody_else(journey: Journey) -> None:
    adders = {
        name
        for name, who in journey.everybody.items()
        if may(lambda who=who: try_add(who, journey))
    }
    assert adders == WORKERS


@pytest.mark.parametrize("audience", READERS)
def test_the_author_and_their_agency_correct_what_they_can_read(
    journey: Journey, audience: Audience
) -> None:
    entry = add(journey, ago=timedelta(days=1), audience=audience, named=[journey.parent])
    correctors = {
        name
        for name, who in journey.everybody.items()
        if may(lambda who=who: try_correct(who, entry))
    }
    assert correctors == ({"key_worker"} if audience is Audience.NAMED else SAME_AGENCY)


def test_the_author_and_their_agency_decide_who_can_see(journey: Journey) -> None:
    entry = add(journey, ago=timedelta(days=1))
    deciders = {
        name
        for name, who in journey.everybody.items()
        if may(lambda who=who: try_audience(who, entry))
    }
    assert deciders == SAME_AGENCY


def test_only_the_agency_that_brought_it_in_releases(journey: Journey) -> None:
    deciders = set()
    for name, who in journey.everybody.items():
        entry = bring_in(journey)
        if may(
            lambda who=who, entry=entry: services.release(
                by=who,
                person=journey.person.pk,
                entries=[entry.pk],
                operation=ids.new(),
                digest=digest("release"),
            )
        ):
            deciders.add(name)
    assert deciders == SAME_AGENCY


# Narrowing: a reason of the list, and a day to look again within 28 days.

CIRCLE = frozenset({UUID(int=1), UUID(int=2)})
OWN_AGENCY = UUID(int=9)
TODAY = date(2026, 3, 3)


def narrowed(**changes: object) -> Openness:
    asked: dict[str, object] = {
        "audience": Audience.WORKERS,
        "reason": "harm",
        "until": TODAY + LONGEST,
        "named": (),
    }
    return Openness.of(**(asked | changes))  # type: ignore[arg-type]


def refusal(openness: Openness, agency: UUID | None = OWN_AGENCY) -> str:
    try:
        check(openness, at=NOON, agency=agency, circle=CIRCLE)
    except Unfit as unfit:
        return unfit.field
    return ""


@pytest.mark.parametrize(
    ("openness", "field"),
    [
        (narrowed(), ""),
        (narrowed(until=TODAY + timedelta(days=1)), ""),
        (narrowed(reason=""), "withheld_reason"),
        (narrowed(reason="because"), "withheld_reason"),
        (narrowed(until=None), "withheld_until"),
        (narrowed(until=TODAY), "withheld_until"),
        (narrowed(until=TODAY + LONGEST + timedelta(days=1)), "withheld_until"),
        (narrowed(audience=Audience.NAMED), "named"),
        (narrowed(audience=Audience.NAMED, named=[UUID(int=3)]), "named"),
        (narrowed(audience=Audience.NAMED, named=[UUID(int=1)]), ""),
        (narrowed(audience=Audience.AGENCY), ""),
        (narrowed(audience=Audience.KEY_WORKER), "audience"),
        (narrowed(audience=Audience.ONLY_ME), "audience"),
        (Openness(), ""),
    ],
)
def test_fewer_readers_need_a_reason_and_a_day_to_look_again(
    openness: Openness, field: str
) -> None:
    assert refusal(openness) == field


def test_without_an_agency_nothing_is_kept_to_an_agency() -> None:
    assert refusal(narrowed(audience=Audience.AGENCY), agency=None) == "audience"


def test_everyone_in_the_circle_keeps_no_reason() -> None:
    assert narrowed(audience=Audience.CIRCLE) == Openness()


def test_the_last_day_is_counted_where_people_read_it() -> None:
    # Half past midnight on 2 June in London, while it is still 1 June in UTC.
    late = NOON.replace(month=6, day=1, hour=23, minute=30)
    check(narrowed(until=date(2026, 6, 30)), at=late, agency=OWN_AGENCY, circle=CIRCLE)
    with pytest.raises(Unfit):
        check(narrowed(until=date(2026, 7, 1)), at=late, agency=OWN_AGENCY, circle=CIRCLE)


def test_everybody_in_the_cast_is_in_the_tables(journey: Journey) -> None:
    assert set(journey.everybody) == EVERYBODY
    assert account(journey.own) == journey.person.account_id
    assert clock.now() > NOON
