from threading import Thread

from hypothesis import given
from hypothesis import strategies as st

from alongside.lib import chance


@given(seed=st.binary(max_size=40), sizes=st.lists(st.integers(0, 100), max_size=8))
def test_the_same_seed_gives_the_same_bytes(seed: bytes, sizes: list[int]) -> None:
    with chance.seeded(seed):
        first = [chance.octets(size) for size in sizes]
    with chance.seeded(seed):
        second = [chance.octets(size) for size in sizes]
    assert first == second
    assert [len(each) for each in first] == sizes


def test_other_seeds_give_other_bytes_and_a_stream_does_not_repeat() -> None:
    with chance.seeded(b"one"):
        one, more = chance.octets(32), chance.octets(32)
    with chance.seeded(b"two"):
        two = chance.octets(32)
    assert len({one, more, two}) == 3


def test_unseeded_bytes_never_repeat() -> None:
    assert chance.octets(16) != chance.octets(16)


def test_another_thread_is_not_seeded() -> None:
    seen: list[bytes] = []
    with chance.seeded(b"one"):
        expected = chance.octets(16)
    with chance.seeded(b"one"):
        other = Thread(target=lambda: seen.append(chance.octets(16)))
        other.start()
        other.join()
        assert chance.octets(16) == expected
    assert seen[0] != expected


def test_seeding_within_a_seed_gives_the_outer_stream_back() -> None:
    with chance.seeded(b"one"):
        straight = chance.octets(32) + chance.octets(32)
    with chance.seeded(b"one"):
        first = chance.octets(32)
        with chance.seeded(b"two"):
            chance.octets(32)
        assert first + chance.octets(32) == straight
