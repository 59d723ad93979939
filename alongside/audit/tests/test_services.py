from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from alongside.audit import services as audit
from alongside.audit.models import AccessEvent, ChainHead
from alongside.audit.tests.factories import Looker, look, record
from alongside.lib import clock, ids

pytestmark = pytest.mark.django_db
AT = datetime(2025, 3, 3, 22, 46, tzinfo=UTC)


@pytest.fixture
def person() -> UUID:
    return ids.new()


@pytest.fixture
def samira() -> Looker:
    return Looker()


def chain_of(owner: UUID | None) -> list[AccessEvent]:
    assert owner
    return list(AccessEvent.objects.filter(chain=owner).order_by("seq"))


def of(owner: UUID | None) -> str:
    assert owner
    return ChainHead.objects.get(chain=owner).of


def test_each_event_follows_from_the_one_before(person: UUID, samira: Looker) -> None:
    record(samira, look(person), look(person, action="add"))
    record(samira, look(person, action="read"))
    first, second, third = chain_of(person)
    assert [first.seq, second.seq, third.seq] == [1, 2, 3]
    assert bytes(first.prev) == bytes(32)
    assert bytes(second.prev) == bytes(first.hash)
    assert bytes(third.prev) == bytes(second.hash)


def test_the_head_is_the_last_event_and_marked_as_changed(person: UUID, samira: Looker) -> None:
    record(samira, look(person), look(person))
    head = ChainHead.objects.get(chain=person)
    assert (head.of, head.seq, head.changed) == ("person", 2, True)
    assert bytes(head.hash) == bytes(chain_of(person)[-1].hash)


def test_an_event_says_who_what_when_and_by_which_rule(person: UUID, samira: Looker) -> None:
    entry = ids.new()
    with clock.hold(AT):
        record(samira, look(person, kind="journey.entry", object=entry, reason="visit"))
    (event,) = chain_of(person)
    assert (event.account, event.post, event.agency, event.request) == (
        samira.account,
        samira.post_id,
        samira.agency_id,
        samira.request,
    )
    assert (event.person, event.object, event.kind, event.at) == (
        person,
        entry,
        "journey.entry",
        AT,
    )
    assert (event.action, event.room, event.rule, event.reason) == (
        "see",
        "home",
        "circle-sees",
        "visit",
    )
    assert (event.depth, event.outcome, event.capacity) == ("opened", "allowed", "worker")


def test_a_refused_look_hangs_on_the_agency_of_who_asked(person: UUID, samira: Looker) -> None:
    record(samira, look(person, outcome=audit.Outcome.DENIED))
    assert chain_of(person) == []
    (event,) = chain_of(samira.agency_id)
    assert (event.person, event.outcome) == (person, "denied")
    assert of(samira.agency_id) == "agency"


def test_who_has_no_agency_has_a_chain_too(person: UUID) -> None:
    dawn = Looker(post_id=None, agency_id=None, capacity="person")
    nobody = Looker(account=None, post_id=None, agency_id=None, capacity="public")
    record(dawn, look(person, outcome=audit.Outcome.DENIED))
    record(nobody, look(None, outcome=audit.Outcome.DENIED))
    assert of(dawn.account) == "account"
    assert of(UUID(int=0)) == "nobody"


def test_an_event_without_a_person_hangs_on_the_agency(samira: Looker) -> None:
    record(samira, look(None, action="search", depth=audit.Depth.SEARCHED))
    assert len(chain_of(samira.agency_id)) == 1


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_of_a_transaction_is_refused(person: UUID, samira: Looker) -> None:
    with pytest.raises(RuntimeError, match="in the transaction"):
        audit.record(by=samira, looks=[look(person)])


def test_what_is_rolled_back_leaves_no_event(person: UUID, samira: Looker) -> None:
    with transaction.atomic():
        audit.record(by=samira, looks=[look(person)])
        transaction.set_rollback(True)
    assert chain_of(person) == []
    record(samira, look(person))
    assert [event.seq for event in chain_of(person)] == [1]


