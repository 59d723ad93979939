"""The drawing pad: finger, mouse and keyboard leave real lines, and only the server says "saved"."""

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from alongside.voice.tests.browsing import Form, kept_in_storage, open_form
from tests.harness.browser import DESK, Check, OpenAs, looks

pytestmark = looks

PAPER = (255, 253, 247)
BLACK = (28, 41, 43)
RED = (194, 42, 32)
type Colour = tuple[int, ...]
TOUCH = """([from, to]) => {
    const canvas = document.querySelector("canvas");
    const box = canvas.getBoundingClientRect();
    const fire = (type, [x, y], more) => canvas.dispatchEvent(new PointerEvent(type, {
        bubbles: true, cancelable: true, pointerType: "touch", isPrimary: true, pointerId: 7, button: 0,
        clientX: box.left + x * box.width, clientY: box.top + y * box.height, ...more,
    }));
    canvas.setPointerCapture = () => {};
    fire("pointerdown", from); fire("pointermove", to); fire("pointerup", to);
}"""


@pytest.fixture
def form(open_as: OpenAs) -> Form:
    return open_form(open_as("young-person", size=DESK), "pad")


def colour_at(page: Page, x: float, y: float) -> Colour:
    """What is on the paper there: from 0 to 1, across and down."""
    found: list[int] = page.evaluate(
        """([x, y]) => {
            const canvas = document.querySelector("canvas");
            return [...canvas.getContext("2d").getImageData(x * canvas.width, y * canvas.height, 1, 1).data];
        }""",
        [x, y],
    )
    return tuple(found[:3])


def draw(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """With the mouse, from one place of the paper to another."""
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    assert box is not None
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=8)
    page.mouse.up()


def state(page: Page) -> Locator:
    return page.locator("[data-keep=drawing] [data-keep-state]")


def saved(page: Page) -> None:
    expect(state(page)).to_contain_text(re.compile(r"Saved at \d+:\d\d(am|pm)\."), timeout=15_000)


def kept_picture(form: Form) -> Image.Image:
    """The picture that the server has, asked of the server."""
    address = form.page.evaluate(
        """async () => {
            const body = new FormData(document.forms[0]);
            body.delete("drawing");
            const answer = await fetch(document.querySelector("[data-attach]").dataset.attach,
                { method: "POST", body, headers: { Accept: "application/json" } });
            return (await answer.json()).attachments.map(({ address }) => address);
        }"""
    )
    assert len(address) == 1, "one drawing, however often it was changed"
    return Image.open(io.BytesIO(form.page.request.get(address[0]).body())).convert("RGB")


