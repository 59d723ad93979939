"""What a first visit costs: everything that goes over the wire, until the page is at rest."""

import pytest
from playwright.sync_api import Page

from tests.harness.browser import OpenAs, looks

pytestmark = looks


def weight(page: Page, path: str) -> dict[str, int]:
    """The bytes of each answer as they came over the wire, with headers."""
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": False})
    urls: dict[str, str] = {}
    sizes: dict[str, int] = {}
    client.on(
        "Network.responseReceived",
        lambda told: urls.update({told["requestId"]: told["response"]["url"]}),
    )
    client.on(
        "Network.loadingFinished",
        lambda told: sizes.update({told["requestId"]: int(told["encodedDataLength"])}),
    )
    page.goto(path, wait_until="load")
    page.wait_for_timeout(700)
    return {urls.get(one, one): size for one, size in sizes.items()}


@pytest.mark.parametrize(
    ("slug", "path", "most"),
    [
        ("young-person", "/me/", 100),
        ("parent", "/me/", 100),
        ("key-worker", "/work/", 150),
        ("", "/", 100),
    ],
)
def test_a_first_visit_is_light(open_as: OpenAs, slug: str, path: str, most: int) -> None:
    page = open_as(slug)
    found = weight(page, path)
    assert any("govuk" in url for url in found)
    assert sum(found.values()) <= most * 1000, found


def test_nothing_comes_from_another_site(open_as: OpenAs) -> None:
    page = open_as("young-person")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/me/")
    page.wait_for_timeout(300)
    here = page.evaluate("location.origin")
    assert asked
    assert [url for url in asked if not url.startswith((here, "data:"))] == []
