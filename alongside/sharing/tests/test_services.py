from datetime import timedelta

import pytest
from django.db import transaction

from alongside.accounts.viewer import Viewer, public, system
from alongside.audit import services as audit
from alongside.audit.models import AccessEvent, ChainHead
from alongside.audit.services import Depth, Outcome
from alongside.circles.tests.factories import join
from alongside.lib import clock, ids
from alongside.people.tests.factories import make_person
from alongside.sharing import services
from alongside.sharing.models import Exclusion, RecordItem
from alongside.sharing.rules import Action, Audience
from alongside.sharing.services import OwnRecord, Refused
from alongside.sharing.tests.factories import (
    ITEM,
    TIED,
    Around,
    account,
    an_item,
    announced,
    events,
    fail_inserts,
    item_table,
    look,
    new_events,
    open_item,
    readers,
)

pytestmark = pytest.mark.django_db


# Looks at a journey as a whole


@pytest.mark.parametrize(
    ("who", "rule"),
    [
        ("own", "self-sees"),
        ("parent", "family-sees"),
        ("school", "circle-sees"),
        ("colleague", "team-sees"),
    ],
)
def test_a_look_leaves_who_what_and_why_on_the_chain_of_the_person(
    robyn: Around, who: str, rule: str
) -> None:
    viewer = robyn.everybody[who]
    (event,) = new_events(robyn.id, lambda: look(viewer, robyn))
    assert (event.account, event.post, event.agency, event.request) == (
        viewer.account,
        viewer.post_id,
        viewer.agency_id,
        viewer.request,
    )
    assert (event.action, event.room, event.rule, event.depth) == (
        "see",
        "journey",
        rule,
        Depth.OPENED,
    )
    assert (event.person, event.outcome) == (robyn.id, Outcome.ALLOWED)


def test_a_look_knows_the_person_and_says_why_in_a_sentence(robyn: Around) -> None:
    seen = look(robyn.parent, robyn)
    assert seen.person.identity.given == "Robyn"
    assert seen.because == "You are in this person’s circle."


def test_a_look_knows_what_else_would_be_allowed(robyn: Around) -> None:
    item = an_item(robyn, audience=Audience.WORKERS)
    parents, schools = look(robyn.parent, robyn), look(robyn.school, robyn)
    assert not parents.may(Action.ADD)
    assert schools.may(Action.ADD)
    assert not parents.may(Action.READ, item)
    assert schools.may(Action.READ, item)
    assert not schools.may(Action.CORRECT, item)
    assert look(robyn.own, robyn).is_own
    assert not parents.is_own


def test_a_look_that_goes_on_is_one_event_and_after_a_quarter_of_an_hour_another(
    robyn: Around,
) -> None:
    with clock.hold(clock.now()):
        look(robyn.parent, robyn)
        clock.advance(timedelta(minutes=14))
        assert new_events(robyn.id, lambda: look(robyn.parent, robyn)) == []
        clock.advance(timedelta(minutes=2))
        assert len(new_events(robyn.id, lambda: look(robyn.parent, robyn))) == 1


def test_deciding_alone_writes_nothing(robyn: Around) -> None:
    item = an_item(robyn)

    def decide() -> None:
        services.allow(by=robyn.school, person=robyn.id, action=Action.ADD, room="journey")
        services.allow_item(by=robyn.school, item=item, action=Action.READ, room="journey")

    assert new_events(robyn.id, decide) == []


def test_an_item_that_a_service_holds_is_decided_by_the_same_table(robyn: Around) -> None:
    item = an_item(robyn)
    seen = services.allow_item(by=robyn.school, item=item, action=Action.READ, room="journey")
    assert seen.rule == "circle-reads"
    with pytest.raises(Refused):
        services.allow_item(by=robyn.school, item=item, action=Action.REVIEW, room="journey")


# One item


def test_opening_an_item_records_that_very_item_in_detail(robyn: Around) -> None:
    item = an_item(robyn, audience=Audience.WORKERS)
    (event,) = new_events(robyn.id, lambda: open_item(robyn.school, item))
    assert (event.kind, event.object, event.depth) == (ITEM, item.pk, Depth.DETAILED)
    assert (event.action, event.rule) == ("read", "circle-reads")


def test_opening_the_same_item_again_is_the_same_look(robyn: Around) -> None:
    item = an_item(robyn)
    open_item(robyn.school, item)
    assert new_events(robyn.id, lambda: open_item(robyn.school, item)) == []


