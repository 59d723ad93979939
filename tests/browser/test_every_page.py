"""Every page of everybody: readable by rule in light and dark, and whole without scripts."""

import pytest
from playwright.sync_api import Page, expect

from alongside.ui.tests.browsing import record_of_robyn
from tests.browser.acts import in_light_and_dark
from tests.harness.browser import Check, OpenAs, looks

RECORD = ("", "circle/", "why/")
WRITING = ("add/", "add/visit/", "add/call/", "add/meeting/", "add/note/", "add/decision/")
TELLING = ("views/", "views/together/", "plan/")
PAGES: dict[str, tuple[str, ...]] = {
    "": ("/", "/reading/", "/sign-in/", "/demo/sign-in/", "/private/"),
    "young-person": (
        "/me/",
        "/reading/",
        "/passkeys/",
        "/passkeys/add/",
        "/me/tell/",
        "/me/tell/?mode=pictures",
        "/me/now/",
        *(f"RECORD{page}" for page in (*RECORD, "access/", "views/", "plan/", "plan/versions/")),
        *(f"ENTRY{page}" for page in ("", "thread/", "remark/")),
    ),
    "parent": ("/me/", "/me/now/", *(f"RECORD{page}" for page in (*RECORD, "views/viewpoint/"))),
    "key-worker": (
        "/work/",
        "/work/me/",
        "/work/people/",
        *(
            f"RECORD{page}"
            for page in (*RECORD, *WRITING, *TELLING, "circle/invite/", "exclusions/", "name/")
        ),
    ),
    "unrelated-worker": ("/work/", "/work/people/", "RECORD"),
}
MISTAKEN = ("add/visit/", "circle/invite/", "exclusions/")


def address(page: Page, path: str, record: str) -> str:
    """Where a page of the list is: RECORD is Robyn's, ENTRY what was told on it last."""
    if path.startswith("ENTRY"):
        page.goto(f"{record}views/")
        entry = page.locator("ol.al-line h3 a").first.get_attribute("href")
        assert entry is not None
        return path.replace("ENTRY", entry)
    return path.replace("RECORD", record)


@pytest.fixture
def record(open_as: OpenAs) -> str:
    return record_of_robyn(open_as("young-person"))


@looks
@pytest.mark.parametrize("slug", PAGES)
def test_no_page_breaks_a_rule_of_accessibility(
    open_as: OpenAs, accessible: Check, record: str, slug: str
) -> None:
    page = open_as(slug)
    for path in PAGES[slug]:
        page.goto(address(page, path, record))
        in_light_and_dark(page, accessible)


@looks
def test_no_form_with_mistakes_breaks_a_rule(
    open_as: OpenAs, accessible: Check, record: str
) -> None:
    samira = open_as("key-worker")
    for path in MISTAKEN:
        samira.goto(f"{record}{path}")
        samira.locator("form .govuk-button").last.scroll_into_view_if_needed()
        samira.locator("main form").first.evaluate("form => form.submit()")
        expect(samira.get_by_role("heading", name="There is a problem")).to_be_visible()
        in_light_and_dark(samira, accessible)


def test_words_that_are_sent_after_signing_out_are_given_back(open_as: OpenAs, record: str) -> None:
    samira = open_as("key-worker", javascript=False)
    samira.goto(f"{record}add/note/")
    samira.get_by_label("What do you want to note?").fill("Nobody may lose this.")
    samira.context.clear_cookies()
    samira.get_by_role("button", name="Save", exact=True).click()
    expect(samira.get_by_role("heading", name="You were signed out")).to_be_visible()
    expect(samira.get_by_text("Nobody may lose this.")).to_be_visible()


def test_the_whole_main_job_works_without_scripts(open_as: OpenAs, record: str) -> None:
    samira = open_as("key-worker", javascript=False)
    draft_and_carry_on(samira, record)
    samira.get_by_label("What do you want to note?").fill("Written with no script at all.")
    samira.get_by_role("button", name="Save", exact=True).click()
    expect(samira.get_by_text("Saved").first).to_be_visible()
    expect(samira.get_by_role("link", name="No scripts here")).to_be_visible()
    search(samira)
    robyn = open_as("young-person", javascript=False)
    robyn.goto("/me/")
    expect(robyn.get_by_text("No scripts here").first).to_be_visible()


def draft_and_carry_on(samira: Page, record: str) -> None:
    """Save half a note, go away, and find it again on the first page."""
    samira.goto(f"{record}add/note/")
    samira.get_by_label("What is it about?").fill("No scripts here")
    samira.get_by_role("button", name="Save draft").click()
    samira.goto("/work/")
    samira.get_by_role("link", name="Carry on with your draft").first.click()
    expect(samira.get_by_label("What is it about?")).to_have_value("No scripts here")


def search(samira: Page) -> None:
    samira.get_by_text("Find something").click()
    samira.locator("input[type=search], input[name=words]").first.fill("no script at all")
    samira.get_by_role("button", name="Search").click()
    expect(samira.get_by_text("No scripts here").first).to_be_visible()
