"""What the browser tests of the look have in common: Robyn's record, and a note on it."""

from playwright.sync_api import Page

CONNECTED = "[data-live-state=on]"


def record_of_robyn(page: Page) -> str:
    """Where Robyn's record is, asked of her own home."""
    page.goto("/me/")
    address = page.get_by_role("link", name="My record").first.get_attribute("href")
    assert address is not None
    return address


def write_note(page: Page, record: str, about: str) -> None:
    page.goto(f"{record}add/note/")
    page.get_by_label("What is it about?").fill(about)
    page.get_by_label("What do you want to note?").fill("Made up for a test.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(lambda url: "/add/" not in url)
