"""Going on after a break: sealed places, no gap, no repeat, and what happens without a place."""

from datetime import timedelta

import pytest

from alongside.accounts.viewer import system
from alongside.circles import services as circles
from alongside.duty.tests.factories import make_team
from alongside.home import hub, stream
from alongside.home.tests.streaming import (
    a_sister,
    ask_somebody,
    cookie,
    done,
    hearing,
    listening,
    run,
    signed_in,
    write,
)
from alongside.journey.tests.factories import Journey
from alongside.lib import clock, ids
from alongside.live import services as live
from alongside.live.models import Event
from alongside.sharing.rules import Audience
from alongside.vault import services as vault

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_hub")]


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
        assert vault.open_cursor(one, bound_to=stream.whose(robyn.own)).isdigit()  # type: ignore[union-attr]  # it opens
        assert vault.open_cursor(one, bound_to=stream.whose(robyn.parent)) is None


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


def test_who_joined_later_is_not_told_what_was_before(robyn: Journey) -> None:
    """The hub reads from where the last of its streams stands."""
    client = signed_in(robyn.own)
    events = []
    for _ in range(2):
        write(robyn)
        events.append(Event.objects.latest("pk"))
    early, late = (
        hub.Stream(robyn.own, client.session.session_key or "", position)
        for position in (events[0].pk - 1, events[0].pk)
    )
    heard = hub._route(events, [early, late])
    assert heard[early] == events
    assert heard[late] == events[1:]
