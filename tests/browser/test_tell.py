"""Robyn tells on her phone: in words, in pictures, together with Kwame, with scripts and without."""

import io
import re
import struct
import zlib

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from alongside.ui.tests.browsing import CONNECTED, record_of_robyn
from tests.browser.acts import in_light_and_dark
from tests.harness.browser import Check, OpenAs, looks

RECEIPT = "Samira Khan and 6 other people can read it now."
LINE = """() => {
    const canvas = document.querySelector("canvas");
    const box = canvas.getBoundingClientRect();
    canvas.setPointerCapture = () => {};
    const fire = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, {
        bubbles: true, cancelable: true, pointerType: "touch", isPrimary: true, pointerId: 7, button: 0,
        clientX: box.left + x * box.width, clientY: box.top + y * box.height,
    }));
    fire("pointerdown", 0.2, 0.2); fire("pointermove", 0.8, 0.6); fire("pointerup", 0.8, 0.6);
}"""


def say(page: Page, words: str) -> None:
    page.locator("#id_words").fill(words)


def feel(page: Page, *faces: str) -> None:
    for face in faces:
        page.get_by_role("checkbox", name=face, exact=True).tap()


def give(page: Page, question: str, score: int) -> None:
    page.get_by_role("group", name=question).get_by_role("radio", name=str(score), exact=True).tap()


def let_see(page: Page, audience: str) -> None:
    page.get_by_label(audience, exact=False).check()


def send(page: Page, button: str = "Send") -> None:
    page.get_by_role("button", name=button, exact=True).tap()


def a_file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": content}


