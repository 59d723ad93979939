"""Takes the pictures of the README anew, on a phone's page of a demo that runs.

make demo, and in another terminal: .venv/bin/python -m tools.pictures http://localhost:8000
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.harness.browser import FLAGS, program

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
PHONE = {"width": 360, "height": 780}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        context = chromium.new_context(
            base_url=sys.argv[1],
            viewport={"width": PHONE["width"], "height": PHONE["height"]},
            is_mobile=True,
            has_touch=True,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.request.post("/demo/sign-in/", form={"as": "young-person"})
        page = context.new_page()
        take(page, "/me/", "home-phone.png")
        record = page.get_by_role("link", name="My record").first.get_attribute("href")
        take(page, str(record), "record-phone.png")
        chromium.close()


def take(page: Page, path: str, name: str) -> None:
    page.goto(path)
    page.wait_for_selector("[data-live-state=on]", state="attached")
    page.screenshot(path=FOLDER / name)
    print(f"{name}: {(FOLDER / name).stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
