"""What a carer sees ends in the middle of what they are doing, and leaves nothing behind."""

from playwright.sync_api import Locator, Page, expect

from alongside.ui.tests.browsing import record_of_robyn
from tests.browser.acts import in_light_and_dark, opened
from tests.harness.browser import Check, OpenAs


def test_what_mum_sees_is_stopped_while_she_looks_and_comes_back_by_two(
    open_as: OpenAs, accessible: Check
) -> None:
    robyn, dawn, kwame = open_as("young-person"), open_as("parent"), open_as("school-lead")
    record = record_of_robyn(robyn)
    opened(dawn, record)
    kwame.goto(f"{record}circle/")
    dawns_place(kwame).get_by_role("button", name="Stop what they can see").click()
    expect(kwame.get_by_text("Stopped. They can see nothing from now on.")).to_be_visible()
    expect(dawn.get_by_role("heading", name="This page is not here")).to_be_visible()
    assert "Robyn" not in dawn.content()
    assert gone(dawn, record)
    let_in_again(robyn, kwame, record, accessible)
    dawn.goto(record)
    expect(dawn.locator("#who")).to_be_visible()


def dawns_place(page: Page) -> Locator:
    return page.locator("li", has_text="Dawn Hale").first


def gone(page: Page, record: str) -> bool:
    answers = [page.goto(address) for address in (record, f"{record}circle/", f"{record}plan/")]
    return [answer and answer.status for answer in answers] == [404, 404, 404]


def let_in_again(robyn: Page, kwame: Page, record: str, accessible: Check) -> None:
    robyn.goto(f"{record}circle/")
    expect(robyn.get_by_text("Stopped: sees nothing for now.")).to_be_visible()
    dawns_place(robyn).get_by_role("link", name="See or change this").click()
    in_light_and_dark(robyn, accessible)
    robyn.get_by_label("Everything that is shared with my circle").check()
    robyn.get_by_role("button", name="Save", exact=True).click()
    expect(robyn.get_by_text("Somebody else has to confirm it.")).to_be_visible()
    kwame.goto(f"{record}circle/")
    dawns_place(kwame).get_by_role("link", name="A change waits for a yes").click()
    in_light_and_dark(kwame, accessible)
    kwame.get_by_role("button", name="Yes, confirm it").click()
    expect(kwame.get_by_text("It is confirmed.")).to_be_visible()
