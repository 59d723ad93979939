"""Leave this page: at once, signed out, in every tab, and with no way back to what was there."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.harness.browser import OpenAs, looks

pytestmark = looks

WEATHER = "https://www.bbc.co.uk/weather"
SIGN_IN = re.compile("/sign-in/$")


@pytest.fixture
def elsewhere() -> Callable[[BrowserContext], None]:
    """Stands in for the other site: tests ask nothing of the world."""

    def stand_in(context: BrowserContext) -> None:
        context.route(
            "https://www.bbc.co.uk/**",
            lambda route: route.fulfill(body="<h1>Weather</h1>", content_type="text/html"),
        )

    return stand_in


def leave(page: Page) -> None:
    page.get_by_role("button", name="Leave this page").click()
    page.wait_for_url(WEATHER)


@pytest.mark.parametrize("javascript", [True, False])
def test_it_signs_out_and_shows_something_else(
    open_as: OpenAs, elsewhere: Callable[[BrowserContext], None], *, javascript: bool
) -> None:
    page = open_as("young-person", javascript=javascript)
    elsewhere(page.context)
    page.goto("/me/")
    leave(page)
    page.goto("/me/")
    expect(page).to_have_url(SIGN_IN)


def test_going_back_shows_nothing_of_it(
    open_as: OpenAs, elsewhere: Callable[[BrowserContext], None]
) -> None:
    page = open_as("young-person")
    elsewhere(page.context)
    page.goto("/me/")
    page.get_by_role("link", name="My record").first.click()
    page.wait_for_url("**/people/**")
    leave(page)
    page.go_back()
    expect(page).to_have_url(SIGN_IN)
    expect(page.get_by_text("Robyn")).to_have_count(0)


def test_every_tab_leaves(open_as: OpenAs, elsewhere: Callable[[BrowserContext], None]) -> None:
    first = open_as("young-person")
    elsewhere(first.context)
    first.goto("/me/")
    second = first.context.new_page()
    second.goto("/me/")
    leave(first)
    expect(second).to_have_url(WEATHER)


def test_it_is_there_for_somebody_who_never_signed_in(
    open_as: OpenAs, elsewhere: Callable[[BrowserContext], None]
) -> None:
    page = open_as()
    elsewhere(page.context)
    page.goto("/")
    leave(page)


def test_nothing_holds_back_somebody_with_unsaved_words(
    open_as: OpenAs, elsewhere: Callable[[BrowserContext], None]
) -> None:
    page = open_as("parent")
    elsewhere(page.context)
    page.goto("/me/")
    page.evaluate(
        "const form = document.createElement('form'); form.dataset.draftUrl = '/none/';"
        "form.innerHTML = '<textarea name=words></textarea>'; document.body.append(form)"
    )
    page.on("dialog", lambda dialog: pytest.fail("A dialog stood in the way."))
    leave(page)
