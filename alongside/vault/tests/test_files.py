from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from alongside.lib import ids
from alongside.vault import files
from alongside.vault import services as vault
from alongside.vault.models import DataKey
from tests.canaries.cage import Cage, escaped, files_under

pytestmark = pytest.mark.django_db

PIECE = files.PIECE
HEAD, SEALED = 3, 12 + PIECE + 16


@pytest.fixture
def owner() -> UUID:
    return ids.new()


def content_of(size: int) -> bytes:
    return bytes(number * 7 % 251 for number in range(251)) * (size // 251) + bytes(size % 251)


@pytest.mark.parametrize("size", [0, 1, PIECE - 9, PIECE - 8, PIECE - 7, PIECE, 3 * PIECE + 11])
def test_what_was_kept_comes_back(owner: UUID, size: int) -> None:
    content = content_of(size)
    file = vault.keep_file(content, owner=owner)
    assert vault.read_file(file, owner=owner) == content
    assert vault.size_of_file(file, owner=owner) == size


@hypothesis_settings(max_examples=60)
@given(start=st.integers(-9, 3 * PIECE), stop=st.none() | st.integers(-9, 3 * PIECE))
def test_a_part_is_the_same_part(start: int, stop: int | None) -> None:
    owner, content = UUID(int=7), content_of(2 * PIECE + 100)
    file = vault.keep_file(content, owner=owner)
    begin = max(start, 0)
    end = len(content) if stop is None else max(stop, begin)
    assert vault.read_file(file, owner=owner, start=start, stop=stop) == content[begin:end]
    vault.erase_file(file)


def test_the_disk_tells_how_many_pieces_and_nothing_more(owner: UUID) -> None:
    sizes = {
        size: files.place_of(vault.keep_file(content_of(size), owner=owner)).stat().st_size
        for size in (0, 1, 40_000, PIECE - 8, PIECE - 7, 2 * PIECE - 8)
    }
    assert {sizes[n] for n in (0, 1, 40_000, PIECE - 8)} == {HEAD + SEALED}
    assert {sizes[n] for n in (PIECE - 7, 2 * PIECE - 8)} == {HEAD + 2 * SEALED}


def test_names_say_nothing_and_nobody_else_may_look(owner: UUID) -> None:
    first, second = (vault.keep_file(b"the same", owner=owner) for _ in range(2))
    assert first != second
    assert owner.hex not in str(files.place_of(first))
    assert files.place_of(first).read_bytes() != files.place_of(second).read_bytes()
    assert files.place_of(first).stat().st_mode & 0o077 == 0
    assert files.place_of(first).parent.stat().st_mode & 0o077 == 0


def test_nothing_is_on_the_disk_in_plain(owner: UUID) -> None:
    cage = Cage("qzxjvw")
    words = cage.canary("a picture").encode()
    vault.keep_file(words * 20_000, owner=owner)
    folder = Path(settings.HOME) / "files"
    assert list(files_under(folder))
    assert escaped(cage, files_under(folder)) == []
    assert not list(folder.rglob("*.part"))


def test_another_owner_reads_nothing(owner: UUID) -> None:
    file, other = vault.keep_file(b"words", owner=owner), ids.new()
    vault.make_keys([other])
    with pytest.raises(vault.Unreadable):
        vault.read_file(file, owner=other)
    with pytest.raises(vault.KeyGone):
        vault.read_file(file, owner=ids.new())


def test_without_its_key_a_file_is_noise(owner: UUID) -> None:
    file = vault.keep_file(b"words", owner=owner)
    DataKey.objects.filter(owner=owner).delete()
    vault.forget()
    with pytest.raises(vault.KeyGone):
        vault.read_file(file, owner=owner)


def test_it_opens_under_the_key_it_was_sealed_with(
    owner: UUID, second_version: Callable[[UUID], None]
) -> None:
    old = vault.keep_file(b"before", owner=owner)
    second_version(owner)
    new = vault.keep_file(b"after", owner=owner)
    assert vault.read_file(old, owner=owner) == b"before"
    assert vault.read_file(new, owner=owner) == b"after"


def swapped(kept: bytes) -> bytes:
    first, second = kept[HEAD : HEAD + SEALED], kept[HEAD + SEALED : HEAD + 2 * SEALED]
    return kept[:HEAD] + second + first + kept[HEAD + 2 * SEALED :]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "two pieces swapped": swapped,
    "a piece twice": lambda kept: kept[: HEAD + SEALED] + kept[HEAD : HEAD + SEALED] * 2,
    "the last piece dropped": lambda kept: kept[:-SEALED],
    "the first piece dropped": lambda kept: kept[:HEAD] + kept[HEAD + SEALED :],
    "a piece added": lambda kept: kept + kept[-SEALED:],
    "cut off": lambda kept: kept[:-1],
    "a byte added": lambda kept: kept + b"\0",
    "one bit turned": lambda kept: kept[:-500] + bytes([kept[-500] ^ 1]) + kept[-499:],
    "another key version": lambda kept: kept[:2] + b"\x02" + kept[3:],
    "another format": lambda kept: b"\x07" + kept[1:],
    "its head alone": lambda kept: kept[:HEAD],
    "nothing": lambda kept: b"",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_changed_file_is_refused(owner: UUID, damage: str) -> None:
    file = vault.keep_file(content_of(3 * PIECE - 100), owner=owner)
    place = files.place_of(file)
    place.write_bytes(DAMAGE[damage](place.read_bytes()))
    with pytest.raises(vault.Unreadable):
        vault.read_file(file, owner=owner)


def test_a_file_under_another_name_is_refused(owner: UUID) -> None:
    one, other = (vault.keep_file(b"words", owner=owner) for _ in range(2))
    files.place_of(one).replace(files.place_of(other))
    with pytest.raises(vault.Unreadable):
        vault.read_file(other, owner=owner)


def test_an_erased_file_is_gone_and_erasing_it_again_is_no_mistake(owner: UUID) -> None:
    file = vault.keep_file(b"words", owner=owner)
    vault.erase_file(file)
    vault.erase_file(file)
    assert not files.place_of(file).exists()
    with pytest.raises(vault.Unreadable):
        vault.read_file(file, owner=owner)
