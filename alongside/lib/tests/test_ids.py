from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

import pytest

from alongside.lib import chance, clock, ids

AT = datetime(2025, 3, 3, 22, 46, tzinfo=UTC)


def test_an_id_is_a_uuid_of_version_seven_that_carries_the_time() -> None:
    with clock.hold(AT):
        made = ids.new()
    assert (made.version, made.variant) == (7, RFC_4122)
    assert made.int >> 80 == int(AT.timestamp() * 1000)


def test_later_ids_sort_after_earlier_ones() -> None:
    with clock.hold(AT):
        earlier = ids.new()
        clock.advance(timedelta(milliseconds=1))
        assert earlier < ids.new()


def test_ids_of_one_moment_differ() -> None:
    with clock.hold(AT):
        assert len({ids.new() for _ in range(1000)}) == 1000


def test_clock_and_chance_decide_an_id_together() -> None:
    with clock.hold(AT), chance.seeded(b"request"):
        first = ids.new()
    with clock.hold(AT), chance.seeded(b"request"):
        assert ids.new() == first


def test_an_id_is_read_back_from_its_text() -> None:
    made = ids.new()
    assert ids.parse(str(made)) == made


@pytest.mark.parametrize(
    "text",
    ["", "no", "0195" * 8, "{01955d3a-0000-7000-8000-000000000000}", str(UUID(int=10**30)).upper()],
)
def test_any_other_form_is_no_id(text: str) -> None:
    assert ids.parse(text) is None
