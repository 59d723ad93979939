"""Every page as people really read it: in Welsh, large, strong, plain, and from right to left."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from alongside.ui.tests.browsing import record_of_robyn
from tests.browser.acts import in_light_and_dark
from tests.browser.test_every_page import PAGES
from tests.browser.test_fit import NARROW, Asked
from tests.harness.browser import Check, OpenAs, looks
from tests.harness.proving import figure

pytestmark = looks
PEOPLE = ("", "young-person", "parent")
# What the html element carries, and which way it runs: changed on the open page.
WAYS = {
    "from right to left": ("", "rtl"),
    "large": ("al-text-150", "ltr"),
    "easy": ("al-easy", "ltr"),
    "large, easy and from right to left": ("al-text-150 al-easy al-contrast-more", "rtl"),
}
TURN = """([classes, direction]) => {
    const root = document.documentElement;
    root.className = `govuk-template ${classes}`;
    root.dir = direction;
}"""
# Names what sticks out at either side; what is hidden from sight on purpose does not count.
STICKS_OUT = """() => {
    const wide = document.documentElement.clientWidth;
    const out = [...document.body.querySelectorAll("*")].filter((one) => {
        if (one.closest(".govuk-visually-hidden, .govuk-skip-link, svg, .al-scroll")) return false;
        const box = one.getBoundingClientRect();
        return box.width > 0 && box.height > 0 && (box.left < -1 || box.right > wide + 1);
    });
    return out.map((one) => `${one.tagName}.${one.className}`.slice(0, 60));
}"""


@pytest.mark.parametrize("side", ["left", "right"])
def test_what_sticks_out_is_found_at_either_side(open_as: OpenAs, side: str) -> None:
    page = open_as(size=NARROW)
    page.goto("/")
    assert page.evaluate(STICKS_OUT) == []
    page.evaluate(f"document.querySelector('h1').style.setProperty('margin-{side}', '-99px')")
    assert page.evaluate(STICKS_OUT) == ["H1.al-h1"]


def reads(page: Page, **choices: str) -> None:
    """Choose on the page for it, as somebody does."""
    page.goto("/reading/")
    for name, value in choices.items():
        page.locator(f"#{name}-{value}").check()
    page.locator("main form button").last.click()


@pytest.mark.parametrize("slug", PEOPLE)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_page_of_a_person_fits_a_narrow_phone_however_it_is_read(
    open_as: OpenAs, slug: str, language: str
) -> None:
    record = record_of_robyn(open_as("young-person"))
    page = open_as(slug, size=NARROW)
    reads(page, language=language)
    asked, wide = Asked(page), []
    for path in PAGES[slug]:
        page.goto(path.replace("RECORD", record))
        assert page.locator("html").get_attribute("lang") == ("cy" if language == "cy" else "en-gb")
        for way, told in WAYS.items():
            page.evaluate(TURN, list(told))
            wide += [f"{path} {way}: {one}" for one in page.evaluate(STICKS_OUT)]
    assert wide == []
    assert asked.from_afar(page) == []
    figure(
        f"requests to others, {slug or 'a stranger'}, {language}", 0, f"of {len(asked.addresses)}"
    )


@pytest.mark.parametrize("slug", PEOPLE)
def test_no_page_in_welsh_large_strong_and_easy_breaks_a_rule_of_accessibility(
    open_as: OpenAs, accessible: Check, slug: str
) -> None:
    record = record_of_robyn(open_as("young-person"))
    page = open_as(slug)
    reads(page, language="cy", text="150", contrast="more", easy="yes")
    for path in PAGES[slug]:
        page.goto(path.replace("RECORD", record))
        in_light_and_dark(page, accessible)


def test_the_choices_are_made_without_scripts_and_stay(open_as: OpenAs) -> None:
    page = open_as("young-person", javascript=False)
    page.goto("/me/")
    page.get_by_role("link", name="Language, size and colours").click()
    page.get_by_label("Very large").check()
    page.get_by_label("Star").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(re.compile("/me/$"))
    assert "al-text-150" in str(page.locator("html").get_attribute("class"))
    assert page.title().endswith("– Star")
    page.get_by_role("button", name="Cymraeg").click()
    expect(page).to_have_url(re.compile("/me/$"))
    expect(page.get_by_role("heading", name="Helo Robyn")).to_be_visible()


def test_larger_words_are_larger_and_easy_read_puts_one_thing_on_a_line(open_as: OpenAs) -> None:
    page = open_as()
    page.goto("/")
    size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    usual = page.evaluate(size)
    reads(page, text="150")
    assert page.evaluate(size) == pytest.approx(usual * 1.5, rel=0.01)
    reads(page, text="100", easy="yes")
    assert page.evaluate(size) > usual


def test_with_large_words_no_bar_lies_over_what_has_the_focus(open_as: OpenAs) -> None:
    """Every link and button of the home, by the keyboard, on a phone."""
    page = open_as("young-person")
    reads(page, text="150", easy="yes")
    page.goto("/me/")
    hidden = page.evaluate(
        """() => [...document.querySelectorAll("main a, main button, main summary")].filter((one) => {
            one.focus();
            const box = one.getBoundingClientRect();
            const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
            return !(top && (one.contains(top) || top.contains(one)));
        }).map((one) => one.textContent.trim().slice(0, 40))"""
    )
    assert hidden == []


@pytest.mark.parametrize(
    ("slug", "icon", "name"), [("young-person", "book", "My book"), ("", "", "Alongside")]
)
def test_a_phone_can_install_it_under_the_chosen_name(
    open_as: OpenAs, slug: str, icon: str, name: str
) -> None:
    page = open_as(slug)
    if icon:
        reads(page, icon=icon)
    page.goto("/")
    session = page.context.new_cdp_session(page)
    found: dict[str, Any] = session.send("Page.getAppManifest")
    assert found["errors"] == []
    told = json.loads(found["data"])
    assert (told["name"], told["start_url"], told["display"]) == (name, "/me/", "standalone")
    for picture in told["icons"]:
        assert page.request.get(picture["src"]).headers["content-type"] == "image/png"
    wrong = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A test's browser keeps nothing, so it installs nothing. There must be no other reason.
    assert {one["errorId"] for one in wrong} <= {"in-incognito"}
    touch = page.locator('link[rel="apple-touch-icon"]').get_attribute("href")
    assert touch
    assert page.request.get(touch).ok
