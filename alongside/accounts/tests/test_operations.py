from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import close_old_connections, connections, transaction

from alongside.accounts.models import Account, Operation
from alongside.accounts.operations import Outcome, UsedOperation, once
from alongside.accounts.tests.factories import an_account, as_person
from alongside.accounts.viewer import Viewer, public
from alongside.lib import ids
from alongside.vault import services as vault

WORDS, OTHER_WORDS = b"w" * 32, b"o" * 32


def add(by: Viewer, operation: UUID, digest: bytes = WORDS, kind: str = "add") -> Outcome:
    """A write with an effect that can be counted: it makes an account."""

    def effect(new: UUID) -> UUID:
        account = Account(id=new)
        account.put(Account.Contents())
        account.save(force_insert=True)
        return new

    with transaction.atomic():
        return once(by=by, operation=operation, kind=kind, digest=digest, effect=effect)


@pytest.fixture
def by(db: None) -> Viewer:
    return as_person(an_account().id)


def made() -> int:
    return Account.objects.count() - 1  # but for the actor's own


def test_the_first_time_it_takes_effect_under_the_derived_id(by: Viewer) -> None:
    operation = ids.new()
    assert by.account is not None
    expected = vault.derived_id(by.account, operation)
    assert add(by, operation) == Outcome(expected, replayed=False)
    assert Account.objects.filter(id=expected).exists()


def test_the_same_words_again_replay_and_change_nothing(by: Viewer) -> None:
    operation = ids.new()
    first = add(by, operation)
    assert add(by, operation) == Outcome(first.id, replayed=True)
    assert made() == 1


def test_other_words_under_a_used_id_are_refused_and_change_nothing(by: Viewer) -> None:
    operation = ids.new()
    add(by, operation)
    with pytest.raises(UsedOperation):
        add(by, operation, OTHER_WORDS)
    assert made() == 1


def test_the_same_words_for_another_kind_of_write_are_refused(by: Viewer) -> None:
    operation = ids.new()
    add(by, operation)
    with pytest.raises(UsedOperation):
        add(by, operation, kind="correct")


def test_two_accounts_may_choose_the_same_operation_id(by: Viewer) -> None:
    operation = ids.new()
    other = as_person(an_account().id)
    assert add(by, operation).id != add(other, operation).id


def test_what_was_refused_for_its_content_can_be_sent_again_with_other_words(by: Viewer) -> None:
    operation = ids.new()

    def refuse(new: UUID) -> UUID:
        raise ValueError("This is not filled in.")

    with pytest.raises(ValueError, match="filled in"), transaction.atomic():
        once(by=by, operation=operation, kind="add", digest=WORDS, effect=refuse)
    assert not add(by, operation, OTHER_WORDS).replayed


def test_a_refusal_leaves_nothing_even_when_the_caller_goes_on(by: Viewer) -> None:
    def write_and_fail(new: UUID) -> UUID:
        an_account("Half written")
        raise ValueError("Not after all.")

    with transaction.atomic(), pytest.raises(ValueError, match="after all"):
        once(by=by, operation=ids.new(), kind="add", digest=WORDS, effect=write_and_fail)
    assert made() == 0
    assert not Operation.objects.exists()


def test_an_effect_rolled_back_by_its_caller_can_be_sent_again(by: Viewer) -> None:
    operation = ids.new()
    with transaction.atomic():
        add(by, operation)
        transaction.set_rollback(True)
    assert not add(by, operation).replayed
    assert made() == 1


@pytest.mark.parametrize("result", [None, ids.new()])
def test_a_replay_gives_what_the_effect_gave(by: Viewer, result: UUID | None) -> None:
    operation = ids.new()
    for replayed in (False, True):
        with transaction.atomic():
            outcome = once(
                by=by, operation=operation, kind="end", digest=WORDS, effect=lambda new: result
            )
        assert outcome == Outcome(result, replayed=replayed)


def test_only_somebody_signed_in_has_operations(by: Viewer) -> None:
    with pytest.raises(ValueError, match="signed in"):
        add(public(), ids.new())


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_nothing_is_written() -> None:
    by = as_person(an_account().id)
    with pytest.raises(RuntimeError, match="transaction"):
        once(by=by, operation=ids.new(), kind="add", digest=WORDS, effect=lambda new: new)
    assert not Operation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_ten_twins_at_once_make_one_thing_and_all_get_the_same_answer() -> None:
    by, operation = as_person(an_account().id), ids.new()
    start = Barrier(10)

    def twin(number: int) -> Outcome:
        start.wait()
        try:
            return add(by, operation)
        finally:
            connections.close_all()

    close_old_connections()
    with ThreadPoolExecutor(max_workers=10) as pool:
        outcomes = list(pool.map(twin, range(10)))
    assert len({outcome.id for outcome in outcomes}) == 1
    assert sorted(outcome.replayed for outcome in outcomes) == [False] + [True] * 9
    assert made() == 1