def test_an_item_for_others_is_refused_like_one_that_is_not_there(robyn: Around) -> None:
    hidden = an_item(robyn, audience=Audience.WORKERS)
    gone = an_item(robyn)
    gone.delete()
    gone.pk = ids.new()
    refusals = [refusal_of(robyn.parent, item) for item in (hidden, gone)]
    assert [(r.action, r.room, r.rule) for r in refusals] == [
        ("read", "journey", "not-for-you"),
        ("read", "journey", "not-for-you"),
    ]
    assert [r.object for r in refusals] == [hidden.pk, gone.pk]


def test_an_item_of_somebody_else_is_not_there_under_this_person(robyn: Around) -> None:
    item = an_item(robyn)
    other = make_person("Sam", "Reed")
    join(other, robyn.key_worker)
    with pytest.raises(Refused), transaction.atomic():
        services.open_item(
            item_table(), by=robyn.key_worker, person=other.pk, item=item.pk, room="journey"
        )


def test_only_those_who_may_correct_open_an_item_to_correct_it(robyn: Around) -> None:
    item = an_item(robyn)
    assert open_item(robyn.colleague, item, Action.CORRECT).pk == item.pk
    with pytest.raises(Refused):
        open_item(robyn.school, item, Action.CORRECT)


def refusal_of(viewer: Viewer, item: RecordItem) -> Refused:
    with pytest.raises(Refused) as caught:
        open_item(viewer, item)
    return caught.value


# Refusals


@pytest.mark.parametrize("who", ["off_duty", "excluded", "outsider"])
def test_whoever_is_not_tied_is_refused_and_nothing_is_on_the_persons_chain(
    robyn: Around, who: str
) -> None:
    def attempt() -> None:
        with pytest.raises(Refused):
            look(robyn.everybody[who], robyn)

    assert new_events(robyn.id, attempt) == []


@pytest.mark.parametrize("who", sorted(TIED))
def test_whoever_is_tied_may_look(robyn: Around, who: str) -> None:
    assert look(robyn.everybody[who], robyn).person.pk == robyn.id


@pytest.mark.parametrize("viewer", [public(), system()])
def test_nobody_and_the_house_itself_have_no_standing(robyn: Around, viewer: Viewer) -> None:
    with pytest.raises(Refused):
        look(viewer, robyn)


def test_denied_and_absent_leave_the_same_event_on_the_chain_of_the_agency(robyn: Around) -> None:
    agency = robyn.outsider.agency_id
    assert agency is not None
    for person in (robyn.id, ids.new()):
        with pytest.raises(Refused) as caught, transaction.atomic():
            services.look(by=robyn.outsider, person=person, room="home")
        services.refused(caught.value)
    denied, absent = events(agency)
    differing = {"id", "seq", "prev", "hash", "at", "object", "_state"}
    assert {k: v for k, v in vars(denied).items() if k not in differing} == {
        k: v for k, v in vars(absent).items() if k not in differing
    }
    assert (denied.outcome, denied.person, denied.rule, denied.object) == (
        Outcome.DENIED,
        None,
        "refused",
        robyn.id,
    )


def test_a_refusal_of_somebody_without_a_post_is_on_the_chain_of_their_account(
    robyn: Around,
) -> None:
    stranger = make_person("Sam", "Reed")
    with pytest.raises(Refused) as caught, transaction.atomic():
        services.look(by=robyn.parent, person=stranger.pk, room="home")
    services.refused(caught.value)
    (event,) = events(account(robyn.parent))
    assert event.outcome == Outcome.DENIED
    assert events(stranger.pk) == []


# Writes


def test_a_write_is_recorded_each_time_without_a_depth(robyn: Around) -> None:
    item = an_item(robyn)

    def write_twice() -> None:
        seen = services.allow(by=robyn.school, person=robyn.id, action=Action.ADD, room="journey")
        for _ in range(2):
            services.written(seen, action=Action.ADD, room="journey", kind=ITEM, object=item.pk)

    first, second = new_events(robyn.id, write_twice)
    assert (first.action, first.rule, first.depth) == ("add", "workers-add", "")
    assert (first.kind, first.object) == (second.kind, second.object) == (ITEM, item.pk)


def test_a_draft_that_saves_again_and_again_is_one_event(robyn: Around) -> None:
    item = an_item(robyn)
    seen = services.allow(by=robyn.school, person=robyn.id, action=Action.ADD, room="journey")

    def save() -> None:
        services.written(
            seen, action=Action.ADD, room="journey", kind=ITEM, object=item.pk, fold=True
        )

    assert len(new_events(robyn.id, save)) == 1
    assert new_events(robyn.id, save) == []


