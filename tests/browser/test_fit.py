"""Every page of everybody on the narrowest phone and with the largest text, and nothing from afar."""

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

from alongside.ui.tests.browsing import record_of_robyn
from tests.browser.test_every_page import PAGES, address
from tests.harness.browser import OpenAs, looks

pytestmark = looks
NARROW = (320, 640)
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TWICE = "document.documentElement.style.fontSize = '200%'"


class Asked:
    """Every address that a page asked for, and what the console said of it."""

    def __init__(self, page: Page) -> None:
        self.addresses: list[str] = []
        self.faults: list[str] = []
        page.on("request", self.note)
        page.on("console", self.told)
        page.on("requestfailed", self.failed)

    def note(self, request: Request) -> None:
        self.addresses.append(request.url)

    def told(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(message.text)

    def failed(self, request: Request) -> None:
        # Leaving a page ends what it was loading.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.url}: {request.failure}")

    def from_afar(self, page: Page) -> list[str]:
        here = page.evaluate("location.origin")
        return [one for one in self.addresses if not one.startswith((here, "data:"))]


@pytest.mark.parametrize("slug", PAGES)
def test_every_page_fits_a_narrow_phone_and_asks_nobody_else(open_as: OpenAs, slug: str) -> None:
    record = record_of_robyn(open_as("young-person"))
    page = open_as(slug, size=NARROW)
    asked, wide = Asked(page), []
    for path in PAGES[slug]:
        answer = page.goto(address(page, path, record))
        assert answer is not None
        if page.evaluate(SIDEWAYS):
            wide.append(path)
        page.evaluate(TWICE)
        if page.evaluate(SIDEWAYS):
            wide.append(f"{path} with large text")
    assert wide == []
    assert asked.from_afar(page) == []
    # That a page is not there is said in the console too.
    assert [fault for fault in asked.faults if "404" not in fault] == []


def test_a_first_page_gives_the_newest_entry_before_anybody_scrolls(open_as: OpenAs) -> None:
    robyn, samira = open_as("young-person"), open_as("key-worker")
    record = record_of_robyn(robyn)
    for page in (robyn, samira):
        page.goto(record)
        top = page.locator("ol.al-line > li h3").first.bounding_box()
        assert top is not None
        assert top["y"] < 640


def test_the_bar_at_the_thumb_is_one_row_in_both_languages(open_as: OpenAs) -> None:
    for size in ((360, 740), NARROW):
        page = open_as("young-person", size=size)
        for language in ("English", "Cymraeg"):
            page.goto("/reading/")
            page.get_by_label(language, exact=True).check()
            page.locator("main form .govuk-button").first.click()
            page.goto("/me/tell/")
            tops = page.locator(".al-nav__link").evaluate_all(
                "links => links.map((one) => Math.round(one.getBoundingClientRect().top))"
            )
            assert len(tops) == 5
            assert len(set(tops)) == 1
        assert page.evaluate(SIDEWAYS) == 0


def test_the_bar_at_the_top_is_one_row(open_as: OpenAs) -> None:
    for slug, size in (("young-person", (360, 740)), ("key-worker", (320, 640)), ("", (360, 740))):
        page = open_as(slug, size=size)
        page.goto("/")
        bar = page.locator("header").bounding_box()
        assert bar is not None
        assert bar["height"] < 72
