"""Who looked, in sentences: what is told, what is kept back, in which order, how far back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from alongside.accounts.viewer import Viewer, system
from alongside.audit import services as audit
from alongside.audit.services import Depth
from alongside.circles.tests.factories import invite as ask
from alongside.duty.tests.factories import make_viewer
from alongside.lib import clock, ids
from alongside.people.models import Identity
from alongside.sharing import circle, naming, services
from alongside.sharing.access_log import (
    CHUNK,
    FARTHEST,
    PAGE,
    REASONS,
    LogPage,
    Seen,
    access_log,
    allowed_events,
    newest_events,
)
from alongside.sharing.rules import RULES, Action, Audience
from alongside.sharing.tests.factories import (
    ITEM,
    Around,
    an_item,
    exclude,
    left_behind,
    look,
    nobodys_journey,
    open_item,
    place,
)

NOON = datetime(2026, 6, 1, 11, tzinfo=UTC)


def log(robyn: Around, **asked: object) -> LogPage:
    """Her log as she reads it, without the line about reading it."""
    seen = services.allow(by=robyn.own, person=robyn.id, action=Action.READ_LOG, room="sharing")
    return access_log(seen, **asked)  # type: ignore[arg-type]  # as access_log takes them


def told(line: Seen) -> str:
    who = "You" if line.is_you else line.who
    return f"{who} {line.deed}"


def new_lines(robyn: Around, act: Callable[[], object]) -> list[str]:
    """What the log says more after an act, newest first."""
    before = len(log(robyn).lines)
    act()
    lines = log(robyn).lines
    return [told(line) for line in lines[: len(lines) - before]]


def see(robyn: Around, who: Viewer, room: str, depth: Depth = Depth.OPENED) -> None:
    with transaction.atomic():
        services.look(by=who, person=robyn.id, room=room, depth=depth)


# Sentences

DEEDS: dict[str, Callable[[Around], object]] = {
    "opened your record": lambda robyn: see(robyn, robyn.school, "journey"),
    "looked at who is in your circle": lambda robyn: see(robyn, robyn.school, "circles"),
    "searched in your record": lambda robyn: see(robyn, robyn.school, "journey", Depth.SEARCHED),
    "asked why they can see your record": lambda robyn: see(robyn, robyn.school, "sharing"),
    "saw your name in a list": lambda robyn: services.listed(
        by=robyn.school, people=[robyn.id], room="home"
    ),
    "read one entry": lambda robyn: open_item(robyn.school, an_item(robyn)),
    "left your circle": lambda robyn: circle.leave(by=robyn.school, person=robyn.id),
}
BY_THE_KEY_WORKER: dict[str, Callable[[Around], object]] = {
    "changed who is in your circle": lambda robyn: circle.remove(
        by=robyn.key_worker, person=robyn.id, membership=place(robyn, robyn.newcomer).pk
    ),
    "wrote down your name": lambda robyn: naming.name_person(
        by=robyn.key_worker,
        person=robyn.id,
        identity=Identity(given="Rob"),
        based_on=1,
        operation=ids.new(),
        digest=b"",
    ),
    "wrote a new entry": lambda robyn: wrote(robyn, Action.ADD),
    "corrected an entry": lambda robyn: wrote(robyn, Action.CORRECT),
    "changed who can see an entry": lambda robyn: wrote(robyn, Action.REVIEW),
}


def wrote(robyn: Around, action: Action, audience: Audience = Audience.CIRCLE) -> None:
    item = an_item(robyn, audience=audience)
    seen = services.allow(by=robyn.key_worker, person=robyn.id, action=Action.ADD, room="journey")
    services.written(seen, action=action, room="journey", kind=ITEM, object=item.pk)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_look_is_a_sentence(robyn: Around, deed: str) -> None:
    assert new_lines(robyn, lambda: DEEDS[deed](robyn)) == [f"Kwame Owusu {deed}"]


@pytest.mark.parametrize("deed", BY_THE_KEY_WORKER)
def test_a_change_is_a_sentence(robyn: Around, deed: str) -> None:
    assert new_lines(robyn, lambda: BY_THE_KEY_WORKER[deed](robyn)) == [f"Samira Khan {deed}"]


@pytest.mark.parametrize(
    ("action", "room", "deed"),
    [
        (Action.ADD, "journey", "opened your record"),
        (Action.NAME, "people", "opened your record"),
        (Action.CHANGE_CIRCLE, "circles", "looked at who is in your circle"),
    ],
)
def test_opening_a_form_is_not_told_as_sending_it(
    robyn: Around, action: Action, room: str, deed: str
) -> None:
    def opened() -> None:
        services.look(by=robyn.key_worker, person=robyn.id, action=action, room=room)

    assert new_lines(robyn, opened) == [f"Samira Khan {deed}"]


def test_answers_to_invitations_are_told(robyn: Around) -> None:
    said_yes, said_no = make_viewer("Nan Hale"), make_viewer("Uncle Hale")
    yes, no = ask(robyn.person, said_yes), ask(robyn.person, said_no)

    def answered() -> None:
        circle.invitations(by=said_yes)
        circle.accept(by=said_yes, invitation=yes.pk)
        circle.decline(by=said_no, invitation=no.pk)

    assert new_lines(robyn, answered) == [
        "Uncle Hale said no to joining your circle",
        "Nan Hale joined your circle",
        "Nan Hale read the invitation to your circle",
    ]


def test_what_a_file_brought_is_told_as_the_houses_own_doing(robyn: Around) -> None:
    brought = audit.Look(person=robyn.id, action=Action.ADD, room="exchange", rule="imported")

    def load() -> None:
        services.imported(by=system(), events=[brought])

    assert new_lines(robyn, load) == ["Alongside itself brought in records from another system"]
    line = log(robyn).lines[0]
    assert (line.why, line.role) == ("A machine did this, not a person.", "")


def test_a_line_says_as_what_somebody_looked_and_why_they_could(robyn: Around) -> None:
    see(robyn, robyn.school, "home")
    see(robyn, robyn.colleague, "home")
    see(robyn, robyn.parent, "home")
    parent, colleague, school = log(robyn).lines[:3]
    assert (school.role, school.why) == ("Head of year, Larkfield", "They work with you.")
    assert (colleague.role, colleague.why) == (
        "Team manager, Northmere",
        "Their team helps you, and they were on duty.",
    )
    assert (parent.who, parent.role, parent.why) == ("Dawn Hale", "", "They are in your circle.")


def test_her_own_looks_are_told_as_hers(robyn: Around) -> None:
    assert new_lines(robyn, lambda: see(robyn, robyn.own, "journey")) == ["You opened your record"]


def test_every_rule_that_lets_somebody_in_has_its_reason(robyn: Around) -> None:
    assert {rule.name for rule in RULES} <= set(REASONS)
    assert all(str(reason).endswith(".") for reason in REASONS.values())


# What is kept back


@pytest.mark.parametrize(
    "audience", [Audience.WORKERS, Audience.AGENCY, Audience.ONLY_ME, Audience.KEY_WORKER]
)
def test_what_was_done_with_a_hidden_item_is_not_told(robyn: Around, audience: Audience) -> None:
    item = an_item(robyn, audience=audience)

    def secretly() -> None:
        open_item(robyn.key_worker, item)
        for action in (Action.ADD, Action.CORRECT, Action.REVIEW):
            wrote(robyn, action, audience)

    assert new_lines(robyn, secretly) == []
    assert left_behind(robyn.id, secretly)[0]


def test_once_an_item_is_shared_what_was_done_with_it_is_told(robyn: Around) -> None:
    item = an_item(robyn, audience=Audience.WORKERS)
    open_item(robyn.school, item)

    def share() -> None:
        item.audience = Audience.CIRCLE
        item.save()

    assert new_lines(robyn, share) == ["Kwame Owusu read one entry"]


def test_an_item_for_named_readers_is_told_to_those_named(robyn: Around) -> None:
    for_others = an_item(robyn, audience=Audience.NAMED, named=[robyn.parent])
    for_her = an_item(robyn, audience=Audience.NAMED, named=[robyn.own])
    assert new_lines(robyn, lambda: open_item(robyn.key_worker, for_others)) == []
    assert new_lines(robyn, lambda: open_item(robyn.key_worker, for_her)) == [
        "Samira Khan read one entry"
    ]


def test_an_exclusion_is_not_told(robyn: Around) -> None:
    assert new_lines(robyn, lambda: exclude(robyn, robyn.school)) == []


@pytest.mark.parametrize("kind", ["refuge.stay", "people.identifier", "audit.accessevent", "x"])
def test_an_event_about_an_unknown_kind_of_thing_is_not_told(robyn: Around, kind: str) -> None:
    seen = services.allow(by=robyn.school, person=robyn.id, action=Action.ADD, room="journey")

    def write() -> None:
        services.written(seen, action=Action.ADD, room="journey", kind=kind, object=ids.new())

    assert new_lines(robyn, write) == []


def test_an_unknown_deed_with_the_record_as_a_whole_is_told_plainly(robyn: Around) -> None:
    odd = audit.Look(person=robyn.id, action="weigh", room="plans", rule="circle-sees")
    assert new_lines(robyn, lambda: audit.record(by=robyn.school, looks=[odd])) == [
        "Kwame Owusu looked at something in your record"
    ]


def test_the_log_of_one_person_holds_nothing_of_another(robyn: Around) -> None:
    child = nobodys_journey(robyn)
    assert new_lines(robyn, lambda: look_at(child.pk, robyn.colleague)) == []


def look_at(person: UUID, by: Viewer) -> None:
    services.look(by=by, person=person, room="home")


def test_a_refused_attempt_is_not_in_the_log_of_the_person(robyn: Around) -> None:
    """It is on the chain of the agency: a stranger must not learn who exists by leaving traces."""

    def attempt() -> None:
        with pytest.raises(services.Refused) as caught:
            look(robyn.outsider, robyn)
        services.refused(caught.value)

    assert new_lines(robyn, attempt) == []


# Order, days, pages


def looks_on(robyn: Around, *moments: datetime) -> None:
    for moment in moments:
        with clock.hold(moment):
            see(robyn, robyn.school, "journey")


def test_the_newest_stands_first_and_days_are_those_of_the_clock_on_the_wall(
    robyn: Around,
) -> None:
    late = datetime(2027, 6, 1, 22, 59, tzinfo=UTC)  # a minute to midnight in London
    looks_on(robyn, late, late + timedelta(minutes=16), late + timedelta(days=1))
    lines = log(robyn).lines[:3]
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
    assert [line.day.isoformat() for line in lines] == ["2027-06-02", "2027-06-02", "2027-06-01"]


def fill(robyn: Around, count: int, *, kind: str = "") -> None:
    """So many events at once, as many looks as a year brings."""
    one = audit.Look(
        person=robyn.id,
        action=Action.SEE,
        room="journey",
        kind=kind,
        rule="circle-sees",
        depth=Depth.OPENED,
    )
    audit.record(by=robyn.school, looks=[one] * count)


def whole_log(robyn: Around) -> int:
    """How many lines she may read in all."""
    seen = services.allow(by=robyn.own, person=robyn.id, action=Action.READ_LOG, room="sharing")
    return len(list(allowed_events(seen)))


def test_a_page_says_how_to_go_further_back_and_nothing_at_the_end(robyn: Around) -> None:
    fill(robyn, PAGE - whole_log(robyn))
    assert (len(log(robyn).lines), log(robyn).further) == (PAGE, "")
    fill(robyn, 1)
    assert (len(log(robyn).lines), log(robyn).further) == (PAGE, f"lines={PAGE * 2}")
    longer = log(robyn, lines=PAGE * 2)
    assert (len(longer.lines), longer.further) == (PAGE + 1, "")


def test_the_log_can_be_read_back_to_its_first_line(robyn: Around) -> None:
    """However long it is: a page that is full leads to the next, without a gap or a repeat."""
    fill(robyn, FARTHEST + PAGE + 7)
    first = log(robyn, lines=FARTHEST)
    (before,) = parse_qs(first.further)["before"]
    second = log(robyn, before=before)
    (lines,), (still,) = parse_qs(second.further).values()
    third = log(robyn, lines=int(lines), before=still)
    assert third.further == ""
    assert len(first.lines) + len(third.lines) == whole_log(robyn)
    assert first.lines[-1].at >= third.lines[0].at
    assert third.lines[: len(second.lines)] == second.lines


def test_the_place_of_a_page_is_sealed_for_its_reader_and_tells_no_number(robyn: Around) -> None:
    fill(robyn, FARTHEST + PAGE)
    further = log(robyn, lines=FARTHEST).further
    (place_of_page,) = parse_qs(further)["before"]
    fill(robyn, 3)
    again = parse_qs(log(robyn, lines=FARTHEST).further)["before"][0]
    assert len(place_of_page) == len(again)
    assert not place_of_page.isdigit()
    newest = [line.at for line in log(robyn).lines]
    assert [line.at for line in log(robyn, before="nonsense").lines] == newest
    stolen = services.allow(by=robyn.school, person=robyn.id, action=Action.SEE, room="x")
    assert access_log(stolen, before=place_of_page).lines[0].at == newest[0]


def test_asking_for_more_than_a_page_holds_gives_a_page(robyn: Around) -> None:
    fill(robyn, FARTHEST + 1)
    assert len(log(robyn, lines=1_000_000).lines) == FARTHEST


def test_behind_many_hidden_events_the_older_looks_are_still_found(robyn: Around) -> None:
    see(robyn, robyn.school, "home")
    fill(robyn, CHUNK * 2, kind="refuge.stay")
    assert told(log(robyn).lines[0]) == "Kwame Owusu opened your record"


def test_home_shows_the_looks_of_others_alone(robyn: Around) -> None:
    see(robyn, robyn.school, "journey")
    for room in ("home", "journey", "circles"):
        see(robyn, robyn.own, room)
    seen = services.allow(by=robyn.own, person=robyn.id, action=Action.SEE, room="home")
    newest = newest_events(seen, count=2)
    assert newest[0].account == robyn.school.account
    assert robyn.own.account not in {event.account for event in newest}


def test_a_page_of_the_log_costs_the_same_for_three_lines_and_for_fifty(robyn: Around) -> None:
    def cost(lines: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            log(robyn, lines=lines)
        return len(queries)

    for viewer in (robyn.parent, robyn.school, robyn.colleague, robyn.newcomer):
        fill_by(robyn, viewer, 15)
        open_item(viewer, an_item(robyn))
    assert cost(50) == cost(3)


def fill_by(robyn: Around, viewer: Viewer, count: int) -> None:
    one = audit.Look(person=robyn.id, action="see", room="journey", rule="circle-sees")
    audit.record(by=viewer, looks=[one] * count)
