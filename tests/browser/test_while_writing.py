"""What stands beside a form while somebody writes: how it reads, and how it will look to them."""

from playwright.sync_api import Page, expect

from alongside.ui.tests.browsing import record_of_robyn
from tests.browser.acts import in_light_and_dark
from tests.harness.browser import Check, OpenAs, looks

PANEL = "section[aria-labelledby=reads-title]"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def writing(page: Page, record: str) -> Page:
    page.goto(f"{record}add/note/")
    box = page.get_by_label("What do you want to note?")
    box.fill("Robyn had contact at the contact centre. She said “my placement is cold”.")
    expect(page.locator(f"{PANEL} li").first).to_contain_text("time with your family")
    return page


@looks
def test_it_changes_by_itself_and_leaves_the_writer_alone(
    open_as: OpenAs, accessible: Check
) -> None:
    record = record_of_robyn(open_as("young-person"))
    samira = writing(open_as("key-worker"), record)
    panel, box = samira.locator(PANEL), samira.get_by_label("What do you want to note?")
    expect(panel.get_by_role("status")).to_contain_text("2 words have kinder ones.")
    expect(panel).not_to_contain_text("In place of “placement”")
    expect(box).to_be_focused()
    panel.get_by_text("This is how it will look to them").click()
    expect(panel).to_contain_text("Robyn will see this on their own page")
    expect(panel.locator(".al-card")).to_contain_text("Everyone in your circle")
    samira.get_by_label("Workers only").check()
    expect(panel).to_contain_text("Robyn does not see this. It is for: Workers only.")
    expect(panel.locator("details").last).to_have_attribute("open", "")
    assert not samira.evaluate(WIDER)
    in_light_and_dark(samira, accessible)
    box.fill("We sat in the sun.")
    expect(panel.get_by_role("status")).to_have_text("This is too short to tell how it reads.")
    expect(panel.locator(".al-card")).to_contain_text("We sat in the sun.")


@looks
def test_what_is_said_is_the_same_to_a_screen_reader_until_it_changes(open_as: OpenAs) -> None:
    """The line that is read out is the same one, and is touched only when it says something else."""
    record = record_of_robyn(open_as("young-person"))
    samira = writing(open_as("key-worker"), record)
    samira.evaluate(
        f"""() => {{
          window.readOut = 0;
          const line = document.querySelector("{PANEL} [role=status]");
          const seen = new MutationObserver(() => {{ window.readOut += 1; }});
          seen.observe(line, {{ childList: true, characterData: true, subtree: true }});
        }}"""
    )
    with samira.expect_response(lambda answer: answer.url.endswith("/reads/")):
        samira.get_by_label("What is it about?").fill("The sun")
    expect(samira.locator("#looks")).to_contain_text("The sun")
    assert samira.evaluate("window.readOut") == 0


def test_without_scripts_a_draft_shows_the_same(open_as: OpenAs) -> None:
    record = record_of_robyn(open_as("young-person"))
    samira = open_as("key-worker", javascript=False)
    samira.goto(f"{record}add/note/")
    samira.get_by_label("What do you want to note?").fill("At the contact centre.")
    samira.get_by_role("button", name="Save draft").click()
    panel = samira.locator(PANEL)
    expect(panel).to_contain_text("family time room")
    panel.get_by_text("This is how it will look to them").click()
    expect(panel.locator(".al-card")).to_contain_text("At the contact centre.")
