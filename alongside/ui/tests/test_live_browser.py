"""Pages that move by themselves: one stream a browser, handed on, and never another's page."""

import re

from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from alongside.ui.tests.browsing import CONNECTED, record_of_robyn, write_note
from tests.harness.browser import OpenAs

SIGN_IN = re.compile("/sign-in/$")


def streams_of(context: BrowserContext) -> list[str]:
    """The streams that this browser opens from now on."""
    opened: list[str] = []

    def note(request: Request) -> None:
        if "/stream/" in request.url and request.resource_type == "eventsource":
            opened.append(request.url)

    context.on("request", note)
    return opened


def connected(page: Page) -> Page:
    page.wait_for_selector(CONNECTED, state="attached")
    return page


def test_a_note_shows_on_another_page_without_a_reload(open_as: OpenAs) -> None:
    robyn, samira = open_as("young-person"), open_as("key-worker")
    record = record_of_robyn(robyn)
    robyn.goto(record)
    connected(robyn).evaluate("window.notReloaded = true")
    write_note(samira, record, "Boxing moved to Friday")
    expect(robyn.get_by_text("Boxing moved to Friday").first).to_be_visible()
    assert robyn.evaluate("window.notReloaded")


def test_two_tabs_share_one_stream_and_the_second_takes_over(open_as: OpenAs) -> None:
    first, samira = open_as("young-person"), open_as("key-worker")
    opened = streams_of(first.context)
    record = record_of_robyn(first)
    first.goto(record)
    connected(first)
    streams = len(opened)
    second = first.context.new_page()
    second.goto(record)
    connected(second)
    assert len(opened) == streams
    write_note(samira, record, "Both tabs hear of this")
    for page in (first, second):
        expect(page.get_by_text("Both tabs hear of this").first).to_be_visible()
    first.close()
    write_note(samira, record, "The second tab goes on")
    expect(second.get_by_text("The second tab goes on").first).to_be_visible()
    assert len(opened) == streams + 1
    assert "after=" in opened[-1]


def test_what_came_between_two_pages_is_not_missed(open_as: OpenAs) -> None:
    robyn, samira = open_as("young-person"), open_as("key-worker")
    record = record_of_robyn(robyn)
    connected(robyn)
    # The next page is drawn, and stands still until the note is written.
    held: list[Route] = []
    robyn.route("**/live*.js", lambda route: held.append(route))
    robyn.goto(record, wait_until="commit")
    write_note(samira, record, "Written while it loaded")
    assert held
    for route in held:
        route.continue_()
    expect(robyn.get_by_text("Written while it loaded").first).to_be_visible()


def test_signing_out_in_one_tab_closes_the_page_in_another(open_as: OpenAs) -> None:
    first = open_as("young-person")
    record = record_of_robyn(first)
    second = first.context.new_page()
    second.goto(record)
    connected(second)
    first.get_by_role("button", name="Sign out").click()
    expect(second).to_have_url(SIGN_IN)


def test_a_session_that_ended_elsewhere_closes_the_page(open_as: OpenAs) -> None:
    robyn, samira = open_as("young-person"), open_as("key-worker")
    record = record_of_robyn(robyn)
    connected(robyn)
    robyn.context.clear_cookies()
    write_note(samira, record, "Nobody is there to read it")
    expect(robyn).to_have_url(SIGN_IN)


def test_a_broken_line_is_said_and_mended(open_as: OpenAs) -> None:
    robyn, samira = open_as("young-person"), open_as("key-worker")
    record = record_of_robyn(robyn)
    robyn.goto(record)
    connected(robyn)
    robyn.route("**/stream/**", lambda route: route.abort())
    robyn.reload()
    expect(robyn.get_by_text("Not connected. We keep trying.")).to_be_visible()
    write_note(samira, record, "Written while the line was down")
    robyn.unroute("**/stream/**")
    expect(robyn.get_by_text("Written while the line was down").first).to_be_visible(timeout=15_000)
    connected(robyn)


def test_words_that_are_being_written_are_not_reloaded_away(open_as: OpenAs) -> None:
    samira = open_as("key-worker")
    record = record_of_robyn(open_as("young-person"))
    samira.goto(f"{record}add/note/")
    connected(samira)
    samira.get_by_label("What do you want to note?").fill("Half a sentence")
    other = samira.context.new_page()
    other.goto("/work/")
    other.get_by_role("button", name="Sign out").click()
    expect(samira.get_by_text("You are signed out. Your words are still here.")).to_be_visible()
    assert samira.get_by_label("What do you want to note?").input_value() == "Half a sentence"