def test_a_list_is_an_event_for_each_name_that_was_seen(robyn: Around) -> None:
    others = [make_person("Sam", "Reed"), make_person("Ava", "Moss")]
    people = [robyn.person, *others]
    before = len(events(robyn.id))
    services.listed(by=robyn.school, people=[person.pk for person in people], room="home")
    services.listed(by=robyn.school, people=[person.pk for person in people], room="home")
    told = [events(person.pk)[-1] for person in people]
    assert {(e.action, e.room, e.rule, e.depth) for e in told} == {
        ("see", "home", "listed", Depth.LISTED)
    }
    assert len(events(robyn.id)) == before + 1


def test_a_list_of_nobody_is_no_event(robyn: Around) -> None:
    assert new_events(robyn.id, lambda: services.listed(by=robyn.own, people=[], room="home")) == []


def test_only_the_house_itself_brings_records_in(robyn: Around) -> None:
    brought = audit.Look(person=robyn.id, action="add", room="exchange", rule="imported")
    (event,) = new_events(robyn.id, lambda: services.imported(by=system(), events=[brought]))
    assert (event.account, event.capacity, event.rule) == (None, "system", "imported")
    with pytest.raises(Refused):
        services.imported(by=robyn.key_worker, events=[brought])


def test_a_look_that_cannot_be_recorded_is_no_look(robyn: Around) -> None:
    item = an_item(robyn)
    fail_inserts()
    refusal = Refused(by=robyn.outsider, action="see", room="home", rule="x", object=robyn.id)
    for attempt in (
        lambda: look(robyn.parent, robyn),
        lambda: open_item(robyn.parent, item),
        lambda: services.refused(refusal),
    ):
        with pytest.raises(audit.AuditUnavailable):
            attempt()
    assert robyn.outsider.agency_id not in ChainHead.objects.values_list("chain", flat=True)


# Exclusions


def test_an_exclusion_ends_all_standing_at_once(robyn: Around) -> None:
    look(robyn.school, robyn)
    services.exclude(
        by=robyn.colleague, person=robyn.id, account=account(robyn.school), reason="A risk"
    )
    with pytest.raises(Refused):
        look(robyn.school, robyn)


def test_an_exclusion_is_sealed_recorded_and_announced(robyn: Around) -> None:
    def exclude() -> None:
        services.exclude(
            by=robyn.key_worker, person=robyn.id, account=account(robyn.school), reason="A risk"
        )

    chained: list[AccessEvent] = []
    told = announced(lambda: chained.extend(new_events(robyn.id, exclude)))
    row = Exclusion.objects.get(account=account(robyn.school))
    assert row.contents.reason == "A risk"
    assert b"risk" not in bytes(row.sealed)
    assert row.set_by == robyn.key_worker.account
    (event,) = chained
    assert (event.action, event.kind, event.object) == (
        "set-exclusion",
        "sharing.exclusion",
        row.pk,
    )
    assert [(e.region, e.kind, e.object) for e in told] == [("circle", "sharing.exclusion", row.pk)]


@pytest.mark.parametrize("who", ["own", "parent", "school", "off_duty", "outsider", "excluded"])
def test_only_who_looks_after_the_circle_excludes(robyn: Around, who: str) -> None:
    before = Exclusion.objects.count()
    with pytest.raises(Refused):
        services.exclude(
            by=robyn.everybody[who],
            person=robyn.id,
            account=account(robyn.newcomer),
            reason="Because",
        )
    assert Exclusion.objects.count() == before


def test_nobody_is_kept_from_their_own_record(robyn: Around) -> None:
    with pytest.raises(OwnRecord):
        services.exclude(
            by=robyn.key_worker, person=robyn.id, account=account(robyn.own), reason="Because"
        )
    assert look(robyn.own, robyn).is_own


def test_an_exclusion_that_is_over_keeps_nobody_out(robyn: Around) -> None:
    Exclusion.objects.filter(account=account(robyn.excluded)).update(until=clock.now())
    assert look(robyn.excluded, robyn).rule == "circle-sees"


# Named readers


def test_naming_readers_replaces_those_named_before(robyn: Around) -> None:
    item = an_item(robyn, audience=Audience.NAMED, named=[robyn.school])
    assert open_item(robyn.school, item).pk == item.pk
    named = [account(robyn.parent), account(robyn.own), account(robyn.own)]
    services.name_readers(item=item, accounts=named)
    assert readers(item) == set(named)
    assert open_item(robyn.parent, item).pk == item.pk
    with pytest.raises(Refused):
        open_item(robyn.school, item)


def test_a_named_reader_without_a_tie_reads_nothing(robyn: Around) -> None:
    item = an_item(robyn, audience=Audience.NAMED, named=[robyn.outsider, robyn.excluded])
    for who in (robyn.outsider, robyn.excluded):
        with pytest.raises(Refused):
            open_item(who, item)
