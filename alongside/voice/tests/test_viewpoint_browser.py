"""Mum and school say how they see it on their phones, and Robyn sees all of it side by side."""

import re

from playwright.sync_api import Page, expect

from alongside.ui.tests.browsing import CONNECTED, record_of_robyn
from tests.browser.acts import in_light_and_dark
from tests.harness.browser import Check, OpenAs

PAGE = "views/viewpoint/"


def side_of(page: Page, question: str) -> str:
    return page.get_by_role("region", name=question, exact=True).inner_text()


def answer(page: Page, question: str, score: int) -> None:
    """With a finger, on a phone."""
    page.get_by_role("group", name=question).get_by_role("radio", name=str(score), exact=True).tap()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).tap()
    expect(page.get_by_text("Everyone in the circle can see it now.").first).to_be_visible()


def test_parent_and_school_say_how_they_see_it_and_robyn_sees_both(
    open_as: OpenAs, accessible: Check
) -> None:
    robyn = open_as("young-person")
    record = record_of_robyn(robyn)
    robyn.goto(f"{record}{PAGE}")
    expect(robyn.locator(CONNECTED).first).to_be_attached()
    dawn, kwame = open_as("parent"), open_as("school-lead")
    for page in (dawn, kwame):
        page.goto(f"{record}{PAGE}")
    robyn.get_by_text("Everything that was said: Feeling safe").tap()
    answer(dawn, "What is coming", 10)
    dawn.get_by_text("Say more: What is coming").tap()
    dawn.get_by_label("Why this number?").and_(dawn.locator("#id_coming_why")).fill("I have hope.")
    save(dawn)
    answer(kwame, "What is coming", 6)
    save(kwame)
    expect(robyn.get_by_text("Mum says 10.")).to_be_visible()  # by itself, on her open page
    expect(robyn.get_by_text("Kwame Owusu says 6.").first).to_be_visible()
    assert "You and Kwame" not in side_of(robyn, "What is coming")
    expect(dawn.get_by_text("You and Kwame Owusu see this differently.").first).to_be_visible()
    expect(robyn.get_by_role("table").first).to_be_visible()  # what she opened stays open
    safe = side_of(robyn, "Feeling safe")
    assert re.search(r"You say 5\.\s+Kwame Owusu says 6\.\s+Mum says 9\.", safe)
    assert "You and Mum see this differently. You could talk about it." in safe
    in_light_and_dark(robyn, accessible)
    assert robyn.evaluate("document.documentElement.scrollWidth") <= 360
    in_light_and_dark(dawn, accessible)
    dawn.goto("/me/")
    told = "You and Robyn Hale see this differently: Home, Feeling safe. You could talk about it."
    expect(dawn.get_by_role("link", name=told)).to_be_visible()
