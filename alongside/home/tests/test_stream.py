"""The stream, end to end in one process: what a browser hears, and when it is let go."""

import asyncio
import base64
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from alongside.accounts.models import Account
from alongside.accounts.viewer import Viewer, system
from alongside.agencies import services as agencies
from alongside.circles import services as circles
from alongside.circles.models import Membership
from alongside.circles.tests.factories import invite, join
from alongside.duty.tests.factories import make_team, make_viewer
from alongside.home import hub, stream
from alongside.home.tests.streaming import (
    SOON,
    asking,
    cookie_of,
    done,
    hearing,
    listening,
    signed_in,
)
from alongside.journey.tests.factories import Journey, account, add, make_journey
from alongside.lib import clock, ids
from alongside.live import services as live
from alongside.live.models import Event
from alongside.people.tests.factories import make_person
from alongside.sharing import services as sharing
from alongside.sharing.rules import Audience
from alongside.vault import master
from alongside.vault import services as vault

pytestmark = pytest.mark.django_db(transaction=True)

type Test = Callable[..., Coroutine[Any, Any, None]]


@pytest.fixture(autouse=True)
def own_hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A hub of its own for each test, and no connection left open in a thread of it."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    monkeypatch.setattr(stream, "hub", hub.Hub())
    yield
    assert stream.hub.streams == set()


@pytest.fixture
def robyn() -> Journey:
    return make_journey()


def run(test: Test) -> Callable[..., None]:
    """An asynchronous test, with its fixtures made before its loop begins."""

    @wraps(test)
    def running(**fixtures: Any) -> None:
        asyncio.run(test(**fixtures))

    return running


def cookie(viewer: Viewer) -> str:
    return cookie_of(signed_in(viewer))


def write(robyn: Journey, audience: Audience = Audience.CIRCLE, *named: Viewer) -> None:
    add(robyn, audience=audience, named=named, ago=timedelta(seconds=1))


def place(robyn: Journey, viewer: Viewer) -> UUID:
    return Membership.objects.get(person=robyn.person, account=viewer.account, until=None).pk


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


def close_account(viewer: Viewer) -> None:
    Account.objects.filter(pk=account(viewer)).update(is_active=False)


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


def exclude(robyn: Journey, viewer: Viewer) -> None:
    sharing.exclude(
        by=robyn.key_worker, person=robyn.person.pk, account=account(viewer), reason="A risk"
    )


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


# Going on


@run
async def test_a_place_is_sealed_and_always_of_one_length(robyn: Journey) -> None:
    asked = await done(cookie, robyn.own)
    places = []
    for _ in range(3):
        async with listening(asked) as heard:
            places.append((await heard.next()).id)
            await done(write, robyn)
            places.append((await heard.next()).id)
    assert len({len(one) for one in places}) == 1
    assert len(set(places)) == len(places)
    for one in places:
        assert vault.open_cursor(one, bound_to=f"stream:{account(robyn.own)}").isdigit()  # type: ignore[union-attr]  # it opens
        assert vault.open_cursor(one, bound_to=f"stream:{account(robyn.parent)}") is None


@pytest.mark.parametrize("way", ["after", "last"])
@run
async def test_going_on_from_a_place_has_no_gap_and_no_repeat(robyn: Journey, way: str) -> None:
    sister = await done(a_sister, robyn)
    asked = await done(cookie, robyn.school)
    async with listening(asked) as heard:
        start = (await heard.next()).id
        await done(write, robyn)
        first = await heard.next()
    await done(ask_somebody, sister)
    await done(write, robyn, Audience.AGENCY)  # by the council: not for the school
    await done(write, robyn)
    since_first = [(sister.person.pk, "circle"), (robyn.person.pk, "journey")]
    async with hearing(asked, **{way: first.id}) as heard:
        assert [await heard.changed(), await heard.changed()] == since_first
        await heard.hears_nothing(0.3)
    async with listening(asked, **{way: start}) as heard:
        again = await heard.next()
        assert (again.event, again.text) == ("ready", "whole")
        told = [await heard.next(), await heard.next()]
        assert [message.region for message in told] == since_first
        await heard.hears_nothing(0.3)
    async with hearing(asked, **{way: told[-1].id}) as heard:
        await heard.hears_nothing(0.3)


def a_sister(robyn: Journey) -> Journey:
    """Somebody else with the same key worker and school."""
    sister = make_person("Ada", "Lane")
    join(sister, robyn.school)
    return replace(robyn, person=sister)


def ask_somebody(journey: Journey) -> None:
    invite(journey.person, make_viewer("Nan Lane"))


@run
async def test_the_place_that_the_browser_remembers_is_newer_than_the_pages(
    robyn: Journey,
) -> None:
    asked = await done(cookie, robyn.own)
    async with listening(asked) as heard:
        of_the_page = (await heard.next()).id
        await done(write, robyn)
        of_the_browser = (await heard.next()).id
    async with hearing(asked, after=of_the_page, last=of_the_browser) as heard:
        await heard.hears_nothing(0.3)


@run
async def test_a_place_of_somebody_else_or_of_nobody_is_not_gone_on_from(robyn: Journey) -> None:
    """Whatever was missed is asked for afresh."""
    async with listening(await done(cookie, robyn.parent)) as heard:
        of_the_parent = (await heard.next()).id
    await done(write, robyn)
    asked = await done(cookie, robyn.own)
    for place_of_nobody in (of_the_parent, "nonsense", "0" * len(of_the_parent)):
        async with listening(asked, last=place_of_nobody) as heard:
            assert (await heard.next()).text == "missed"
            await heard.hears_nothing(0.1)


@run
async def test_a_place_too_long_ago_says_that_something_was_missed(robyn: Journey) -> None:
    asked = await done(cookie, robyn.own)
    async with listening(asked) as heard:
        long_ago = (await heard.next()).id
    await done(days_pass, robyn)
    async with listening(asked, last=long_ago) as heard:
        ready = await heard.next()
        assert ready.text == "missed"
        await heard.hears_nothing(0.1)


def days_pass(robyn: Journey) -> None:
    publish(robyn)
    publish(robyn)
    Event.objects.update(at=clock.now() - timedelta(days=3))
    live.prune()


def publish(robyn: Journey) -> None:
    circles.hold(by=system(), person=robyn.person.pk, team=make_team(f"Team {ids.new()}").pk)


@run
async def test_many_changes_of_one_region_are_one_question_to_ask(
    robyn: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Coming back after a day, page by page of events, without holding up those who are there."""
    monkeypatch.setattr(hub, "BATCH", 3)
    asked = await done(cookie, robyn.own)
    async with listening(asked) as heard:
        start = (await heard.next()).id

    def a_day() -> None:
        for _ in range(5):
            write(robyn)
            publish(robyn)

    await done(a_day)
    async with hearing(asked, last=start) as heard:
        regions = [await heard.changed(), await heard.changed()]
        assert sorted(region for _, region in regions) == ["circle", "journey"]
        await heard.hears_nothing(0.2)


# The end


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
