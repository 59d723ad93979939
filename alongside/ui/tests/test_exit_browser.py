"""Leave this page: at once, signed out, in every tab, and with no way back to what was there."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.harness.browser import DESK, Check, OpenAs, looks

pytestmark = looks

WEATHER = "https://www.bbc.co.uk/weather"
SIGN_IN = re.compile("/sign-in/$")
CANARY = "Quarrelsomefern"
# A page that holds all that a page can hold: words in a box, a drawing, and what scripts keep.
HELD = """async (word) => {
  const main = document.querySelector("main");
  const box = document.createElement("textarea");
  box.value = word;
  const drawing = document.createElement("canvas");
  drawing.id = "drawing";
  drawing.getContext("2d").fillText(word, 10, 50);
  const picture = document.createElement("img");
  picture.src = drawing.toDataURL();
  picture.alt = word;
  main.append(word, box, drawing, picture);
  sessionStorage.setItem(word, word);
  localStorage.setItem(word, word);
  await (await caches.open(word)).put("/kept/", new Response(word));
  await new Promise((done) => {
    const opening = indexedDB.open(word);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept").add(word, 1);
    opening.onsuccess = () => { opening.result.close(); done(); };
  });
  document.cookie = "kept=" + word;
}"""
KEPT = """async () => JSON.stringify([
  {...sessionStorage}, {...localStorage}, document.cookie, await caches.keys(),
  (await indexedDB.databases()).map(({ name }) => name),
  (await navigator.serviceWorker.getRegistrations()).length, document.documentElement.outerHTML,
])"""


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


def shift(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


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


@pytest.mark.parametrize("javascript", [True, False])
def test_going_back_shows_nothing_of_it(
    open_as: OpenAs, elsewhere: Callable[[BrowserContext], None], *, javascript: bool
) -> None:
    page = open_as("young-person", javascript=javascript)
    elsewhere(page.context)
    page.goto("/me/")
    page.get_by_role("link", name="My record").first.click()
    page.wait_for_url("**/people/**")
    leave(page)
    page.go_back()
    expect(page).to_have_url(SIGN_IN)
    expect(page.get_by_text("Robyn")).to_have_count(0)


@pytest.mark.parametrize("path", ["/me/", "/private/"])
def test_after_it_the_browser_holds_nothing_of_words_and_drawings(
    open_as: OpenAs, elsewhere: Callable[[BrowserContext], None], path: str
) -> None:
    page = open_as("young-person")
    elsewhere(page.context)
    page.goto(path)
    page.evaluate(HELD, CANARY)
    assert CANARY in page.evaluate(KEPT)  # else nothing would be wiped
    leave(page)
    page.go_back()
    expect(page.get_by_text(CANARY)).to_have_count(0)
    expect(page.locator("#drawing, img")).to_have_count(0)
    page.goto("/sign-in/")
    assert CANARY not in page.evaluate(KEPT)
    kept = [cookie["name"] for cookie in page.context.cookies() if "bbc" not in cookie["domain"]]
    assert "sessionid" not in kept
    assert "kept" not in kept


def test_private_notes_are_gone_with_it(
    open_as: OpenAs, elsewhere: Callable[[BrowserContext], None]
) -> None:
    page = open_as("parent")
    elsewhere(page.context)
    page.goto("/private/")
    page.get_by_label("Your passphrase").fill("green kettle hums")
    page.get_by_role("button", name="Open").click()
    page.get_by_label("Write something").fill(CANARY)
    page.get_by_label("Your passphrase once more").fill("green kettle hums")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text(CANARY)).to_be_visible()
    leave(page)
    page.go_back()
    expect(page.get_by_text(CANARY)).to_have_count(0)
    page.go_back()
    expect(page.get_by_text(CANARY)).to_have_count(0)


def test_the_page_is_empty_at_once_whatever_the_other_site_does(
    open_as: OpenAs, elsewhere: Callable[[BrowserContext], None]
) -> None:
    page = open_as("young-person")
    elsewhere(page.context)
    page.goto("/me/")
    seen = page.evaluate(
        "() => { document.querySelector('.al-exit').click();"
        " return [document.title, document.body.innerHTML]; }"
    )
    assert seen == ["Loading.", '<p role="alert">Loading.</p>']
    page.wait_for_url(WEATHER)


def test_every_tab_leaves(open_as: OpenAs, elsewhere: Callable[[BrowserContext], None]) -> None:
    first = open_as("young-person")
    elsewhere(first.context)
    first.goto("/me/")
    second = first.context.new_page()
    second.goto("/me/")
    second.evaluate("sessionStorage.setItem('kept', 'here')")
    leave(first)
    expect(second).to_have_url(WEATHER)
    second.goto("/sign-in/")
    assert second.evaluate("sessionStorage.length") == 0


def test_shift_three_times_leaves_and_says_how_many_are_missing(
    open_as: OpenAs, elsewhere: Callable[[BrowserContext], None]
) -> None:
    page = open_as("young-person", size=DESK)
    elsewhere(page.context)
    page.goto("/me/")
    said = page.locator("[data-exit-said]")
    shift(page, 1)
    expect(said).to_have_text("Shift, press 2 more times to exit.")
    shift(page, 1)
    expect(said).to_have_text("Shift, press 1 more time to exit.")
    shift(page, 1)
    page.wait_for_url(WEATHER)


def test_writing_with_capitals_and_escape_do_not_leave(
    open_as: OpenAs, elsewhere: Callable[[BrowserContext], None]
) -> None:
    page = open_as("young-person", size=DESK)
    elsewhere(page.context)
    page.goto("/private/")
    page.get_by_label("Your passphrase").click()
    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")
    shift(page, 2)
    page.keyboard.press("a")
    shift(page, 2)
    page.keyboard.press("Escape")
    expect(page.locator("[data-exit-said]")).to_have_text("")
    expect(page).to_have_url(re.compile("/private/$"))
    expect(page.get_by_label("Your passphrase")).to_have_value("ABCDa")


def test_three_that_take_too_long_do_not_leave(
    open_as: OpenAs, elsewhere: Callable[[BrowserContext], None]
) -> None:
    page = open_as("young-person", size=DESK)
    elsewhere(page.context)
    page.clock.install()
    page.goto("/me/")
    shift(page, 2)
    page.clock.run_for(5100)
    expect(page.locator("[data-exit-said]")).to_contain_text("Too slow.")
    shift(page, 1)
    expect(page.locator("[data-exit-said]")).to_have_text("Shift, press 2 more times to exit.")


def test_what_it_cannot_hide_stands_beside_it_for_everybody(
    open_as: OpenAs, accessible: Check
) -> None:
    for slug in ("", "young-person", "parent"):
        page = open_as(slug)
        page.goto("/")
        page.locator("header").get_by_role("link", name="Your privacy").click()
        expect(page.get_by_role("heading", name="What it cannot hide")).to_be_visible()
        accessible(page)


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