def test_a_look_that_goes_on_is_one_event_for_fifteen_minutes(person: UUID, samira: Looker) -> None:
    with clock.hold(AT):
        record(samira, look(person), fold=True)
        clock.advance(timedelta(minutes=14, seconds=59))
        record(samira, look(person), fold=True)
        assert len(chain_of(person)) == 1
        clock.advance(timedelta(seconds=1))
        record(samira, look(person), fold=True)
        assert len(chain_of(person)) == 2


def test_a_look_that_does_not_fold_is_always_an_event(person: UUID, samira: Looker) -> None:
    record(samira, look(person), fold=True)
    record(samira, look(person))
    assert len(chain_of(person)) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "read"},
        {"room": "journey"},
        {"kind": "journey.entry"},
        {"object": UUID(int=7)},
        {"rule": "team-sees"},
        {"reason": "worried"},
        {"depth": audit.Depth.DETAILED},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_another_look_is_another_event(
    person: UUID, samira: Looker, changes: dict[str, object]
) -> None:
    record(samira, look(person), fold=True)
    record(samira, look(person, **changes), fold=True)
    assert len(chain_of(person)) == 2


def test_another_viewer_person_or_outcome_is_another_event(person: UUID, samira: Looker) -> None:
    record(samira, look(person), fold=True)
    record(Looker(), look(person), fold=True)
    record(Looker(account=samira.account), look(person), fold=True)
    record(samira, look(ids.new()), fold=True)
    record(samira, look(person, outcome=audit.Outcome.DENIED), fold=True)
    assert AccessEvent.objects.count() == 5


def test_equal_looks_of_one_page_fold_into_one(person: UUID, samira: Looker) -> None:
    record(samira, look(person), look(person), look(None), look(None), fold=True)
    assert AccessEvent.objects.count() == 2


def test_strangers_are_never_folded_together(person: UUID) -> None:
    stranger = Looker(account=None, post_id=None, agency_id=None, capacity="public")
    for _ in range(2):
        record(stranger, look(person, outcome=audit.Outcome.DENIED), fold=True)
    assert AccessEvent.objects.count() == 2


def test_a_clock_that_stepped_back_hides_no_look(person: UUID, samira: Looker) -> None:
    with clock.hold(AT):
        record(samira, look(person), fold=True)
        clock.advance(timedelta(hours=-1))
        record(samira, look(person), fold=True)
    assert len(chain_of(person)) == 2


def test_a_folded_look_costs_one_query(
    person: UUID, samira: Looker, django_assert_num_queries: object
) -> None:
    looks = [look(person), *(look(ids.new(), action="see") for _ in range(40))]
    record(samira, *looks, fold=True)
    with transaction.atomic(), django_assert_num_queries(1):  # type: ignore[operator]
        audit.record(by=samira, looks=looks, fold=True)


def test_any_number_of_events_costs_four_queries(
    samira: Looker, django_assert_num_queries: object
) -> None:
    people = [ids.new() for _ in range(40)]
    record(samira, *(look(person) for person in people))
    with transaction.atomic(), django_assert_num_queries(4):  # type: ignore[operator]
        audit.record(by=samira, looks=[look(p, action="read") for p in people], fold=True)


def test_if_the_event_cannot_be_written_nothing_is(person: UUID, samira: Looker) -> None:
    fail_inserts()
    with pytest.raises(audit.AuditUnavailable), transaction.atomic():
        audit.record(by=samira, looks=[look(person)])
    assert not ChainHead.objects.filter(chain=person).exists()


def fail_inserts() -> None:
    """A disk that is full, as far as the events are concerned."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE TRIGGER full_disk BEFORE INSERT ON audit_accessevent "
                "FOR EACH ROW EXECUTE FUNCTION alongside_append_only()"
            )
        else:
            cursor.execute(
                "CREATE TRIGGER full_disk BEFORE INSERT ON audit_accessevent "
                "BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
