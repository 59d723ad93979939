"""What several browser tests do on a page."""

from playwright.sync_api import Page

from alongside.ui.tests.browsing import CONNECTED
from tests.harness.browser import Check, Scheme

SCHEMES: tuple[Scheme, ...] = ("light", "dark")

IN_TWO_WEEKS = """(() => {
  const day = new Date(Date.now() + 14 * 864e5);
  return [day.getDate(), day.getMonth() + 1, day.getFullYear()];
})()"""


def opened(page: Page, path: str) -> Page:
    """A page that is connected to the stream, and that remembers whether it was loaded anew."""
    page.goto(path)
    page.wait_for_selector(CONNECTED, state="attached")
    page.evaluate("window.notReloaded = true")
    return page


def keep_to_workers(page: Page) -> None:
    """On a form that asks who can see something: workers alone, why, and when to look again."""
    page.get_by_label("Workers only").check()
    if not page.locator("[name=withheld_until_day]").is_visible():
        page.get_by_text("If fewer people should see it").first.click()
    page.get_by_label("somebody could be hurt", exact=False).first.check()
    day, month, year = page.evaluate(IN_TWO_WEEKS)
    page.locator("[name=withheld_until_day]").fill(str(day))
    page.locator("[name=withheld_until_month]").fill(str(month))
    page.locator("[name=withheld_until_year]").fill(str(year))


def in_light_and_dark(page: Page, accessible: Check) -> None:
    """The page as it stands, by the rules, in both. Without motion: a colour on its way is neither."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        accessible(page, colours_alone=scheme == "dark")
