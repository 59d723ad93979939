"""The pool of blocks: as many rows, of one size, used or not."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connections

from alongside.lib import ids
from alongside.private_space import keys, services, store
from alongside.private_space.models import Block
from alongside.private_space.tests.factories import CANARY, kept, rows, secret_of, somebody

pytestmark = pytest.mark.django_db


def test_there_are_as_many_rows_before_a_first_word_as_after() -> None:
    store.fill(accounts=1)
    by = somebody()
    before = rows()
    kept(by, secret_of(by))
    after = rows()
    assert len(before) == len(after) == store.STEP
    assert {len(block) for block in after.values()} == {store.SIZE}


def test_the_pool_grows_with_accounts_alone() -> None:
    store.fill(accounts=99)
    assert Block.objects.count() == store.STEP
    store.fill(accounts=250)
    assert Block.objects.count() == 3 * store.STEP
    store.fill(accounts=3)
    assert Block.objects.count() == 3 * store.STEP


def touched(before: dict[UUID, bytes], after: dict[UUID, bytes]) -> tuple[int, int]:
    """How many places are new, and in how many the block is another."""
    return len(after.keys() - before.keys()), sum(
        after.get(i) not in {b, None} for i, b in before.items()
    )


def test_every_turn_touches_as_many_rows_in_the_same_way() -> None:
    """A first word, one more, an opening, an opening of nothing, emptying, and nobody at all."""
    store.fill(accounts=1)
    by = somebody()
    secret, unused = secret_of(by), secret_of(by, "nothing was ever here")
    space = kept(by, secret_of(by, "a third one"))

    def empty() -> None:
        services.empty(
            by=by,
            secret=secret_of(by, "a third one"),
            based_on=services.mark(secret_of(by, "a third one"), space.notes),
        )

    for turn in (
        store.turn,
        lambda: kept(by, secret),
        lambda: kept(by, secret, "more"),
        lambda: services.open_space(by=by, secret=secret),
        lambda: services.open_space(by=by, secret=unused),
        empty,
    ):
        before = rows()
        turn()
        after = rows()
        moved, resealed = touched(before, after)
        assert moved == keys.BLOCKS
        # A row that has just changed its place can be sealed anew as well.
        assert store.RESEALED - keys.BLOCKS <= resealed <= store.RESEALED
        assert len(before) == len(after)


def test_turns_of_the_house_lose_nothing() -> None:
    store.fill(accounts=1)
    by = somebody()
    secret = secret_of(by)
    kept(by, secret)
    for _ in range(60):
        store.turn()
    assert services.look(by=by, secret=secret).notes[0].words == CANARY


def test_many_spaces_stand_beside_each_other_and_none_writes_over_another() -> None:
    """More than there are free rows in one step: then there are more rows, and nothing is lost."""
    by = somebody()
    secrets = [bytes([number]) * 32 for number in range(150)]
    for number, secret in enumerate(secrets):
        kept(by, secret, f"Words {number}")
    assert Block.objects.count() % store.STEP == 0
    for number, secret in enumerate(secrets):
        assert [note.words for note in services.look(by=by, secret=secret).notes] == [
            f"Words {number}"
        ]


def test_an_emptied_space_gives_its_rows_back() -> None:
    by = somebody()
    secret = secret_of(by)
    for _ in range(3):
        space = kept(by, secret)
        services.empty(by=by, secret=secret, based_on=services.mark(secret, space.notes))
        assert not Block.objects.filter(id__in=keys.places(secret)).exists()
        assert not services.look(by=by, secret=secret).notes


def test_no_column_says_who_or_when_or_in_what_order() -> None:
    assert [field.name for field in Block._meta.get_fields()] == ["id", "sealed"]


def test_ids_of_all_rows_look_alike() -> None:
    """No version and no variant of a UUID stands out: each bit is one in about half of them."""
    store.fill(accounts=900)
    by = somebody()
    kept(by, secret_of(by))
    numbers = [place.int for place in rows()]
    for bit in range(128):
        share = sum(number >> bit & 1 for number in numbers) / len(numbers)
        assert 0.42 < share < 0.58, bit


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_lose_nothing() -> None:
    """First words of two spaces, from ten connections at the same moment, beside the house."""
    store.fill(accounts=1)
    by, gate = somebody(), Barrier(10)
    secrets = (b"1" * 32, b"2" * 32)

    def write(number: int) -> None:
        try:
            gate.wait(timeout=30)
            services.turn()
            services.add(
                by=by, secret=secrets[number % 2], operation=ids.new(), words=f"Words {number}"
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(write, range(10)))
    for turn, secret in enumerate(secrets):
        found = {note.words for note in services.look(by=by, secret=secret).notes}
        assert found == {f"Words {number}" for number in range(turn, 10, 2)}
    assert Block.objects.count() == store.STEP
