"""“I don’t feel safe”: one tap, with and without scripts and connection, and workers see it at once."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from alongside.ui.tests.browsing import CONNECTED, record_of_robyn
from tests.browser.acts import in_light_and_dark
from tests.harness.browser import Check, OpenAs, looks

BUTTON = "I don’t feel safe"
WAITS = "Robyn Hale does not feel safe"
SENT = re.compile(r"Sent at \d+:\d\d(am|pm)\. Samira Khan and 5 other people can read it now\.")
NOT_SENT = "Not sent yet: there is no connection."
LINES = {
    "Ring 999": "tel:999",
    "Ring Childline: 0800 1111": "tel:08001111",
    "Text SHOUT to 85258": "sms:85258?&body=SHOUT",
    "Ring 111": "tel:111",
}
PAGES = ("/me/", "/me/tell/", "/me/tell/?mode=pictures", "RECORD", "RECORDplan/", "RECORDcircle/")


def press(page: Page) -> Locator:
    page.get_by_role("button", name=BUTTON).tap()
    return page.get_by_role("dialog")


def waiting(samira: Page) -> Locator:
    return samira.locator("#urgent").get_by_role("link", name=WAITS)


@pytest.fixture
def samira(open_as: OpenAs) -> Iterator[Page]:
    """On her day, live. What is still unanswered at the end she answers, so that the next begins anew."""
    page = open_as("key-worker")
    page.goto("/work/")
    expect(page.locator(CONNECTED).first).to_be_attached()
    page.evaluate("window.notReloaded = true")
    yield page
    page.goto("/work/")
    while waiting(page).count():
        waiting(page).first.tap()
        page.get_by_role("link", name="Write what we did").first.tap()
        page.get_by_label(re.compile("what we did", re.I)).first.check()
        page.locator("textarea").first.fill("I rang Robyn. She is with Nan.")
        page.get_by_role("button", name="Save", exact=True).tap()
        expect(page.get_by_text("I rang Robyn.").first).to_be_visible()
        page.goto("/work/")


def test_one_tap_shows_whom_to_ring_and_samira_sees_it_by_itself(
    open_as: OpenAs, samira: Page
) -> None:
    robyn = open_as("young-person")
    robyn.goto("/me/")
    dialog = press(robyn)
    for name, address in LINES.items():
        line = dialog.get_by_role("link", name=name)
        expect(line).to_be_visible()
        expect(line).to_have_attribute("href", address)
    expect(dialog.get_by_text(SENT)).to_be_visible()
    expect(waiting(samira)).to_have_count(1)
    assert samira.evaluate("window.notReloaded")
    dialog.get_by_role("button", name="Close").tap()
    expect(press(robyn).get_by_text(SENT)).to_be_visible()
    expect(waiting(samira)).to_have_count(1)
    assert "does not feel safe" not in open_as("parent").content()


def test_pressed_again_long_after_on_a_page_that_stayed_open_it_is_sent_anew(
    open_as: OpenAs, samira: Page
) -> None:
    robyn = open_as("young-person")
    robyn.clock.install()
    robyn.goto("/me/")
    expect(press(robyn).get_by_text(SENT)).to_be_visible()
    robyn.get_by_role("button", name="Close").tap()
    robyn.clock.fast_forward("20:00")
    expect(press(robyn).get_by_text(SENT)).to_be_visible()
    expect(waiting(samira)).to_have_count(2)


def test_without_a_connection_the_lines_are_there_and_it_goes_by_itself_later(
    open_as: OpenAs, samira: Page
) -> None:
    robyn = open_as("young-person")
    robyn.goto("/me/tell/")
    robyn.context.set_offline(True)
    dialog = press(robyn)
    for name in LINES:
        expect(dialog.get_by_role("link", name=name)).to_be_visible()
    expect(dialog.get_by_text(NOT_SENT, exact=False)).to_be_visible()
    expect(waiting(samira)).to_have_count(0)
    robyn.context.set_offline(False)
    expect(dialog.get_by_text(SENT)).to_be_visible(timeout=15_000)
    expect(waiting(samira)).to_have_count(1)


def test_without_scripts_the_answer_is_a_page_with_all_of_it(open_as: OpenAs, samira: Page) -> None:
    robyn = open_as("young-person", javascript=False)
    robyn.goto("/me/")
    robyn.get_by_role("button", name=BUTTON).tap()
    expect(robyn.get_by_text(SENT)).to_be_visible()
    expect(robyn.get_by_text("Your family cannot see this.")).to_be_visible()
    for name in LINES:
        expect(robyn.get_by_role("link", name=name).first).to_be_visible()
    expect(waiting(samira)).to_have_count(1)


def test_family_are_told_that_nothing_was_sent(open_as: OpenAs, samira: Page) -> None:
    dawn = open_as("parent")
    dawn.goto("/me/")
    dialog = press(dawn)
    expect(dialog.get_by_role("link", name="Ring 999")).to_be_visible()
    expect(dialog.get_by_text("Nothing was sent. Please ring or text somebody.")).to_be_visible()
    expect(waiting(samira)).to_have_count(0)


@looks
def test_it_is_in_reach_on_every_page_and_is_covered_by_nothing(open_as: OpenAs) -> None:
    robyn = open_as("young-person")
    record = record_of_robyn(robyn)
    for width, height in ((360, 740), (320, 640)):
        robyn.set_viewport_size({"width": width, "height": height})
        for path in PAGES:
            robyn.goto(path.replace("RECORD", record))
            robyn.evaluate("window.scrollTo(0, document.body.scrollHeight)")
            button = robyn.get_by_role("button", name=BUTTON)
            expect(button).to_be_in_viewport(ratio=1)
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 44
            middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
            on_top = robyn.evaluate(
                "([x, y]) => document.elementFromPoint(x, y).closest('button')?.innerText.trim()",
                middle,
            )
            assert on_top == BUTTON, path


@looks
def test_the_dialog_and_the_page_break_no_rule(
    open_as: OpenAs, samira: Page, accessible: Check
) -> None:
    robyn = open_as("young-person")
    robyn.goto("/me/")
    dialog = press(robyn)
    expect(dialog.get_by_text(SENT)).to_be_visible()
    in_light_and_dark(robyn, accessible)
    robyn.goto("/me/now/")
    in_light_and_dark(robyn, accessible)
    expect(waiting(samira)).to_have_count(1)
    in_light_and_dark(samira, accessible)