def near(one: Colour, other: Colour, by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def test_a_mouse_draws_and_the_server_has_the_line(form: Form) -> None:
    page = form.page
    draw(page, (0.2, 0.5), (0.8, 0.5))
    assert colour_at(page, 0.5, 0.5) == BLACK
    assert colour_at(page, 0.5, 0.2) == PAPER
    expect(state(page)).to_have_text("Not saved yet.")
    saved(page)
    picture = kept_picture(form)
    middle = picture.getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(middle, tuple)
    assert near(middle, BLACK)


def test_a_changed_drawing_takes_the_place_of_the_first(form: Form) -> None:
    page = form.page
    draw(page, (0.2, 0.2), (0.8, 0.2))
    saved(page)
    draw(page, (0.2, 0.8), (0.8, 0.8))
    expect(state(page)).to_have_text("Not saved yet.")
    saved(page)
    picture = kept_picture(form)
    for down in (0.2, 0.8):
        found = picture.getpixel((picture.width // 2, int(picture.height * down)))
        assert isinstance(found, tuple)
        assert near(found, BLACK)


def test_a_finger_draws_and_does_not_move_the_page(open_as: OpenAs) -> None:
    page = open_form(open_as("young-person"), "pad").page
    page.get_by_role("button", name="Red").tap()
    page.evaluate(TOUCH, [[0.3, 0.3], [0.7, 0.7]])
    assert colour_at(page, 0.5, 0.5) == RED
    canvas = page.locator("canvas")
    assert canvas.evaluate("canvas => getComputedStyle(canvas).touchAction") == "none"
    canvas.tap(position={"x": 20, "y": 20})  # a real finger of the browser: a dot
    box = canvas.bounding_box()
    assert box is not None
    assert colour_at(page, 20 / box["width"], 20 / box["height"]) == RED


def test_a_keyboard_alone_draws_chooses_takes_back_and_sends(form: Form) -> None:
    page = form.page
    told = page.locator("[data-pad-told]")
    page.get_by_role("application", name="Drawing paper").focus()
    page.keyboard.press("Space")
    expect(told).to_have_text("The pen is down. It draws.")
    for _step in range(5):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Space")
    expect(told).to_have_text("The pen is up.")
    assert colour_at(page, 0.7, 0.5) == BLACK
    expect(told).to_have_text("On the right")
    press_until(page, "Red")
    expect(told).to_have_text("Red")
    page.get_by_role("application").focus()
    page.keyboard.press("Space")
    for _step in range(3):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Space")
    assert colour_at(page, 1000 / 1200, 0.6) == RED
    press_until(page, "Undo")
    expect(told).to_have_text("The last line is gone.")
    assert colour_at(page, 1000 / 1200, 0.6) == PAPER
    assert colour_at(page, 0.7, 0.5) == BLACK
    press_until(page, "Send")
    page.wait_for_url("**/sent/")


def press_until(page: Page, name: str) -> None:
    """On to the button of this name with the tabulator, and press it."""
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"The tabulator never came to {name}.")


def test_rubbing_out_asks_once_and_can_be_taken_back(form: Form) -> None:
    page = form.page
    draw(page, (0.2, 0.5), (0.8, 0.5))
    page.get_by_role("button", name="Rub out everything").click()
    expect(page.get_by_role("button", name="No, keep it")).to_be_focused()
    page.get_by_role("button", name="Yes, rub it out").click()
    assert colour_at(page, 0.5, 0.5) == PAPER
    page.get_by_role("button", name="Undo").click()
    assert colour_at(page, 0.5, 0.5) == BLACK


def test_nothing_is_kept_of_a_drawing_that_was_rubbed_out(form: Form) -> None:
    page = form.page
    draw(page, (0.2, 0.5), (0.8, 0.5))
    saved(page)
    page.get_by_role("button", name="Rub out everything").click()
    page.get_by_role("button", name="Yes, rub it out").click()
    expect(state(page)).to_have_text("We took it out. It is gone for good.")


def test_a_rubber_takes_away_what_it_touches(form: Form) -> None:
    page = form.page
    draw(page, (0.2, 0.5), (0.8, 0.5))
    page.get_by_role("button", name="Rubber").click()
    draw(page, (0.5, 0.4), (0.5, 0.6))
    assert colour_at(page, 0.5, 0.5) == PAPER
    assert colour_at(page, 0.3, 0.5) == BLACK


def test_the_picture_stays_when_the_window_changes(form: Form) -> None:
    page = form.page
    draw(page, (0.2, 0.5), (0.8, 0.5))
    page.set_viewport_size({"width": 320, "height": 640})
    assert colour_at(page, 0.5, 0.5) == BLACK
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    draw(page, (0.2, 0.8), (0.8, 0.8))
    assert colour_at(page, 0.5, 0.8) == BLACK


def test_paper_stays_paper_in_the_dark(open_as: OpenAs) -> None:
    page = open_form(open_as("young-person", size=DESK, scheme="dark"), "pad").page
    draw(page, (0.2, 0.5), (0.8, 0.5))
    assert (colour_at(page, 0.5, 0.5), colour_at(page, 0.5, 0.2)) == (BLACK, PAPER)
    shown = page.locator("canvas").evaluate("canvas => getComputedStyle(canvas).backgroundColor")
    assert shown == f"rgb{PAPER}"


def test_sending_at_once_sends_the_drawing_too(form: Form) -> None:
    draw(form.page, (0.2, 0.5), (0.8, 0.5))
    with form.page.expect_response(lambda answer: "/attachments/" in answer.url) as kept:
        form.page.get_by_role("button", name="Send").click()
    assert kept.value.ok
    form.page.wait_for_url("**/sent/")
    assert b"PNG" not in form.sent[0], "the server has it already"


def test_with_a_broken_line_it_says_so_and_goes_with_the_form(form: Form) -> None:
    form.page.route("**/attachments/", lambda route: route.abort())
    draw(form.page, (0.2, 0.5), (0.8, 0.5))
    expect(state(form.page)).to_contain_text("Not saved. It is on this page only", timeout=15_000)
    form.page.get_by_role("button", name="Send").click()
    form.page.wait_for_url("**/sent/")
    assert b"\x89PNG" in form.sent[0]


def test_nothing_is_left_in_any_storage(form: Form) -> None:
    draw(form.page, (0.2, 0.5), (0.8, 0.5))
    saved(form.page)
    assert kept_in_storage(form.page) == []


def test_without_scripts_there_is_paper_and_a_photo_of_it(open_as: OpenAs) -> None:
    page = open_form(open_as("young-person", javascript=False), "pad").page
    expect(page.get_by_label("Draw on paper and take a photo of it")).to_be_visible()
    expect(page.locator("canvas")).to_be_hidden()


@pytest.mark.parametrize("part", ["pad", "recorder", "photo"])
def test_it_keeps_the_rules_in_light_and_dark(
    open_as: OpenAs, accessible: Callable[..., None] | Check, part: str
) -> None:
    for scheme in ("light", "dark"):
        page = open_form(open_as("young-person", scheme=scheme), part).page
        if part == "pad":
            page.get_by_role("button", name="Rub out everything").tap()
        accessible(page)
