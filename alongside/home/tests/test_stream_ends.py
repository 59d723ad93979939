"""When a stream ends, and that nobody holds up or deafens another."""

import asyncio
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from alongside.accounts.viewer import Viewer, system
from alongside.agencies import services as agencies
from alongside.agencies.viewers import as_self
from alongside.circles import services as circles
from alongside.circles.tests.factories import join
from alongside.duty.tests.factories import make_team
from alongside.home import hub, stream
from alongside.home.tests.streaming import (
    SOON,
    a_sister,
    ask_somebody,
    close_account,
    cookie,
    cookie_of,
    done,
    hearing,
    listening,
    place,
    run,
    signed_in,
    write,
)
from alongside.journey.tests.factories import Journey, account
from alongside.lib import clock
from alongside.sharing.rules import Audience

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_hub")]


@run
async def test_being_taken_out_closes_it_at_once(robyn: Journey) -> None:
    async with (
        hearing(await done(cookie, robyn.school)) as school,
        hearing(await done(cookie, robyn.parent)) as parent,
    ):
        membership = await done(place, robyn, robyn.school)
        await done(circles.remove, by=system(), membership=membership)
        await school.is_closed()
        assert school.came.empty()
        assert await parent.changed() == (robyn.person.pk, "circle")


@run
async def test_who_was_taken_out_listens_again_for_others(robyn: Journey) -> None:
    """The stream after it goes on over the moment, and is not put out by it for ever."""
    sister = await done(a_sister, robyn)
    asked = await done(cookie, robyn.school)
    async with listening(asked) as heard:
        before = (await heard.next()).id
        membership = await done(place, robyn, robyn.school)
        await done(circles.remove, by=system(), membership=membership)
        await heard.is_closed()
    async with hearing(asked, last=before) as heard:
        await done(write, robyn)
        await done(ask_somebody, sister)
        assert await heard.changed() == (sister.person.pk, "circle")
        await heard.hears_nothing(0.1)


def end_post(viewer: Viewer) -> None:
    assert viewer.post_id is not None
    agencies.end_post(by=system(), post=viewer.post_id, at=clock.now())


def begin_post(viewer: Viewer) -> None:
    agencies.appoint(
        by=system(),
        account=account(viewer),
        team=make_team().pk,
        role="Volunteer",
        since=clock.now(),
    )


ENDINGS: dict[str, tuple[str, Callable[[Viewer], None]]] = {
    "the post has ended": ("school", end_post),
    "the account is closed": ("parent", close_account),
    "a person has become a worker": ("parent", begin_post),
}


@pytest.mark.parametrize("ending", ENDINGS)
@run
async def test_whoever_is_no_more_what_they_were_is_let_go_although_nothing_happens(
    robyn: Journey, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "PRESENCE_SECONDS", 0.1)
    name, act = ENDINGS[ending]
    viewer = robyn.everybody[name]
    async with (
        hearing(await done(cookie, viewer)) as heard,
        hearing(await done(cookie, robyn.own)) as other,
    ):
        await done(act, viewer)
        await heard.is_closed()
        assert heard.came.empty()
        await other.hears_nothing(0.2)


@run
async def test_signing_out_closes_the_stream_of_that_browser_alone(
    robyn: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "PRESENCE_SECONDS", 0.1)
    phone, desk = await done(signed_in, robyn.own), await done(signed_in, robyn.own)
    async with hearing(cookie_of(phone)) as on_phone, hearing(cookie_of(desk)) as at_desk:
        await done(phone.logout)
        await on_phone.is_closed()
        await done(write, robyn)
        assert await at_desk.changed() == (robyn.person.pk, "journey")


@run
async def test_between_signing_out_and_the_close_nothing_is_heard(robyn: Journey) -> None:
    phone = await done(signed_in, robyn.own)
    async with hearing(cookie_of(phone)) as heard:
        await done(phone.logout)
        await done(write, robyn)
        await heard.hears_nothing(0.3)


