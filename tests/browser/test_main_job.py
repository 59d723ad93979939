"""The main job, as its people do it: one visit, seen by everybody who may see it, at once."""

import re
import statistics
import time
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from alongside.ui.tests.browsing import record_of_robyn
from tests.browser.acts import opened
from tests.harness.browser import OpenAs
from tests.harness.proving import count, figure

SECOND = 1.0
VISITS = count(3, prove=5)
NOBODY = UUID(int=7)


def write_visit(page: Page, record: str, why: str) -> float:
    """Add a visit from a phone; the moment at which Save was pressed."""
    page.goto(f"{record}add/visit/")
    page.get_by_label("Why did you visit?").fill(why)
    page.get_by_label("Who did you see?").fill("Robyn")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("What did you see and hear?").fill("The new lock works.")
    page.get_by_label("What did Robyn say?").fill("It shuts now")
    pressed = time.monotonic()
    page.get_by_role("button", name="Save", exact=True).click(no_wait_after=True)
    return pressed


@pytest.mark.timed
def test_a_visit_is_on_every_open_page_within_a_second(open_as: OpenAs) -> None:
    samira, robyn = open_as("key-worker"), open_as("young-person")
    record = record_of_robyn(robyn)
    watching = [
        opened(robyn, "/me/"),
        opened(open_as("young-person"), record),
        opened(open_as("parent"), record),
        opened(open_as("school-lead"), record),
    ]
    took: list[float] = []
    for number in range(VISITS):
        why = f"To try lock {number}"
        pressed = write_visit(samira, record, why)
        for page in watching:
            page.wait_for_selector(f"text={why}", state="attached", timeout=10_000)
        took.append(time.monotonic() - pressed)
        samira.wait_for_url(lambda url: "/add/" not in url)
    assert all(page.evaluate("window.notReloaded") for page in watching)
    figure("a visit on four open pages", round(statistics.median(took), 2), "s", aim="1 s")
    # The middle of several: any machine pauses now and then.
    assert statistics.median(took) <= SECOND, took


def test_each_reads_it_in_their_own_words(open_as: OpenAs) -> None:
    robyn, dawn = open_as("young-person"), open_as("parent")
    record = record_of_robyn(robyn)
    robyn.goto(record)
    dawn.goto(record)
    expect(robyn.get_by_text("Your words").first).to_be_visible()
    expect(dawn.get_by_text("Robyn’s words").first).to_be_visible()
    assert dawn.get_by_text("Workers only").count() == 0
    assert dawn.get_by_role("link", name="Add", exact=True).count() == 0


def test_somebody_unrelated_finds_what_they_find_of_nobody(open_as: OpenAs) -> None:
    record = record_of_robyn(open_as("young-person"))
    alan = open_as("unrelated-worker")
    theirs = alan.goto(record)
    seen = alan.content()
    nobodys = alan.goto(f"/people/{NOBODY}/")
    assert theirs is not None
    assert nobodys is not None
    assert theirs.status == nobodys.status == 404
    assert without_tokens(seen) == without_tokens(alan.content())
    alan.goto("/work/people/")
    assert "Robyn" not in alan.content()


def without_tokens(page: str) -> str:
    parts = page.split('name="csrfmiddlewaretoken" value="')
    return parts[0] + "".join(part.split('"', 1)[1] for part in parts[1:])


def test_the_person_reads_who_looked_and_why(open_as: OpenAs) -> None:
    robyn = open_as("young-person")
    record = record_of_robyn(robyn)
    open_as("housing-officer").goto(record)
    robyn.goto(f"{record}access/")
    line = robyn.locator("li", has_text="Colin Reeve").first
    expect(line).to_contain_text("opened your record")
    expect(line).to_contain_text("Housing officer, Quayside Homes")
    expect(line).to_contain_text("They work with you.")


def test_being_taken_out_ends_it_at_once_on_the_open_page(open_as: OpenAs) -> None:
    robyn = open_as("young-person")
    record = record_of_robyn(robyn)
    jo, samira = opened(open_as("school-nurse"), record), open_as("key-worker")
    samira.goto(f"{record}circle/")
    member = samira.locator("li", has_text="Jo Bright").first
    member.get_by_role("button", name="Take out of the circle").click()
    expect(jo.get_by_role("heading", name="This page is not here")).to_be_visible(timeout=5_000)
    ask_back(samira, record)
    jo.goto("/work/")
    jo.get_by_role("button", name="Yes, join").click()
    expect(jo.get_by_text("You are in the circle now.")).to_be_visible()


def ask_back(samira: Page, record: str) -> None:
    """Invite Jo again, so that the area is for the next tests what it was."""
    samira.goto(f"{record}circle/invite/")
    samira.get_by_label("Somebody who works with the person").check()
    worker = samira.locator("select[name=post]")
    choice = worker.locator("option", has_text="Jo Bright").get_attribute("value")
    worker.select_option(choice)
    samira.get_by_label("What are they there for?").fill("Sleep and health")
    samira.get_by_label("Everything that is shared").check()
    samira.get_by_role("button", name="Ask them").click()
    expect(samira.get_by_text("They are asked.")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_pressing_save_twice_makes_one_entry(open_as: OpenAs, javascript: bool) -> None:  # noqa: FBT001  # a parameter of pytest
    robyn, samira = open_as("young-person"), open_as("key-worker", javascript=javascript)
    record = record_of_robyn(robyn)
    about = f"Twice {'with' if javascript else 'without'} scripts"
    samira.goto(f"{record}add/note/")
    samira.get_by_label("What is it about?").fill(about)
    samira.get_by_label("What do you want to note?").fill("Only once, please.")
    samira.get_by_role("button", name="Save", exact=True).dblclick(no_wait_after=True)
    # The second press breaks off the way that the first one took, so no single way is waited for.
    expect(samira).not_to_have_url(re.compile("/add/"))
    robyn.goto(record)
    assert robyn.locator("h3", has_text=about).count() == 1
