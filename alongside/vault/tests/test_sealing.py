from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.lib import ids
from alongside.vault import contents as codec
from alongside.vault import services as vault
from alongside.vault.models import DataKey

pytestmark = pytest.mark.django_db

CANARY = "Canary Wharf-Robyn"


class Mood(StrEnum):
    CALM = "calm"
    WORRIED = "worried"


@dataclass(frozen=True)
class Place:
    name: str
    seen_alone: bool = False


@dataclass(frozen=True)
class Words:
    text: str
    mood: Mood = Mood.CALM
    count: int = 0
    weight: float = 0.0
    who: UUID | None = None
    born: date | None = None
    at: datetime | None = None
    hour: time | None = None
    place: Place | None = None
    places: tuple[Place, ...] = ()
    tags: tuple[str, ...] = ()
    marks: dict[str, date] = field(default_factory=dict)


def words() -> st.SearchStrategy[Words]:
    place = st.builds(Place, name=st.text(), seen_alone=st.booleans())
    return st.builds(
        Words,
        text=st.text(),
        mood=st.sampled_from(Mood),
        count=st.integers(),
        weight=st.floats(allow_nan=False),
        who=st.none() | st.uuids(),
        born=st.none() | st.dates(),
        at=st.none() | st.datetimes(timezones=st.just(UTC)),
        hour=st.none() | st.times(),
        place=st.none() | place,
        places=st.lists(place, max_size=3).map(tuple),
        tags=st.lists(st.text(), max_size=3).map(tuple),
        marks=st.dictionaries(st.text(), st.dates(), max_size=3),
    )


@pytest.fixture
def row() -> UUID:
    return ids.new()


@pytest.fixture
def owner() -> UUID:
    return ids.new()


@pytest.fixture
def sealed(row: UUID, owner: UUID) -> bytes:
    return vault.seal(Words(CANARY), table="t", row=row, owner=owner)


def test_what_was_sealed_is_read_back(sealed: bytes, row: UUID, owner: UUID) -> None:
    assert vault.unseal(sealed, kind=Words, table="t", row=row, owner=owner) == Words(CANARY)


@given(contents=words())
def test_every_dataclass_comes_back_as_it_was(contents: Words) -> None:
    assert codec.decode(Words, codec.encode(contents)) == contents


def test_nothing_of_what_was_sealed_shows(sealed: bytes) -> None:
    assert b"Canary" not in sealed
    assert b"text" not in sealed


def test_the_same_words_are_sealed_differently_each_time(row: UUID, owner: UUID) -> None:
    first, second = (vault.seal(Words(CANARY), table="t", row=row, owner=owner) for _ in range(2))
    assert first[3:] != second[3:]


@pytest.mark.parametrize("swap", ["table", "row", "owner"])
def test_a_blob_opens_nowhere_else(sealed: bytes, row: UUID, owner: UUID, swap: str) -> None:
    other = ids.new()
    vault.seal(Words("theirs"), table="t", row=row, owner=other)
    table, at, whose = "t", row, owner
    if swap == "table":
        table = "other"
    elif swap == "row":
        at = other
    else:
        whose = other
    with pytest.raises(vault.Unreadable):
        vault.unseal(sealed, kind=Words, table=table, row=at, owner=whose)


@settings(max_examples=60)
@given(where=st.integers(0), bit=st.integers(0, 7))
def test_one_flipped_bit_is_refused_wherever_it_is(where: int, bit: int) -> None:
    row, owner = ids.new(), ids.new()
    blob = bytearray(vault.seal(Words(CANARY), table="t", row=row, owner=owner))
    blob[where % len(blob)] ^= 1 << bit
    with pytest.raises(vault.Unreadable) as refused:
        vault.unseal(bytes(blob), kind=Words, table="t", row=row, owner=owner)
    assert CANARY not in str(refused.value)


@pytest.mark.parametrize("end", [0, 1, 3, 15, 20])
def test_a_blob_cut_short_is_refused(sealed: bytes, row: UUID, owner: UUID, end: int) -> None:
    with pytest.raises(vault.Unreadable):
        vault.unseal(sealed[:end], kind=Words, table="t", row=row, owner=owner)


def test_a_blob_says_which_version_of_the_key_it_needs(
    sealed: bytes, row: UUID, owner: UUID, second_version: Callable[[UUID], None]
) -> None:
    second_version(owner)
    newer = vault.seal(Words("newer"), table="t", row=row, owner=owner)
    assert (sealed[1:3], newer[1:3]) == (b"\0\1", b"\0\2")
    for blob, text in ((sealed, CANARY), (newer, "newer")):
        assert vault.unseal(blob, kind=Words, table="t", row=row, owner=owner).text == text


def test_a_key_made_elsewhere_meanwhile_is_found(
    sealed: bytes, row: UUID, owner: UUID, second_version: Callable[[UUID], None]
) -> None:
    second_version(owner)
    newer = vault.seal(Words("newer"), table="t", row=row, owner=owner)
    DataKey.objects.filter(owner=owner, version=2).update(version=3)
    vault.forget()
    DataKey.objects.filter(owner=owner, version=3).update(version=2)
    assert vault.unseal(newer, kind=Words, table="t", row=row, owner=owner).text == "newer"


def test_without_its_key_a_blob_is_gone_for_good(sealed: bytes, row: UUID, owner: UUID) -> None:
    DataKey.objects.filter(owner=owner).delete()
    vault.forget()
    with pytest.raises(vault.KeyGone):
        vault.unseal(sealed, kind=Words, table="t", row=row, owner=owner)


@dataclass(frozen=True)
class Grown:
    text: str
    added: str = "by default"


@dataclass(frozen=True)
class Strict:
    text: int


@dataclass(frozen=True)
class Demanding:
    text: str
    never_written: str


def test_fields_that_came_or_went_are_tolerated(sealed: bytes, row: UUID, owner: UUID) -> None:
    opened = vault.unseal(sealed, kind=Grown, table="t", row=row, owner=owner)
    assert opened == Grown(text=CANARY)


def test_a_missing_field_without_a_default_is_refused_without_quoting_the_rest(
    sealed: bytes, row: UUID, owner: UUID
) -> None:
    with pytest.raises(vault.Unreadable, match="does not fit Demanding") as refused:
        vault.unseal(sealed, kind=Demanding, table="t", row=row, owner=owner)
    assert refused.value.__suppress_context__


def test_a_type_that_cannot_be_sealed_says_so() -> None:
    @dataclass
    class Odd:
        anything: object

    with pytest.raises(TypeError, match="cannot be sealed"):
        codec.encode(Odd(1))
