import os
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.lib import chance, ids
from alongside.vault import master
from alongside.vault import services as vault
from alongside.vault.tests.test_gate import OTHER_KEY, use_key

pytestmark = pytest.mark.django_db


def test_a_blind_index_is_stable_and_tells_kinds_and_values_apart() -> None:
    token = vault.blind("email", "dawn@example.org")
    assert token == vault.blind("email", "dawn@example.org")
    assert len(token) == 32
    others = {vault.blind("email", "robyn@example.org"), vault.blind("upn", "dawn@example.org")}
    assert len({token, *others}) == 3


def test_blind_indexes_digests_and_ids_depend_on_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = tokens()
    use_key(monkeypatch, OTHER_KEY)
    assert all(old != new for old, new in zip(before, tokens(), strict=True))
    use_key(monkeypatch, os.environ[master.VARIABLE])


def tokens() -> list[object]:
    return [
        vault.blind("email", "dawn"),
        vault.mac("form", "dawn"),
        vault.derived_id(UUID(int=1), UUID(int=2)),
        vault.public_key(),
    ]


@given(parts=st.lists(st.text(max_size=5), max_size=4), others=st.lists(st.text(max_size=5)))
def test_a_digest_never_mixes_parts_up(parts: list[str], others: list[str]) -> None:
    assert (vault.mac("form", *parts) == vault.mac("form", *others)) == (parts == others)


def test_a_digest_is_not_the_index_of_the_same_words() -> None:
    assert vault.mac("email", "dawn") != vault.blind("email", "dawn")


def test_a_derived_id_is_a_uuid_of_version_eight_of_both_ids() -> None:
    account, operation = ids.new(), ids.new()
    made = vault.derived_id(account, operation)
    assert made == vault.derived_id(account, operation)
    assert (made.version, made.variant) == (8, "specified in RFC 4122")
    assert made != vault.derived_id(operation, account)
    assert made != vault.derived_id(account, ids.new())


@given(text=st.text(max_size=15), bound=st.text(max_size=20))
def test_a_cursor_comes_back_and_is_always_as_long(text: str, bound: str) -> None:
    token = vault.seal_cursor(text, bound_to=bound)
    assert len(token) == 123
    assert vault.open_cursor(token, bound_to=bound) == text
    assert vault.open_cursor(token, bound_to=bound + "x") is None


def test_a_cursor_holds_sixty_three_bytes_and_no_more() -> None:
    assert len(vault.seal_cursor("9" * vault.CURSOR_TEXT, bound_to="a")) == 123
    with pytest.raises(ValueError, match="at most 63 bytes"):
        vault.seal_cursor("9" * 64, bound_to="a")


@pytest.mark.parametrize("token", ["", "abc", "é", "=" * 123, "A" * 123, "A" * 100_000, "\0"])
def test_what_is_no_cursor_opens_to_nothing(token: str) -> None:
    assert vault.open_cursor(token, bound_to="a") is None


def test_one_changed_letter_spoils_a_cursor() -> None:
    token = vault.seal_cursor("42", bound_to="a")
    spoiled = ("B" if token[0] == "A" else "A") + token[1:]
    assert vault.open_cursor(spoiled, bound_to="a") is None


def test_cursors_follow_chance_so_that_a_world_can_be_played_twice() -> None:
    with chance.seeded(b"request"):
        first = vault.seal_cursor("42", bound_to="a")
    with chance.seeded(b"request"):
        assert vault.seal_cursor("42", bound_to="a") == first
    assert vault.seal_cursor("42", bound_to="a") != first


def test_a_signature_is_good_for_its_message_and_its_key() -> None:
    signed = vault.sign(b"message")
    assert signed.public_key == vault.public_key()
    assert vault.is_signed(b"message", signed)
    assert not vault.is_signed(b"massage", signed)
    assert not vault.is_signed(b"message", signed._replace(signature=bytes(64)))
    assert not vault.is_signed(b"message", signed._replace(public_key=b"short"))
