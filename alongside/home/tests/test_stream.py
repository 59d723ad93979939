"""The stream, end to end in one process: who may listen, and what a browser hears."""

import asyncio
import base64
from uuid import UUID

import pytest
from django.db import transaction

from alongside.duty.tests.factories import make_viewer
from alongside.home import hub, stream
from alongside.home.tests.streaming import (
    SOON,
    asking,
    close_account,
    cookie,
    cookie_of,
    done,
    exclude,
    hearing,
    listening,
    run,
    signed_in,
    write,
)
from alongside.journey.tests.factories import Journey
from alongside.lib import ids
from alongside.live import services as live
from alongside.sharing.rules import Audience
from alongside.vault import master
from alongside.vault import services as vault

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_hub")]


# Who may listen


@run
async def test_signed_out_the_stream_is_the_sign_in_page(robyn: Journey) -> None:
    nobody = await done(make_viewer)
    gone = await done(signed_in, nobody)
    left = cookie_of(gone)
    await done(gone.logout)
    for asked in ("", "sessionid=", "sessionid=nonsense", "a; b=\x00;;", left):
        async with asking(asked) as heard:
            await heard.is_closed()
        assert (heard.status, heard.headers["location"]) == (302, "/sign-in/")
        assert heard.headers["cache-control"] == "no-store"
        assert heard.came.empty()


@run
async def test_an_account_that_is_closed_is_signed_out(robyn: Journey) -> None:
    asked = await done(cookie, robyn.own)
    await done(close_account, robyn.own)
    async with asking(asked) as heard:
        await heard.is_closed()
    assert heard.status == 302


@pytest.mark.parametrize("method", ["POST", "HEAD", "OPTIONS"])
@run
async def test_only_reading_opens_it(robyn: Journey, method: str) -> None:
    async with asking(await done(cookie, robyn.own), method=method) as heard:
        await heard.is_closed()
    assert heard.status == 302


@run
async def test_while_the_vault_is_sealed_it_says_so(
    robyn: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = await done(cookie, robyn.own)
    monkeypatch.setenv(master.VARIABLE, base64.b64encode(bytes(range(32))).decode())
    vault.forget()
    try:
        async with asking(asked) as heard:
            await heard.is_closed()
    finally:
        monkeypatch.undo()
        vault.forget()
        monkeypatch.setattr(stream, "hub", hub.Hub())
    assert (heard.status, heard.headers["retry-after"]) == (503, "30")


@run
async def test_every_answer_carries_the_headers_of_a_page(robyn: Journey) -> None:
    for asked in ("", await done(cookie, robyn.own)):
        async with asking(asked) as heard:
            await asyncio.sleep(0.1 if asked else 0)
            while not heard.status:
                await asyncio.sleep(0.01)
        assert heard.headers["cache-control"] == "no-store"
        assert heard.headers["x-content-type-options"] == "nosniff"
        assert heard.headers["x-frame-options"] == "DENY"
        assert heard.headers["referrer-policy"] == "same-origin"
        assert heard.headers["cross-origin-opener-policy"] == "same-origin"
        assert "default-src 'none'" in heard.headers["content-security-policy"]


# What is heard


@run
async def test_ready_comes_first(robyn: Journey) -> None:
    async with listening(await done(cookie, robyn.own)) as heard:
        ready = await heard.next()
        assert (ready.event, ready.text) == ("ready", "whole")
        assert ready.id
        await heard.hears_nothing(0.3)
    assert heard.headers["content-type"].startswith("text/event-stream")


@run
async def test_an_entry_reaches_everybody_who_may_see_it_within_a_second(robyn: Journey) -> None:
    cookies = {name: await done(cookie, who) for name, who in robyn.everybody.items()}
    async with asyncio.TaskGroup() as group:
        heard = {name: group.create_task(first_of(asked)) for name, asked in cookies.items()}
        await asyncio.sleep(0.5)
        await done(write, robyn)
    tied = {"own", "parent", "key_worker", "colleague", "night", "school"}
    assert {name for name, task in heard.items() if task.result()} == tied
    assert {task.result() for task in heard.values()} == {(robyn.person.pk, "journey"), None}


async def first_of(asked: str) -> tuple[UUID, str] | None:
    """What a browser hears first within the time that a person would wait."""
    async with hearing(asked) as heard:
        try:
            return await heard.changed(0.5 + SOON)
        except TimeoutError:
            return None


@pytest.mark.parametrize("audience", [Audience.WORKERS, Audience.AGENCY, Audience.NAMED])
@run
async def test_an_entry_that_is_hidden_sends_not_one_byte(
    robyn: Journey, audience: Audience
) -> None:
    async with (
        hearing(await done(cookie, robyn.key_worker)) as writer,
        hearing(await done(cookie, robyn.parent)) as parent,
        hearing(await done(cookie, robyn.own)) as own,
        hearing(await done(cookie, robyn.outsider)) as outsider,
    ):
        await done(write, robyn, audience, robyn.school)
        assert await writer.changed() == (robyn.person.pk, "journey")
        for heard in (parent, own, outsider):
            await heard.hears_nothing(0.1)


@run
async def test_an_exclusion_is_heard_by_nobody_but_whom_it_is_about(robyn: Journey) -> None:
    async with (
        hearing(await done(cookie, robyn.school)) as school,
        hearing(await done(cookie, robyn.key_worker)) as key_worker,
        hearing(await done(cookie, robyn.own)) as own,
    ):
        await done(exclude, robyn, robyn.school)
        await school.is_closed()
        assert school.came.empty()
        for heard in (key_worker, own):
            await heard.hears_nothing(0.3)


@run
async def test_what_is_rolled_back_is_not_heard(robyn: Journey) -> None:
    def undone() -> None:
        with transaction.atomic():
            write(robyn)
            transaction.set_rollback(True)

    async with hearing(await done(cookie, robyn.own)) as heard:
        await done(undone)
        await heard.hears_nothing()


@run
async def test_an_event_of_an_unknown_kind_deafens_nobody(robyn: Journey) -> None:
    def odd() -> None:
        live.publish(person=robyn.person.pk, region="journey", kind="gone.thing", object=ids.new())

    async with hearing(await done(cookie, robyn.own)) as heard:
        await done(odd)
        await done(write, robyn)
        assert await heard.changed() == (robyn.person.pk, "journey")


# Silence


@run
async def test_a_ping_breaks_the_silence_whatever_is_hidden_meanwhile(
    robyn: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PING_SECONDS", 0.4)
    assert stream.PING_SECONDS < 15
    async with hearing(await done(cookie, robyn.own)) as heard:
        started = asyncio.get_running_loop().time()
        hiding = asyncio.create_task(hide_often(robyn))
        assert (await heard.next()).event == ""
        assert 0.3 < asyncio.get_running_loop().time() - started < 0.8
        assert (await heard.next()).event == ""
        await hiding


async def hide_often(robyn: Journey) -> None:
    for _ in range(4):
        await done(write, robyn, Audience.WORKERS)


def test_the_silence_is_at_most_fifteen_seconds_long() -> None:
    assert stream.PING_SECONDS == 15