def png_of(width: int, height: int) -> bytes:
    """A picture of one colour, however large: small as a file, and too large to be opened."""

    def chunk(name: bytes, content: bytes) -> bytes:
        body = name + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    lines = zlib.compress(bytes((width + 7) // 8 + 1) * height, 9)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def painted(colour: str = "teal") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(kept, "PNG")
    return kept.getvalue()


def test_words_faces_and_numbers_are_on_the_open_page_of_samira_at_once(open_as: OpenAs) -> None:
    robyn, samira = open_as("young-person"), open_as("key-worker")
    samira.goto(f"{record_of_robyn(robyn)}views/")
    expect(samira.locator(CONNECTED).first).to_be_attached()
    samira.evaluate("window.notReloaded = true")
    robyn.goto("/me/")
    robyn.get_by_role("link", name="Tell", exact=True).first.tap()
    say(robyn, "the bus was ok today")
    feel(robyn, "So-so", "Good")
    robyn.get_by_text("How is it, from 0 to 10?").tap()
    give(robyn, "Feeling safe", 6)
    robyn.get_by_text("Say more: Feeling safe").tap()
    robyn.locator("#id_safe_higher").fill("Not walking alone")
    let_see(robyn, "Everyone in my circle")
    send(robyn)
    expect(robyn.get_by_text(RECEIPT)).to_be_visible()
    mine = samira.get_by_role("article").filter(has_text="the bus was ok today")
    for words in ("So-so, Good", "6 out of 10", "Not walking alone"):
        expect(mine).to_contain_text(words)
    assert samira.evaluate("window.notReloaded")


def test_a_drawing_and_one_face_are_enough_and_one_thing_comes_after_another(
    open_as: OpenAs,
) -> None:
    robyn = open_as("young-person")
    robyn.goto("/me/tell/?mode=pictures")
    feel(robyn, "Sad")
    robyn.locator("#feel").get_by_role("link", name="Next").tap()
    expect(robyn.locator("canvas")).to_be_in_viewport()
    robyn.evaluate(LINE)
    robyn.get_by_label("What is in your drawing?").fill("The stairs at night")
    for step in ("draw", "spaces", "talk", "numbers"):
        robyn.locator(f"#{step}").get_by_role("link", name="Next").tap()
    let_see(robyn, "Only my key worker")
    send(robyn)
    expect(robyn.get_by_text("Samira Khan can read it now.")).to_be_visible()
    expect(robyn.get_by_role("img", name="The stairs at night")).to_be_visible()
    samira = open_as("key-worker")
    samira.goto(robyn.url)
    expect(samira.get_by_role("img", name="The stairs at night")).to_be_visible()


def test_changing_the_way_of_telling_in_the_middle_loses_nothing(open_as: OpenAs) -> None:
    robyn = open_as("young-person")
    robyn.goto("/me/tell/")
    say(robyn, "Half a tho")
    feel(robyn, "Good")
    robyn.get_by_text("Draw something").first.tap()
    robyn.evaluate(LINE)
    robyn.get_by_text("How is it, from 0 to 10?").tap()
    give(robyn, "Home", 3)
    robyn.get_by_role("button", name="Tell with pictures").tap()
    expect(robyn.get_by_role("button", name="Tell with words")).to_be_visible()
    expect(robyn.locator("#id_words")).to_have_value("Half a tho")
    expect(robyn.get_by_role("checkbox", name="Good")).to_be_checked()
    expect(robyn.get_by_role("group", name="Home").get_by_label("3", exact=True)).to_be_checked()
    expect(robyn.locator("[data-keep=drawing][data-kept*=attachments]")).to_be_attached()
    robyn.reload()
    expect(robyn.get_by_role("button", name="Tell with words")).to_be_visible()
    send(robyn)
    expect(robyn.get_by_text("Choose who can see this.").first).to_be_visible()
    expect(robyn.locator("#id_words")).to_have_value("Half a tho")
    throw_away(robyn)


def throw_away(page: Page) -> None:
    page.goto("/me/tell/")
    while page.get_by_text("Carry on with what you began").count():
        page.get_by_text("Carry on with what you began").first.tap()
        page.get_by_role("button", name="Throw this away").tap()
        expect(page.get_by_text("Your draft is gone.")).to_be_visible()
        page.goto("/me/tell/")


def test_robyn_stops_for_now_and_carries_on_from_her_home(open_as: OpenAs) -> None:
    robyn = open_as("young-person")
    robyn.goto("/me/tell/?mode=pictures")
    robyn.get_by_label("Hopes").fill("A dog")
    robyn.get_by_role("button", name="Stop for now and keep it").tap()
    expect(robyn.get_by_role("button", name="Throw this away")).to_be_visible()
    expect(robyn.get_by_text("Only you can see it.").first).to_be_visible()
    robyn.goto("/me/")
    robyn.get_by_text("Carry on with what you began").first.tap()
    expect(robyn.get_by_label("Hopes")).to_have_value("A dog")
    expect(robyn.get_by_role("button", name="Tell with words")).to_be_visible()  # as she began it
    let_see(robyn, "Only me, for now")
    send(robyn)
    expect(robyn.get_by_text("Only you can read it.")).to_be_visible()


def test_a_picture_that_is_too_large_is_refused_in_one_sentence_and_the_words_stay(
    open_as: OpenAs,
) -> None:
    large = a_file("roof.png", png_of(8000, 5000))
    for javascript in (True, False):
        robyn = open_as("young-person", javascript=javascript)
        robyn.goto("/me/tell/?mode=pictures")
        say(robyn, "Look at the roof")
        robyn.locator("#photo-file").set_input_files([large])
        let_see(robyn, "Everyone in my circle")
        send(robyn)
        expect(
            robyn.get_by_text(re.compile("too large|too big|too many", re.I)).first
        ).to_be_visible()
        expect(robyn.locator("#id_words")).to_have_value("Look at the roof")
        throw_away(robyn)


def test_robyn_tells_and_shows_a_photo_without_scripts(open_as: OpenAs) -> None:
    robyn = open_as("young-person", javascript=False)
    robyn.goto("/me/tell/")
    say(robyn, "No scripts today")
    feel(robyn, "Great")
    robyn.get_by_text("Add a photo").first.tap()
    robyn.locator("#photo-file").set_input_files([a_file("cat.png", painted())])
    robyn.get_by_label("What is in your photo?").fill("Biscuit")
    let_see(robyn, "Everyone in my circle")
    send(robyn)
    expect(robyn.get_by_text(RECEIPT)).to_be_visible()
    expect(robyn.get_by_role("img", name="Biscuit")).to_be_visible()


def test_kwame_writes_it_down_and_robyn_chooses_that_only_samira_sees_it(open_as: OpenAs) -> None:
    robyn, kwame, samira = (open_as(who) for who in ("young-person", "school-lead", "key-worker"))
    record = record_of_robyn(robyn)
    kwame.goto(f"{record}views/")
    kwame.get_by_role("link", name="Write down a view together").tap()
    kwame.get_by_label("Who was there?").fill("Robyn and Kwame")
    kwame.get_by_label("What did you ask?").fill("How was the corridor?")
    say(kwame, "not in front of the others")
    expect(kwame.get_by_role("heading", name="Now hand this to Robyn")).to_be_visible()
    let_see(kwame, "Only my key worker")
    send(kwame, "Keep it")
    expect(kwame.get_by_text("Samira Khan can read it now.")).to_be_visible()
    expect(kwame.get_by_text("not in front of the others")).to_have_count(0)
    for page in (robyn, samira):
        page.goto(f"{record}views/")
        mine = page.get_by_role("article").filter(has_text="not in front of the others")
        expect(mine).to_contain_text("How was the corridor?")


def test_robyn_lets_fewer_people_see_it_and_it_goes_from_the_open_page_of_school(
    open_as: OpenAs,
) -> None:
    robyn, kwame = open_as("young-person"), open_as("school-lead")
    robyn.goto("/me/tell/")
    say(robyn, "I told Jess first")
    let_see(robyn, "Everyone in my circle")
    send(robyn)
    expect(robyn.get_by_text(RECEIPT)).to_be_visible()
    kwame.goto(f"{record_of_robyn(open_as('young-person'))}views/")
    expect(kwame.locator(CONNECTED).first).to_be_attached()
    expect(kwame.get_by_text("I told Jess first")).to_be_visible()
    robyn.get_by_role("link", name="Change who can see this").tap()
    expect(robyn.get_by_text("Kwame Owusu", exact=False).first).to_be_visible()
    let_see(robyn, "Only my key worker")
    send(robyn, "Save")
    expect(robyn.get_by_text("Saved. Samira Khan can read it now.")).to_be_visible()
    expect(kwame.get_by_text("I told Jess first")).to_have_count(0)


@looks
@pytest.mark.parametrize("page_of", ["/me/tell/", "/me/tell/?mode=pictures", "together", "views"])
def test_no_way_of_telling_breaks_a_rule_or_a_narrow_phone(
    open_as: OpenAs, accessible: Check, page_of: str
) -> None:
    is_own = page_of.startswith("/me/") or page_of == "views"
    page = open_as("young-person" if is_own else "school-lead")
    record = record_of_robyn(open_as("young-person"))
    named = {"together": f"{record}views/together/", "views": f"{record}views/"}
    page.goto(named.get(page_of, page_of))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    in_light_and_dark(page, accessible)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@looks
def test_what_is_missing_and_who_has_read_it_break_no_rule(
    open_as: OpenAs, accessible: Check
) -> None:
    robyn = open_as("young-person")
    robyn.goto("/me/tell/")
    robyn.evaluate("document.getElementById('writing').submit()")
    expect(robyn.get_by_role("heading", name="There is a problem")).to_be_visible()
    in_light_and_dark(robyn, accessible)
    robyn.goto(f"{record_of_robyn(robyn)}views/")
    robyn.get_by_role("article").first.get_by_role("link").first.tap()
    robyn.get_by_role("link", name="Change who can see this").tap()
    expect(robyn.get_by_role("heading", name="Who has read it already")).to_be_visible()
    in_light_and_dark(robyn, accessible)
    robyn.go_back()
    robyn.get_by_role("link", name="Change these words").tap()
    in_light_and_dark(robyn, accessible)
