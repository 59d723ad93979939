"""A file that is too large gets a sentence from the real server, and takes no memory with it."""

from uuid import UUID

import pytest

from tests.canaries.visitor import Visitor
from tests.harness.server import Running

pytestmark = pytest.mark.browser  # not in parallel with others: it sends much
WHERE = f"/people/{UUID(int=7)}/attachments/"
MEGABYTE = 1024 * 1024


def test_a_file_that_is_too_large_is_answered_with_what_to_do(server: Running) -> None:
    robyn = Visitor(server.url, "young-person")
    page = robyn.send_files(WHERE, {}, {"photo": ("IMG_0042.JPG", bytes(40 * MEGABYTE))})
    assert robyn.status == 413
    assert "Go back and choose a smaller one." in page.text


def test_a_file_elsewhere_is_refused_as_any_large_body_is(server: Running) -> None:
    robyn = Visitor(server.url, "young-person")
    robyn.send_files("/me/", {}, {"photo": ("IMG_0042.JPG", bytes(3 * MEGABYTE))})
    assert robyn.status in {403, 405}
