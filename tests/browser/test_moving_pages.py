"""Pages that stand open: each shows by itself what its reader may see, and nothing moves for others."""

from playwright.sync_api import Page, expect

from alongside.ui.tests.browsing import record_of_robyn, write_note
from tests.browser.acts import keep_to_workers, opened
from tests.harness.browser import OpenAs


def regions_asked_for(page: Page) -> list[str]:
    """What this page asks for from now on, besides the stream."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def test_the_homes_of_a_worker_and_of_family_move_too(open_as: OpenAs) -> None:
    samira, record = open_as("key-worker"), record_of_robyn(open_as("young-person"))
    watching = [opened(open_as("school-lead"), "/work/"), opened(open_as("parent"), "/me/")]
    before = [page.locator("[id$=news] li").count() for page in watching]
    write_note(samira, record, "A note for every home")
    for page, lines in zip(watching, before, strict=True):
        # Ten are shown at most; with fewer there is one more.
        expect(page.locator("[id$=news] li")).to_have_count(min(lines + 1, 10))
        expect(page.locator("[id$=news] li").first).to_contain_text("Samira Khan")
        assert page.evaluate("window.notReloaded")


def test_nothing_moves_for_somebody_unrelated_or_for_what_is_kept_from_somebody(
    open_as: OpenAs,
) -> None:
    samira, record = open_as("key-worker"), record_of_robyn(open_as("young-person"))
    alan, dawn = open_as("unrelated-worker"), open_as("parent")
    for _ in range(2):  # the first page of a tab catches up with what it may have missed
        opened(alan, "/work/")
        opened(dawn, record)
    asked = [regions_asked_for(alan), regions_asked_for(dawn)]
    samira.goto(f"{record}add/note/")
    samira.get_by_label("What is it about?").fill("For workers alone")
    samira.get_by_label("What do you want to note?").fill("Made up for a test.")
    keep_to_workers(samira)
    samira.get_by_role("button", name="Save", exact=True).click()
    samira.wait_for_url(lambda url: "/add/" not in url)
    expect(samira.get_by_text("For workers alone").first).to_be_visible()
    dawn.wait_for_timeout(700)
    assert asked == [[], []]


def test_an_open_page_of_the_circle_shows_who_joins_and_who_is_gone(open_as: OpenAs) -> None:
    samira, priya = open_as("key-worker"), open_as("governance-lead")
    record = record_of_robyn(open_as("young-person"))
    watching = opened(open_as("school-nurse"), f"{record}circle/")
    samira.goto(f"{record}circle/invite/")
    samira.get_by_label("Somebody who works with the person").check()
    choice = samira.locator("option", has_text="Priya Nair").get_attribute("value")
    samira.locator("select[name=post]").select_option(choice)
    samira.get_by_label("What are they there for?").fill("A question about the record")
    samira.get_by_label("Only what happens from now on").check()
    samira.get_by_role("button", name="Ask them").click()
    priya.goto("/work/")
    priya.get_by_role("button", name="Yes, join").click()
    members = watching.locator("main > div > div > ul").first
    expect(members.get_by_text("Priya Nair")).to_be_visible()
    samira.goto(f"{record}circle/")
    line = samira.locator("li", has_text="Priya Nair")
    line.get_by_role("button", name="Take out of the circle").click()
    expect(members.get_by_text("Priya Nair")).to_have_count(0)
    assert watching.evaluate("window.notReloaded")


def test_open_pages_show_a_name_that_somebody_corrects(open_as: OpenAs) -> None:
    samira, record = open_as("key-worker"), record_of_robyn(open_as("young-person"))
    watching = [
        opened(open_as("school-nurse"), record),
        opened(open_as("school-lead"), "/work/"),
        opened(open_as("young-person"), "/me/"),
    ]
    for called, shown in (("Robbie", "Robbie"), ("", "Robyn")):  # other tests find her by name
        samira.goto(f"{record}name/")
        samira.get_by_label("What do they like to be called?").fill(called)
        samira.get_by_label("Why is this a correction?").fill("She asked me")
        samira.get_by_role("button", name="Save", exact=True).click()
        for page in watching:
            expect(page.locator("#who h1, #mine, #hello h1").first).to_contain_text(shown)
            assert page.evaluate("window.notReloaded")
