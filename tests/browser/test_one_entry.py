"""One entry and everything that is done with it: corrected by two at once, chosen, kept from some."""

from playwright.sync_api import Page, expect

from alongside.ui.tests.browsing import record_of_robyn, write_note
from tests.browser.acts import in_light_and_dark, keep_to_workers
from tests.harness.browser import Check, OpenAs, looks

pytestmark = looks

ABOUT = "What is it about?"


def entry_about(page: Page, record: str, about: str) -> str:
    write_note(page, record, about)
    address = page.get_by_role("link", name=about).first.get_attribute("href")
    assert address is not None
    return address


def correct(page: Page, about: str) -> None:
    page.get_by_label(ABOUT).fill(about)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(lambda url: "/correct/" not in url)


def test_of_two_corrections_both_are_kept_until_somebody_chooses(
    open_as: OpenAs, accessible: Check
) -> None:
    first, record = open_as("key-worker"), record_of_robyn(open_as("young-person"))
    entry = entry_about(first, record, "Where to meet")
    second = first.context.new_page()
    for page in (first, second):
        page.goto(f"{entry}correct/")
    in_light_and_dark(first, accessible)
    correct(first, "Meet at the gate")
    correct(second, "Meet in room 12")
    expect(second.get_by_text("Two people changed this. Both are kept below.")).to_be_visible()
    in_light_and_dark(second, accessible)
    second.get_by_role("link", name="Choose which one is right").click()
    in_light_and_dark(second, accessible)
    second.get_by_role("radio").first.check()
    second.get_by_role("button", name="This one is right").click()
    expect(second.get_by_text("Two people changed this. Both are kept below.")).to_have_count(0)
    second.goto(record)
    expect(second.get_by_text("Where to meet")).to_have_count(0)


def test_what_is_kept_from_somebody_needs_a_reason_and_is_gone_from_their_open_page(
    open_as: OpenAs, accessible: Check
) -> None:
    samira, dawn = open_as("key-worker"), open_as("parent")
    record = record_of_robyn(open_as("young-person"))
    about = "Not for everybody"
    entry = entry_about(samira, record, about)
    dawn.goto(record)
    expect(dawn.get_by_text(about)).to_be_visible()
    samira.goto(f"{entry}audience/")
    in_light_and_dark(samira, accessible)
    samira.get_by_label("Workers only").check()
    samira.get_by_role("button", name="Save", exact=True).click()
    expect(samira.get_by_role("heading", name="There is a problem")).to_be_visible()
    in_light_and_dark(samira, accessible)
    keep_to_workers(samira)
    samira.get_by_role("button", name="Save", exact=True).click()
    expect(samira.get_by_text("Why:").first).to_be_visible()
    in_light_and_dark(samira, accessible)
    expect(dawn.get_by_text(about)).to_have_count(0)
