from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection, transaction

from alongside.lib import ids
from alongside.vault import ring
from alongside.vault import services as vault
from alongside.vault.models import DataKey, KeyCheck
from alongside.vault.tests.test_sealing import Words


def seal(owner: UUID, text: str = "hello") -> bytes:
    return vault.seal(Words(text), table="t", row=owner, owner=owner)


def unseal(blob: bytes, owner: UUID) -> str:
    return vault.unseal(blob, kind=Words, table="t", row=owner, owner=owner).text


@pytest.mark.django_db
def test_the_first_seal_of_an_owner_makes_one_key_that_opens_nothing_by_itself() -> None:
    owner = ids.new()
    seal(owner)
    seal(owner)
    (row,) = DataKey.objects.filter(owner=owner)
    assert (row.version, len(bytes(row.wrapped))) == (1, 12 + 32 + 16)


@pytest.mark.django_db
def test_a_wrapped_key_opens_for_its_own_owner_only() -> None:
    robyn, other = ids.new(), ids.new()
    blob = seal(robyn)
    seal(other)
    stolen = DataKey.objects.get(owner=robyn).wrapped
    DataKey.objects.filter(owner=other).update(wrapped=stolen)
    vault.forget()
    with pytest.raises(vault.Unreadable):
        unseal(blob, other)


@pytest.mark.django_db(transaction=True)
def test_a_roll_back_takes_the_new_key_with_it() -> None:
    owner = ids.new()
    with transaction.atomic():
        seal(owner)
        transaction.set_rollback(True)
    assert not DataKey.objects.exists()
    blob = seal(owner)
    vault.forget()
    assert unseal(blob, owner) == "hello"


@pytest.mark.django_db(transaction=True)
def test_a_roll_back_to_a_savepoint_takes_the_new_key_with_it() -> None:
    owner = ids.new()
    with transaction.atomic():
        with transaction.atomic():
            seal(owner)
            transaction.set_rollback(True)
        blob = seal(owner)
    vault.forget()
    assert unseal(blob, owner) == "hello"
    assert KeyCheck.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_committed_key_is_kept(django_assert_num_queries: object) -> None:
    owner = ids.new()
    with transaction.atomic():
        blob = seal(owner)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert unseal(blob, owner) == "hello"


@pytest.mark.django_db
def test_a_key_made_in_this_transaction_is_used_in_it_without_asking(
    django_assert_num_queries: object,
) -> None:
    owner = ids.new()
    blob = seal(owner)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert unseal(blob, owner) == "hello"
        seal(owner)


@pytest.mark.django_db(transaction=True)
def test_what_another_connection_has_not_committed_is_not_used_here() -> None:
    owner = ids.new()
    seen: list[object] = []
    with transaction.atomic():
        seal(owner)
        other = Thread(target=lambda: seen.append(ring._found(owner)))
        other.start()
        other.join()
        assert ring._found(owner) is not None
    assert seen == [None]


@pytest.mark.django_db(transaction=True)
def test_two_that_seal_first_at_the_same_time_share_one_key() -> None:
    owner, start = ids.new(), Barrier(2)
    blobs: list[bytes] = []

    def race() -> None:
        try:
            start.wait()
            with transaction.atomic():
                blobs.append(seal(owner))
        finally:
            connection.close()

    racers = [Thread(target=race) for _ in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert DataKey.objects.filter(owner=owner).count() == 1
    vault.forget()
    assert [unseal(blob, owner) for blob in blobs] == ["hello", "hello"]


@pytest.mark.django_db
def test_keys_for_a_whole_page_are_one_query_and_then_none(
    django_assert_num_queries: object,
) -> None:
    owners = [ids.new() for _ in range(30)]
    blobs = [(seal(owner), owner) for owner in owners]
    vault.forget()
    vault.state()
    with django_assert_num_queries(1):  # type: ignore[operator]
        vault.fetch_keys(owners)
    with django_assert_num_queries(0):  # type: ignore[operator]
        vault.fetch_keys(owners)
        assert {unseal(blob, owner) for blob, owner in blobs} == {"hello"}


@pytest.mark.django_db
def test_keys_for_a_whole_load_are_made_in_a_few_queries_and_only_once(
    django_assert_num_queries: object,
) -> None:
    known = ids.new()
    blob = seal(known)
    owners = [known, *(ids.new() for _ in range(30))]
    with django_assert_num_queries(4):  # type: ignore[operator]
        vault.make_keys(owners)
    with django_assert_num_queries(0):  # type: ignore[operator]
        vault.make_keys(owners)
        blobs = [(seal(owner), owner) for owner in owners]
    vault.forget()
    assert {unseal(each, owner) for each, owner in [*blobs, (blob, known)]} == {"hello"}


@pytest.mark.django_db
def test_fetching_no_keys_asks_nothing(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        vault.fetch_keys([])


@pytest.mark.django_db(transaction=True)
def test_only_so_many_keys_are_kept_and_the_oldest_go_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ring, "KEPT", 2)
    first, second, third = owners = [ids.new() for _ in range(3)]
    seal(first)
    seal(second)
    seal(first)
    seal(third)
    assert [ring._found(owner) is not None for owner in owners] == [True, False, True]
