"""The switch between a post and oneself: by rule in light and dark, and whole without scripts."""

import pytest
from playwright.sync_api import Page, expect

from alongside.ui.tests.browsing import record_of_robyn
from tests.browser.acts import in_light_and_dark
from tests.harness.browser import Check, OpenAs, looks


def ask_alan_as_family(page: Page, record: str) -> None:
    page.goto(f"{record}circle/invite/")
    page.get_by_label("Family or a friend").check()
    page.get_by_label("Their e-mail address").fill("unrelated-worker@northmere.example")
    page.get_by_label("What are they there for?").fill("To be there at weekends")
    page.get_by_label("Only what happens from now on").check()
    page.locator("main form .govuk-button").last.click()
    page.wait_for_url(f"**{record}circle/")


@looks
@pytest.mark.parametrize("javascript", [True, False])
def test_alan_changes_answers_as_himself_and_changes_back(
    open_as: OpenAs, accessible: Check, *, javascript: bool
) -> None:
    ask_alan_as_family(open_as("key-worker"), record_of_robyn(open_as("young-person")))
    alan = open_as("unrelated-worker", javascript=javascript)
    alan.goto("/work/")
    if javascript:
        in_light_and_dark(alan, accessible)
    alan.get_by_role("button", name="Change to: Myself").click()
    alan.wait_for_url("**/me/")
    expect(alan.get_by_text("You are here as yourself now.")).to_be_visible()
    if javascript:
        expect(alan.locator("[data-live-state=on]")).to_be_attached()
        in_light_and_dark(alan, accessible)
    alan.get_by_role("button", name="No", exact=True).click()
    expect(alan.get_by_text("You said no.")).to_be_visible()
    alan.get_by_role("button", name="Change to: Swimming teacher, Westmarch").click()
    alan.wait_for_url("**/work/")
    expect(alan.get_by_text("I am here as")).to_have_count(0)
