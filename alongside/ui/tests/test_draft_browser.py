"""Words that somebody writes: kept while they write, and never let go before the server has them."""

import re
import time

import pytest
from playwright.sync_api import Page, Request, expect

from alongside.ui.tests.browsing import record_of_robyn
from tests.harness.browser import OpenAs, looks

pytestmark = looks

WORDS = "What do you want to note?"
ABOUT = "What is it about?"


@pytest.fixture
def samira(open_as: OpenAs) -> Page:
    """Samira, about to write a note on Robyn's record."""
    page = open_as("key-worker")
    page.goto(f"{record_of_robyn(open_as('young-person'))}add/note/")
    return page


def posts_of(page: Page) -> list[str]:
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.append(request.url.rsplit("/", 2)[-2])

    page.on("request", note)
    return sent


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_a_draft_is_kept_and_the_page_says_when(samira: Page) -> None:
    samira.get_by_label(WORDS).fill("Kept by itself")
    expect(samira.locator("[data-draft-state]")).to_contain_text(re.compile(r"\d(am|pm)"))
    samira.reload()
    assert samira.get_by_label(WORDS).input_value() == "Kept by itself"


def drafts_waiting(page: Page) -> int:
    page.goto("/work/")
    return page.get_by_role("link", name=re.compile("draft", re.IGNORECASE)).count()


def test_leaving_at_once_still_keeps_the_words(open_as: OpenAs, samira: Page) -> None:
    samira.get_by_label(WORDS).wait_for()
    other = open_as("key-worker")
    before = drafts_waiting(other)
    samira.get_by_label(WORDS).fill("Gone in a moment")
    samira.goto("/work/")
    until = time.monotonic() + 10
    while drafts_waiting(other) == before and time.monotonic() < until:
        pass
    assert drafts_waiting(other) == before + 1


def test_two_clicks_are_one_note(samira: Page) -> None:
    sent = posts_of(samira)
    samira.get_by_label(ABOUT).fill("Sent once")
    samira.get_by_label(WORDS).fill("Made up for a test.")
    samira.get_by_role("button", name="Save", exact=True).dblclick()
    samira.wait_for_url(lambda url: "/add/" not in url)
    assert sent.count("note") == 1
    expect(samira.get_by_text("Sent once")).to_have_count(1)


def test_without_a_line_the_words_stay_and_go_when_it_is_back(samira: Page) -> None:
    samira.get_by_label(ABOUT).fill("Written with no line")
    samira.get_by_label(WORDS).fill("Made up for a test.")
    samira.context.set_offline(True)
    save(samira)
    state = samira.locator("[data-draft-state]")
    expect(state).to_contain_text("on this page only")
    assert samira.get_by_label(WORDS).input_value() == "Made up for a test."
    samira.context.set_offline(False)
    save(samira)
    samira.wait_for_url(lambda url: "/add/" not in url)
    expect(samira.get_by_text("Written with no line").first).to_be_visible()


def test_signed_out_the_words_stay_and_go_after_signing_in_elsewhere(samira: Page) -> None:
    samira.get_by_label(ABOUT).fill("Written across two sessions")
    samira.get_by_label(WORDS).fill("Made up for a test.")
    samira.context.clear_cookies()
    save(samira)
    expect(samira.locator("[data-draft-state]")).to_contain_text("You are signed out")
    again = samira.context.request.post("/demo/sign-in/", form={"as": "key-worker"})
    assert again.ok
    save(samira)
    samira.wait_for_url(lambda url: "/add/" not in url)
    expect(samira.get_by_text("Written across two sessions").first).to_be_visible()


def test_without_scripts_a_late_form_gives_its_words_back(open_as: OpenAs) -> None:
    samira = open_as("key-worker", javascript=False)
    samira.goto(f"{record_of_robyn(open_as('young-person'))}add/note/")
    samira.get_by_label(WORDS).fill("Typed for half an hour")
    assert samira.context.request.post("/demo/sign-in/", form={"as": "key-worker"}).ok
    save(samira)
    expect(samira.get_by_text("Typed for half an hour")).to_be_visible()


def test_without_scripts_a_mistake_keeps_what_was_typed(open_as: OpenAs) -> None:
    samira = open_as("key-worker", javascript=False)
    samira.goto(f"{record_of_robyn(open_as('young-person'))}add/note/")
    samira.get_by_label(WORDS).fill("Without a headline")
    save(samira)
    expect(samira.get_by_role("link", name=f"Answer this: {ABOUT}")).to_be_visible()
    expect(samira).to_have_title(re.compile("^Error: "))
    assert samira.get_by_label(WORDS).input_value() == "Without a headline"
