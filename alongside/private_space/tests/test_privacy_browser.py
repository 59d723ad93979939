"""Private notes on a phone: with and without scripts, readable by rule, and closed for good."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from tests.harness.browser import Check, OpenAs, looks

pytestmark = looks
WORDS = "Nobody else may read this."


def enter(page: Page, passphrase: str) -> None:
    page.goto("/private/")
    page.get_by_label("Your passphrase").fill(passphrase)
    page.get_by_role("button", name="Open").click()


def write(page: Page, passphrase: str, words: str = WORDS) -> None:
    enter(page, passphrase)
    page.get_by_label("Write something").fill(words)
    page.get_by_label("Your passphrase once more").fill(passphrase)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept. Only this passphrase shows it.")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_writes_finds_it_again_changes_it_and_deletes_it(
    open_as: OpenAs, *, javascript: bool
) -> None:
    page = open_as("young-person", javascript=javascript)
    page.goto("/me/")
    page.get_by_role("link", name="Your privacy").click()
    passphrase = f"tin boat under stairs {javascript}"
    write(page, passphrase)
    page.get_by_role("button", name="Close your notes").click()
    expect(page.get_by_text(WORDS)).to_have_count(0)
    enter(page, passphrase.upper())
    expect(page.get_by_text(WORDS)).to_be_visible()
    page.get_by_role("button", name="Change or delete").click()
    page.get_by_label("Write something").fill("Changed words.")
    page.get_by_role("button", name="Keep it like this").click()
    expect(page.get_by_text("Changed words.")).to_be_visible()
    page.get_by_role("button", name="Change or delete").click()
    page.get_by_role("button", name="Delete this note for good").click()
    expect(page.get_by_text("There is nothing here.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_it_can_be_read_by_everybody(
    open_as: OpenAs, accessible: Check, scheme: str
) -> None:
    page = open_as("parent", scheme=scheme)
    page.goto("/private/")
    accessible(page)
    enter(page, "   ")
    accessible(page)
    write(page, f"seven chairs {scheme}")
    for closed in page.locator("details").all():
        closed.locator("summary").click()
    accessible(page)
    page.get_by_role("button", name="Change or delete").click()
    accessible(page)


def test_going_back_after_closing_opens_nothing(open_as: OpenAs) -> None:
    """Loading the page anew would send the passphrase again, if a browser is asked to."""
    page = open_as("young-person")
    write(page, "nine quiet lamps")
    page.get_by_role("button", name="Close your notes").click()
    for _ in range(2):
        with suppress(Error):  # Chromium shows a page of its own where a form was sent
            page.go_back()
        expect(page.get_by_text(WORDS)).to_have_count(0)
        with suppress(Error):
            page.reload()
        expect(page.get_by_text(WORDS)).to_have_count(0)


def test_notes_that_were_left_open_close_by_themselves(open_as: OpenAs) -> None:
    page = open_as("young-person")
    page.clock.install()
    write(page, "old brown piano")
    page.clock.run_for(11 * 60 * 1000)
    expect(page.get_by_role("heading", name="What it cannot hide")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_have_count(0)


def test_no_browser_is_asked_to_remember_the_passphrase_or_the_words(open_as: OpenAs) -> None:
    page = open_as("young-person")
    enter(page, "a green jug sings")
    once_more = page.get_by_label("Your passphrase once more")
    expect(once_more).to_have_attribute("autocomplete", "one-time-code")
    expect(page.get_by_label("Write something")).to_have_attribute("autocomplete", "off")
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "jug" not in kept
