"""The voice note: recorded in the page, heard before it is sent, and said in words when it cannot be."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from alongside.voice.tests.browsing import Form, kept_in_storage, open_form
from tests.harness.browser import DESK, OpenAs, looks

pytestmark = looks

PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)

NO_MICROPHONE = """(name) => {
    navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("", name); };
}"""


@pytest.fixture
def form(open_as: OpenAs) -> Form:
    page = open_as("young-person", size=DESK, permissions=["microphone"])
    return open_form(page, "recorder")


def state(page: Page, sort: str = "voice") -> Locator:
    return page.locator(f"[data-keep={sort}] [data-keep-state]")


def told(page: Page) -> Locator:
    return page.locator("[data-told]")


def record(page: Page, until: str = "0:02") -> None:
    page.get_by_role("button", name="Start recording").click()
    expect(told(page)).to_have_text("It is recording now. Press stop when you are ready.")
    expect(page.locator("[data-time]")).to_have_text(until)
    page.get_by_role("button", name="Stop").click()


def seconds_of(page: Page) -> float:
    """How long what is in the player goes on, by playing it to its end."""
    length: float = page.locator("audio").evaluate(
        """async (player) => {
            player.muted = true;
            player.playbackRate = 8;
            await player.play();
            await new Promise((resolve) => player.addEventListener("ended", resolve));
            return player.currentTime;
        }"""
    )
    return length


def test_a_voice_note_is_recorded_heard_and_kept(form: Form) -> None:
    page = form.page
    record(page)
    expect(told(page)).to_have_text("It has stopped. You can listen to it, or delete it.")
    expect(page.locator("audio")).to_be_focused()
    assert seconds_of(page) > 1.5
    expect(state(page)).to_contain_text(re.compile(r"Saved at \d+:\d\d(am|pm)\."), timeout=20_000)
    assert kept_in_storage(page) == []


def test_a_keyboard_alone_records_and_deletes(form: Form) -> None:
    page = form.page
    page.get_by_role("button", name="Start recording").press("Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_focused()
    expect(page.locator("[data-time]")).to_have_text("0:01")
    page.keyboard.press("Enter")
    expect(page.locator("audio")).to_be_focused()
    page.get_by_role("button", name="Delete it").press("Enter")
    expect(page.get_by_role("button", name="No, keep it")).to_be_focused()
    page.get_by_role("button", name="Yes, delete it").press("Enter")
    expect(told(page)).to_have_text("Your voice note is deleted.")
    expect(page.get_by_role("button", name="Start recording")).to_be_focused()
    assert page.locator("#voice-file").evaluate("box => box.files.length") == 0


def test_it_stops_by_itself_at_the_limit(form: Form) -> None:
    page = form.page
    html = page.content()
    assert "for up to ten minutes" in html
    assert 'data-limit="600"' in html
    short = html.replace('data-limit="600"', 'data-limit="2"')
    page.route(
        "**/made-for-a-test/", lambda route: route.fulfill(body=short, content_type="text/html")
    )
    page.reload()
    page.get_by_role("button", name="Start recording").click()
    expect(told(page)).to_contain_text("It has stopped after ten minutes.", timeout=10_000)
    expect(page.locator("audio")).to_be_visible()


def test_a_microphone_that_is_not_allowed_is_said_and_a_file_can_be_chosen(open_as: OpenAs) -> None:
    page = open_form(open_as("young-person", size=DESK, permissions=[]), "recorder").page
    page.evaluate(NO_MICROPHONE, "NotAllowedError")
    page.get_by_role("button", name="Start recording").click()
    expect(told(page)).to_contain_text("because it was not allowed")
    expect(page.get_by_label("A sound file, or a recording of your phone")).to_be_visible()
    expect(page.get_by_role("button", name="Start recording")).to_be_visible()


def test_no_microphone_is_said(open_as: OpenAs) -> None:
    page = open_form(open_as("young-person", size=DESK), "recorder").page
    page.evaluate(NO_MICROPHONE, "NotFoundError")
    page.get_by_role("button", name="Start recording").click()
    expect(told(page)).to_contain_text("We found no microphone.")


def test_a_browser_that_cannot_record_still_takes_a_file(open_as: OpenAs) -> None:
    visitor = open_as("young-person", size=DESK)
    visitor.add_init_script("delete window.MediaRecorder")
    page = open_form(visitor, "recorder").page
    expect(told(page)).to_have_text("This browser cannot record. You can choose a sound file.")
    expect(page.get_by_role("button", name="Start recording")).to_be_hidden()
    expect(page.get_by_label("A sound file, or a recording of your phone")).to_be_visible()


def test_a_photo_is_shown_kept_and_taken_out_again(open_as: OpenAs) -> None:
    page = open_form(open_as("young-person"), "photo").page
    page.get_by_label("Choose a photo, or take one").set_input_files(
        {"name": "us.png", "mimeType": "image/png", "buffer": PICTURE}
    )
    shown = page.get_by_role("img", name="The photo that you chose")
    expect(shown).to_have_js_property("naturalWidth", 1)
    expect(state(page, "photo")).to_contain_text("Saved at", timeout=20_000)
    page.get_by_role("button", name="Take this photo out").tap()
    expect(shown).to_be_hidden()
    expect(state(page, "photo")).to_have_text("We took it out. It is gone for good.")


def test_a_photo_that_is_refused_is_a_sentence_and_nothing_else_is_lost(open_as: OpenAs) -> None:
    form = open_form(open_as("young-person"), "photo")
    page = form.page
    page.get_by_label("What is in your photo? (if you like)").fill("Our cat")
    page.get_by_label("Choose a photo, or take one").set_input_files(
        {"name": "us.png", "mimeType": "image/png", "buffer": b"This is no picture at all."}
    )
    page.get_by_role("button", name="Send").tap()
    expect(state(page, "photo")).to_have_class(re.compile("bad"))
    assert page.get_by_label("What is in your photo? (if you like)").input_value() == "Our cat"
    assert form.sent == []
    page.get_by_role("button", name="Send").tap()
    page.wait_for_url("**/sent/")


def test_a_photo_that_is_too_big_is_told_before_it_is_sent(open_as: OpenAs) -> None:
    page = open_form(open_as("young-person"), "photo").page
    assert "Up to 10 megabytes." in page.content()
    page.get_by_label("Choose a photo, or take one").set_input_files(
        {"name": "us.png", "mimeType": "image/png", "buffer": bytes(10 * 1024 * 1024 + 1)}
    )
    expect(state(page, "photo")).to_contain_text("This is too big.")
    assert page.locator("#photo-file").evaluate("box => box.files.length") == 0
