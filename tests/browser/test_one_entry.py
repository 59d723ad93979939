"""One entry and everything that is done with it: corrected by two at once, chosen, kept from some."""

import pytest
from playwright.sync_api import Page, expect

from alongside.ui.tests.browsing import record_of_robyn, write_note
from tests.browser.acts import keep_to_workers
from tests.harness.browser import Check, OpenAs, Scheme, looks

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_of_two_corrections_both_are_kept_until_somebody_chooses(
    open_as: OpenAs, accessible: Check, scheme: Scheme
) -> None:
    first, record = open_as("key-worker", scheme=scheme), record_of_robyn(open_as("young-person"))
    entry = entry_about(first, record, f"Where to meet, {scheme}")
    second = first.context.new_page()
    for page in (first, second):
        page.goto(f"{entry}correct/")
    accessible(first)
    correct(first, f"Meet at the gate, {scheme}")
    correct(second, f"Meet in room 12, {scheme}")
    expect(second.get_by_text("Two people changed this. Both are kept below.")).to_be_visible()
    accessible(second)
    second.get_by_role("link", name="Choose which one is right").click()
    accessible(second)
    second.get_by_role("radio").first.check()
    second.get_by_role("button", name="This one is right").click()
    expect(second.get_by_text("Two people changed this. Both are kept below.")).to_have_count(0)
    second.goto(record)
    expect(second.get_by_text(f"Where to meet, {scheme}")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_kept_from_somebody_needs_a_reason_and_is_gone_from_their_open_page(
    open_as: OpenAs, accessible: Check, scheme: Scheme
) -> None:
    samira, dawn = open_as("key-worker", scheme=scheme), open_as("parent")
    record = record_of_robyn(open_as("young-person"))
    about = f"Not for everybody, {scheme}"
    entry = entry_about(samira, record, about)
    dawn.goto(record)
    expect(dawn.get_by_text(about)).to_be_visible()
    samira.goto(f"{entry}audience/")
    accessible(samira)
    samira.get_by_label("Workers only").check()
    samira.get_by_role("button", name="Save", exact=True).click()
    expect(samira.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(samira)
    keep_to_workers(samira)
    samira.get_by_role("button", name="Save", exact=True).click()
    expect(samira.get_by_text("Why:").first).to_be_visible()
    accessible(samira)
    expect(dawn.get_by_text(about)).to_have_count(0)
