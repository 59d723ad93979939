"""What one can do in a space: any passphrase, nothing lost, nothing twice, and who may not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alongside.accounts.viewer import Capacity, public
from alongside.lib import clock, ids
from alongside.private_space import keys, pages, services
from alongside.private_space.models import Block
from alongside.private_space.services import Changed, NotAllowed
from alongside.private_space.space import EVENTS_KEPT, FOR_WORDS, Full, is_whole
from alongside.private_space.tests.factories import (
    CANARY,
    PASSPHRASE,
    here_as,
    kept,
    secret_of,
    somebody,
)
from alongside.vault import services as vault

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("passphrase", ["a", PASSPHRASE, "🦊", "x" * 400, "عصفور"])
def test_any_passphrase_opens_a_space_and_an_unused_one_is_empty(passphrase: str) -> None:
    by = somebody()
    space = services.open_space(by=by, secret=secret_of(by, passphrase))
    assert (space.notes, space.events) == ((), ())


def test_what_was_written_is_there_again_under_the_same_passphrase_alone() -> None:
    by = somebody()
    kept(by, secret_of(by))
    assert services.open_space(by=by, secret=secret_of(by)).notes[0].words == CANARY
    assert not services.open_space(by=by, secret=secret_of(by, PASSPHRASE + "s")).notes


def test_the_same_passphrase_of_somebody_else_is_another_space() -> None:
    by, other = somebody(), somebody("Kit")
    kept(by, secret_of(by))
    assert not services.open_space(by=other, secret=secret_of(other)).notes


def test_capitals_and_spaces_that_a_phone_adds_make_no_difference() -> None:
    by = somebody()
    assert secret_of(by, "  Copper   lantern\tSings outside ") == secret_of(by)


def test_a_form_sent_twice_is_one_note() -> None:
    by, operation = somebody(), ids.new()
    secret = secret_of(by)
    for _ in range(2):
        services.add(by=by, secret=secret, operation=operation, words=CANARY)
    assert len(services.look(by=by, secret=secret).notes) == 1


def test_a_note_deleted_does_not_come_back_with_a_form_that_is_sent_again() -> None:
    by, operation = somebody(), ids.new()
    secret = secret_of(by)
    space = services.add(by=by, secret=secret, operation=operation, words=CANARY)
    note = space.notes[0]
    services.delete(
        by=by,
        secret=secret,
        operation=ids.new(),
        note=note.id,
        based_on=services.mark(secret, (note,)),
    )
    assert not services.add(by=by, secret=secret, operation=operation, words=CANARY).notes


def test_two_pages_lose_nothing_of_each_other() -> None:
    by = somebody()
    secret = secret_of(by)
    note = kept(by, secret).notes[0]
    based_on = services.mark(secret, (note,))
    services.change(
        by=by, secret=secret, operation=ids.new(), note=note.id, based_on=based_on, words="First"
    )
    kept(by, secret, "Beside")
    with pytest.raises(Changed):
        services.change(
            by=by,
            secret=secret,
            operation=ids.new(),
            note=note.id,
            based_on=based_on,
            words="Second",
        )
    with pytest.raises(Changed):
        services.delete(by=by, secret=secret, operation=ids.new(), note=note.id, based_on=based_on)
    with pytest.raises(Changed):
        services.empty(by=by, secret=secret, based_on=services.mark(secret, (note,)))
    found = {one.words for one in services.look(by=by, secret=secret).notes}
    assert found == {"First", "Beside"}


def test_a_full_space_says_so_before_and_keeps_what_it_has() -> None:
    by = somebody()
    secret = secret_of(by)
    room = kept(by, secret, "first").room
    space = kept(by, secret, "x" * room)
    assert space.room < 200
    with pytest.raises(Full):
        kept(by, secret, "x" * 400)
    assert len(services.look(by=by, secret=secret).notes) == 2


def test_the_room_that_is_told_is_always_there() -> None:
    """With as many events as there can be."""
    by = somebody()
    secret = secret_of(by)
    space = kept(by, secret, "first")
    for _ in range(EVENTS_KEPT + 3):
        space = services.open_space(by=by, secret=secret)
    assert FOR_WORDS > 25_000
    assert kept(by, secret, "y" * space.room).notes


def test_events_hold_on_to_each_other_and_a_changed_one_shows() -> None:
    by = somebody()
    secret = secret_of(by)
    space = kept(by, secret)
    for _ in range(EVENTS_KEPT + 5):
        space = services.open_space(by=by, secret=secret)
    assert len(space.events) == EVENTS_KEPT
    assert is_whole(space, secret=secret)
    later = replace(space.events[3], at=space.events[3].at + timedelta(hours=1))
    forged = replace(space, events=(*space.events[:3], later, *space.events[4:]))
    assert not is_whole(forged, secret=secret)


def test_workers_and_strangers_have_none() -> None:
    by = somebody()
    assert by.account is not None
    for other in (here_as(by.account, Capacity.WORKER), public()):
        with pytest.raises(NotAllowed):
            services.open_space(by=other, secret=secret_of(by))
        with pytest.raises(NotAllowed):
            kept(other, secret_of(by))
    assert not Block.objects.filter(id__in=keys.places(secret_of(by))).exists()


def test_a_block_that_was_changed_outside_is_not_shown_and_not_written_over() -> None:
    by = somebody()
    secret = secret_of(by)
    kept(by, secret)
    place = keys.places(secret)[2]
    row = Block.objects.get(id=place)
    Block.objects.filter(id=place).update(sealed=bytes(row.sealed)[:-1] + b"\0")
    with pytest.raises(vault.Unreadable):
        services.look(by=by, secret=secret)
    with pytest.raises(vault.Unreadable):
        kept(by, secret, "more")


def test_a_page_opens_nothing_later_elsewhere_or_for_somebody_else() -> None:
    by, other = somebody(), somebody("Kit")
    assert by.account is not None
    assert other.account is not None
    with clock.hold(clock.now()):
        token = pages.hold(b"s" * 32, account=by.account, session="one")
        assert pages.held(token, account=by.account, session="one") == b"s" * 32
        assert pages.held(token, account=by.account, session="two") is None
        assert pages.held(token, account=other.account, session="one") is None
        assert pages.held(token[:-2] + "AA", account=by.account, session="one") is None
        clock.advance(pages.OPEN_FOR + timedelta(seconds=1))
        assert pages.held(token, account=by.account, session="one") is None


def test_the_number_of_tries_is_limited_by_a_number_that_nobody_knows() -> None:
    """Another for every account and hour, so that fewer left does not tell that some were used."""
    limits = set()
    for _ in range(6):
        by = somebody()
        with clock.hold(clock.now()):
            limits.add(next(n for n in range(200) if not services.may_try(by=by)))
    assert len(limits) > 2
    assert all(services.FEWEST <= limit < services.FEWEST + services.SPREAD for limit in limits)
