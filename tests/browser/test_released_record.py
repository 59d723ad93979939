"""What another database brought in, from its own agency to the circle: all of it without scripts."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from alongside.exchange.tests.factories import child, message
from tests.browser.acts import in_light_and_dark
from tests.harness.browser import Check, OpenAs, looks
from tests.harness.server import COMMAND, Running

# Two who take turns through day and night: one of them is on duty for the team at any hour.
TAKE_TURNS = ("key-worker", "night-duty")
REVIEWS = 24
LOCAL_ID = "LINDEN-1"


def census() -> bytes:
    """One child with a plan and many reviews of it: more than one page holds."""
    days = [f"2021-{1 + n // 2:02}-{1 + n % 2 * 14:02}" for n in range(REVIEWS)]
    reviews = "".join(
        f"<Reviews><CPPreviewDate>{day}</CPPreviewDate></Reviews>" for day in sorted(days)
    )
    plan = (
        "<CINdetails><CINreferralDate>2020-10-06</CINreferralDate>"
        "<ReferralSource>1A</ReferralSource><PrimaryNeedCode>N4</PrimaryNeedCode>"
        "<ChildProtectionPlans><CPPstartDate>2020-12-20</CPPstartDate>"
        "<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse>"
        "<LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse>"
        f"<NumberOfPreviousCPP>0</NumberOfPreviousCPP>{reviews}</ChildProtectionPlans>"
        "</CINdetails>"
    )
    return message(child(LOCAL_ID, plan))


@pytest.fixture(scope="module")
def loaded(server: Running, tmp_path_factory: pytest.TempPathFactory) -> Running:
    """A census return, loaded while the server runs."""
    file: Path = tmp_path_factory.mktemp("census") / "return.xml"
    file.write_bytes(census())
    where = ["--agency", "northmere-council", "--team", "Family Help", "--json"]
    done = subprocess.run(
        [COMMAND, "load", "cin", str(file), *where],
        env=server.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return server


def on_duty(open_as: OpenAs, **how: object) -> Page:
    for slug in TAKE_TURNS:
        page = open_as(slug, **how)
        page.goto("/work/")
        if page.get_by_text("On duty now").count():
            return page
    raise AssertionError("Nobody is on duty.")


def record_of_the_child(page: Page) -> str:
    page.goto("/work/people/")
    line = page.locator(
        "main li", has_text=LOCAL_ID
    )  # their name, once they have one, stands beside
    address = line.get_by_role("link").first.get_attribute("href")
    assert address is not None
    return address


def entries(page: Page) -> int:
    return page.locator("ol.al-line > li").count()


@pytest.mark.usefixtures("loaded")
def test_a_set_is_released_after_it_was_seen_as_the_circle_will(open_as: OpenAs) -> None:
    worker = on_duty(open_as, javascript=False)
    record = record_of_the_child(worker)
    worker.goto(record)
    take(worker)
    read_further_back(worker)
    look_for_reviews(worker, record)
    release_two(worker, record)
    dawn_joins_and_leaves(open_as, worker, record)


def take(worker: Page) -> None:
    """Become key worker, and give the child a name."""
    worker.get_by_role("button", name="I will be the key worker").click()
    expect(worker.get_by_text("You are the key worker now.")).to_be_visible()
    worker.get_by_role("link", name="Story").click()
    worker.get_by_role("link", name="Add a name").click()
    worker.get_by_label("First name").fill("Linden")
    worker.get_by_role("button", name="Save").click()
    expect(worker.get_by_role("heading", name="Linden", level=1)).to_be_visible()


def read_further_back(worker: Page) -> None:
    assert entries(worker) == 20
    worker.get_by_role("link", name="See older entries").click()
    assert entries(worker) > 20
    expect(worker.get_by_role("link", name="See older entries")).to_have_count(0)


def look_for_reviews(worker: Page, record: str) -> None:
    worker.goto(record)
    worker.get_by_text("Find something").click()
    worker.get_by_label("What", exact=True).select_option("plan")
    worker.get_by_role("button", name="Show these").click()
    assert 0 < entries(worker) < 20
    worker.get_by_label("Not before").fill("2030-01-01")
    worker.get_by_role("button", name="Show these").click()
    expect(worker.get_by_text("Nothing here fits what you chose.")).to_be_visible()


def release_two(worker: Page, record: str) -> None:
    worker.goto(record)
    worker.get_by_role("link", name="Look through them and share").click()
    worker.get_by_role("button", name="Look at the ones I chose").click()
    expect(worker.get_by_role("heading", name="There is a problem")).to_be_visible()
    for number in range(2):
        worker.get_by_role("checkbox").nth(number).check()
    worker.get_by_role("button", name="Look at the ones I chose").click()
    expect(worker.get_by_role("heading", name="This is how it will look to them")).to_be_visible()
    assert entries(worker) == 2
    worker.get_by_role("button", name="Share with everyone in the circle").click()
    expect(
        worker.get_by_text("Everyone in the circle can see these 2 entries now.")
    ).to_be_visible()


def dawn_joins_and_leaves(open_as: OpenAs, worker: Page, record: str) -> None:
    """Family see what was released and nothing else; after leaving, nothing at all."""
    worker.goto(f"{record}circle/invite/")
    worker.get_by_label("Family or a friend").check()
    worker.get_by_label("Their e-mail address").fill("parent@northmere.example")
    worker.get_by_label("What are they there for?").fill("Lives next door")
    worker.get_by_label("Everything that is shared").check()
    worker.get_by_role("button", name="Ask them").click()
    dawn = open_as("parent", javascript=False)
    dawn.goto("/me/")
    dawn.get_by_role("button", name="Yes, join").click()
    expect(dawn.get_by_text("You are in the circle now.")).to_be_visible()
    expect(dawn.get_by_text("It is not decided yet what you can read here.")).to_be_visible()
    assert entries(dawn) == 0
    two_decide(open_as, worker, record)
    dawn.goto(record)
    assert entries(dawn) == 2
    dawn.get_by_role("link", name="Circle", exact=True).click()
    dawn.get_by_role("button", name="Leave the circle").click()
    answer = dawn.goto(record)
    assert answer is not None
    assert answer.status == 404


def two_decide(open_as: OpenAs, worker: Page, record: str) -> None:
    """A second worker joins; one proposes what Dawn may see, and the other confirms it."""
    worker.goto(f"{record}circle/invite/")
    worker.get_by_label("Somebody who works with the person").check()
    posts = worker.locator("select[name=post]")
    kwame_s = posts.locator("option", has_text="Kwame Owusu").get_attribute("value")
    posts.select_option(kwame_s)
    worker.get_by_label("What are they there for?").fill("School")
    worker.get_by_label("Everything that is shared").check()
    worker.get_by_role("button", name="Ask them").click()
    kwame = open_as("school-lead", javascript=False)
    kwame.goto("/work/")
    kwame.get_by_role("button", name="Yes, join").click()
    worker.goto(f"{record}circle/")
    worker.get_by_role("link", name="See or change this").click()
    worker.get_by_label("Everything that is shared").check()
    worker.get_by_label("Why is this right").fill("They asked for it together.")
    worker.get_by_label("They have not been asked yet").check()
    worker.get_by_role("button", name="Save", exact=True).click()
    kwame.goto(f"{record}circle/")
    kwame.get_by_role("link", name="A change waits for a yes").click()
    kwame.get_by_role("button", name="Yes, confirm it").click()
    expect(kwame.get_by_text("It is confirmed.")).to_be_visible()


@looks
@pytest.mark.usefixtures("loaded")
def test_the_pages_of_releasing_and_finding_break_no_rule_of_accessibility(
    open_as: OpenAs, accessible: Check
) -> None:
    worker = on_duty(open_as)
    record = record_of_the_child(worker)
    worker.goto(f"{record}?kind=plan")
    in_light_and_dark(worker, accessible)
    worker.get_by_label("Search in this record").fill("plan")
    worker.get_by_role("button", name="Search").click()
    in_light_and_dark(worker, accessible)
    worker.goto(f"{record}release/")
    in_light_and_dark(worker, accessible)
    worker.get_by_role("button", name="Look at the ones I chose").click()
    in_light_and_dark(worker, accessible)
    worker.get_by_role("button", name="Look at all of them").click()
    expect(worker.get_by_role("heading", name="This is how it will look to them")).to_be_visible()
    in_light_and_dark(worker, accessible)
