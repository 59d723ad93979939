"""Who my people are, and who looked: Robyn reads it, asks, and is answered while she watches."""

from playwright.sync_api import Page, expect

from alongside.lib.tests.media.painting import painted
from alongside.ui.tests.browsing import record_of_robyn
from tests.browser.acts import in_light_and_dark, opened
from tests.harness.browser import Check, OpenAs, looks

pytestmark = looks

WHY = "Why did you look?"
BECAUSE = "To get ready for our talk at school."


def test_robyn_asks_about_a_look_and_the_answer_comes_to_her_open_page(
    open_as: OpenAs, accessible: Check
) -> None:
    robyn, kwame, samira = open_as("young-person"), open_as("school-lead"), open_as("key-worker")
    record = record_of_robyn(robyn)
    kwame.goto(record)
    robyn.goto(f"{record}access/")
    in_light_and_dark(robyn, accessible)
    line = robyn.locator("li", has_text="Kwame Owusu").first
    line.get_by_role("link", name="Ask about this").click()
    in_light_and_dark(robyn, accessible)
    robyn.get_by_role("button", name="Ask", exact=True).click()
    expect(robyn.get_by_role("heading", name="There is a problem")).to_be_visible()
    in_light_and_dark(robyn, accessible)
    robyn.get_by_label("What do you want to know?").fill(WHY)
    robyn.get_by_role("button", name="Ask", exact=True).click()
    expect(robyn.get_by_text("Samira Khan has to answer by")).to_be_visible()
    opened(robyn, f"{record}access/")
    in_light_and_dark(robyn, accessible)
    answer(samira, accessible)
    expect(robyn.get_by_text(BECAUSE)).to_be_visible()
    assert robyn.evaluate("window.notReloaded")


def answer(samira: Page, accessible: Check) -> None:
    samira.goto("/work/")
    samira.get_by_role("link", name="Robyn Hale asks about a look").first.click()
    expect(samira.get_by_text(WHY)).to_be_visible()
    in_light_and_dark(samira, accessible)
    samira.get_by_label("Your answer").fill(BECAUSE)
    samira.get_by_role("button", name="Answer", exact=True).click()
    expect(samira.get_by_text("Sent. The person can read it now.")).to_be_visible()
    in_light_and_dark(samira, accessible)


def test_what_a_worker_says_of_themselves_is_on_the_page_of_my_people(
    open_as: OpenAs, accessible: Check
) -> None:
    robyn, colin = open_as("young-person"), open_as("housing-officer")
    record = record_of_robyn(robyn)
    colin.goto("/work/")
    colin.get_by_role("link", name="About me, and when I am away").click()
    in_light_and_dark(colin, accessible)
    colin.get_by_label("How can people reach you?").fill("Ring 01632 960191 before noon.")
    colin.get_by_role("button", name="Save", exact=True).click()
    photo = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": painted("JPEG")}
    colin.get_by_label("A photo of your face").set_input_files(photo)  # type: ignore[arg-type]
    colin.get_by_role("button", name="Save this photo").click()
    expect(colin.get_by_alt_text("Your photo, as others see it")).to_be_visible()
    colin.get_by_role("button", name="Say that I am away").click()
    expect(colin.get_by_role("heading", name="There is a problem")).to_be_visible()
    in_light_and_dark(colin, accessible)
    robyn.goto(f"{record}circle/")
    expect(robyn.get_by_text("Ring 01632 960191 before noon.")).to_be_visible()
    face = robyn.locator("li", has_text="Colin Reeve").first.locator("img")
    face.scroll_into_view_if_needed()
    robyn.wait_for_function("() => document.querySelector('img.al-face').naturalWidth > 0")
    in_light_and_dark(robyn, accessible)