# In a post, or as oneself


def change(client: Client, to: str) -> None:
    assert client.post("/here-as/", {"as": to}).status_code == 302


def come_as_aunt(robyn: Journey) -> None:
    join(robyn.person, as_self(robyn.school), relationship="Aunt")


@run
async def test_whoever_changes_what_they_are_here_as_is_let_go_and_hears_nothing_more(
    robyn: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "PRESENCE_SECONDS", 0.5)
    await done(come_as_aunt, robyn)
    phone = await done(signed_in, robyn.school)
    for to in ("myself", "work"):
        async with hearing(cookie_of(phone)) as heard:
            await done(change, phone, to)
            await done(write, robyn)
            await heard.is_closed()
            assert heard.came.empty()


@run
async def test_as_themselves_they_hear_what_is_theirs_and_stay(
    robyn: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They hold a post all the while, and nobody takes them for somebody who has just got one."""
    monkeypatch.setattr(hub, "PRESENCE_SECONDS", 0.1)
    await done(come_as_aunt, robyn)
    phone = await done(signed_in, robyn.school)
    await done(change, phone, "myself")
    async with hearing(cookie_of(phone)) as heard:
        await done(write, robyn, Audience.WORKERS)
        await heard.hears_nothing(0.4)
        await done(write, robyn)
        assert await heard.changed() == (robyn.person.pk, "journey")


@run
async def test_a_place_of_one_is_no_place_to_go_on_from_for_the_other(robyn: Journey) -> None:
    await done(come_as_aunt, robyn)
    phone = await done(signed_in, robyn.school)
    async with listening(cookie_of(phone)) as heard:
        place_at_work = (await heard.next()).id
    await done(change, phone, "myself")
    async with listening(cookie_of(phone), last=place_at_work) as heard:
        assert (await heard.next()).text == "missed"


# Among others


@run
async def test_a_browser_that_does_not_read_holds_up_nobody(robyn: Journey) -> None:
    async with (
        hearing(await done(cookie, robyn.parent)) as slow,
        hearing(await done(cookie, robyn.own)) as quick,
    ):
        slow.reads.clear()
        for _ in range(5):
            await done(write, robyn)
            assert await quick.changed() == (robyn.person.pk, "journey")
        waiting = [len(one.waiting) for one in stream.hub.streams]
        assert max(waiting) <= 1
        assert slow.came.empty()
        slow.reads.set()
        assert await slow.changed() == (robyn.person.pk, "journey")


@run
async def test_leaving_frees_the_hub(robyn: Journey) -> None:
    asked = await done(cookie, robyn.own)
    async with hearing(asked), hearing(asked):
        assert len(stream.hub.streams) == 2
    assert stream.hub.streams == set()
    async with asyncio.timeout(SOON):
        while not (stream.hub._watching and stream.hub._watching.done()):
            await asyncio.sleep(0.01)
    async with hearing(asked) as heard:
        await done(write, robyn)
        assert await heard.changed() == (robyn.person.pk, "journey")


@run
async def test_when_the_server_stops_every_stream_ends(robyn: Journey) -> None:
    asked = await done(cookie, robyn.own)
    async with hearing(asked) as one, hearing(asked) as other:
        await stream.hub.close()
        await one.is_closed()
        await other.is_closed()


@run
async def test_when_the_house_cannot_listen_it_ends_streams_and_does_not_leave_them_deaf(
    robyn: Journey,
) -> None:
    def rename(old: str, new: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {old} RENAME TO {new}")

    asked = await done(cookie, robyn.own)
    async with hearing(asked) as heard:
        await done(rename, "live_event", "live_gone")
        await heard.is_closed(3)
    await done(rename, "live_gone", "live_event")
    async with hearing(asked) as heard:
        await done(write, robyn)
        assert await heard.changed() == (robyn.person.pk, "journey")
