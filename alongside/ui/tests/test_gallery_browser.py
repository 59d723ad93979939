"""Every piece of the look, in a real browser: readable by rule, never sideways, never hidden."""

import pytest
from playwright.sync_api import Page

from tests.harness.browser import Check, OpenAs, Scheme, looks

pytestmark = looks

GALLERY = "/demo/gallery/"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What has the focus, and what lies on top in its middle.
HIDDEN = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return ""; // round the end of the page
  const { left, top, width, height } = focused.getBoundingClientRect();
  const over = document.elementFromPoint(left + Math.min(width, innerWidth) / 2, top + height / 2);
  const isSeen = over && (focused.contains(over) || over.contains(focused)
    || (over.matches("label") && over.control === focused));
  return isSeen ? "" : focused.outerHTML.slice(0, 120);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_piece_breaks_a_rule_of_accessibility(
    open_as: OpenAs, accessible: Check, scheme: Scheme
) -> None:
    page = open_as(scheme=scheme)
    page.goto(GALLERY)
    accessible(page)


def test_it_all_stands_without_scripts(open_as: OpenAs) -> None:
    page = open_as(javascript=False)
    page.goto(GALLERY)
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    assert page.get_by_role("button", name="Leave this page").is_visible()
    page.get_by_text("Could someone see I was here?").click()
    assert page.get_by_text("opens a weather page").is_visible()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_makes_a_page_scroll_sideways(open_as: OpenAs, width: int) -> None:
    page = open_as(size=(width, 740))
    page.goto(GALLERY)
    assert page.evaluate(SIDEWAYS) == 0


def test_text_of_twice_the_size_still_fits_a_phone(open_as: OpenAs) -> None:
    page = open_as()
    page.goto(GALLERY)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(SIDEWAYS) == 0


def test_mistakes_take_the_focus_and_lead_to_the_box(open_as: OpenAs) -> None:
    page = open_as()
    page.goto(GALLERY)
    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.get_by_role("link", name="Answer this: What happened?").click()
    assert page.evaluate("document.activeElement.id") == "id_wrong-happened"


def tab_through(page: Page, times: int) -> list[str]:
    hidden = []
    for _ in range(times):
        page.keyboard.press("Tab")
        hidden.append(page.evaluate(HIDDEN))
    return [one for one in hidden if one]


def test_what_has_the_focus_is_never_under_a_bar(open_as: OpenAs) -> None:
    page = open_as(size=(360, 740))
    page.goto(GALLERY)
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    assert tab_through(page, times=60) == []


def test_no_box_is_so_small_that_a_phone_zooms_in(open_as: OpenAs) -> None:
    page = open_as()
    page.goto(GALLERY)
    sizes = page.eval_on_selector_all(
        ".govuk-input, .govuk-textarea, .govuk-select",
        "boxes => boxes.map(box => parseFloat(getComputedStyle(box).fontSize))",
    )
    assert sizes
    assert min(sizes) >= 16


def test_whatever_can_be_pressed_is_large_enough_for_a_thumb(open_as: OpenAs) -> None:
    page = open_as()
    page.goto(GALLERY)
    small = page.eval_on_selector_all(
        "button, .govuk-button, .al-exit, .al-tile, .al-tabs__link, .al-strip a",
        "all => all.filter(one => one.getBoundingClientRect().height < 43).map(one => one.outerHTML)",
    )
    assert small == []
