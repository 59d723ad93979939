"""The page: its two halves, one act after another, and what it never gives away."""

import re
from base64 import b64encode
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from alongside.accounts.models import Account
from alongside.accounts.proofs import BACKEND
from alongside.lib import clock, ids
from alongside.private_space import keys, pages, services, views
from alongside.private_space.models import Block
from alongside.private_space.tests.factories import CANARY, PASSPHRASE, somebody

pytestmark = pytest.mark.django_db
PAGE = "/private/"


@pytest.fixture
def account() -> UUID:
    cache.clear()
    made = somebody().account
    assert made is not None
    return made


@pytest.fixture
def client(account: UUID) -> Client:
    return browser(account)


def browser(account: UUID, *, enforce_csrf: bool = False) -> Client:
    made = Client(enforce_csrf_checks=enforce_csrf)
    made.force_login(Account.objects.get(pk=account), backend=BACKEND)
    return made


class Desk:
    """Somebody with one page open: its hidden fields go along with whatever is sent."""

    def __init__(self, client: Client) -> None:
        self.client, self.text, self.octets = client, "", 0

    def send(self, act: str, **fields: str) -> str:
        sent = {"act": act, "operation": str(ids.new())}
        sent |= {name: self.value(name) for name in ("kept_place", "kept_asked")}
        answer = self.client.post(PAGE, sent | fields)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        self.octets = len(answer.content)
        self.text = answer.content.decode()
        return self.text

    def value(self, name: str) -> str:
        found = re.findall(rf'name="{name}" value="([^"]*)"', self.text)
        return found[-1] if found else ""

    def open(self, passphrase: str = PASSPHRASE) -> "Desk":
        self.text = self.client.get(PAGE).content.decode()
        self.send("open", kept_passphrase=passphrase)
        return self

    def add(self, words: str, **more: str) -> str:
        return self.send("add", kept_words=words, **more)


@pytest.fixture
def desk(client: Client) -> Desk:
    return Desk(client)


def test_everybody_reads_how_to_leave_and_only_whoever_is_here_for_themselves_is_asked(
    client: Client,
) -> None:
    stranger, own = Client().get(PAGE).content.decode(), client.get(PAGE).content.decode()
    assert "What it cannot hide" in stranger
    assert "What it cannot hide" in own
    assert "kept_passphrase" in own
    assert "kept_passphrase" not in stranger
    assert Client().post(PAGE, {"kept_passphrase": PASSPHRASE}).headers["Location"] == "/sign-in/"


def test_a_note_is_written_read_changed_and_deleted(desk: Desk) -> None:
    assert "There is nothing here" in desk.open().text
    desk.add(CANARY, kept_again=PASSPHRASE)
    assert CANARY in desk.open().text
    desk.send("edit", note=desk.value("note"))
    based_on, note = desk.value("based_on"), desk.value("note")
    desk.send("change", note=note, based_on=based_on, kept_words="Other words")
    assert CANARY not in desk.text
    assert "Other words" in desk.open().text
    desk.send("edit", note=note)
    desk.send("delete", note=note, based_on=desk.value("based_on"))
    assert "Other words" not in desk.open().text


def test_the_whole_space_is_emptied(desk: Desk) -> None:
    desk.open().add(CANARY, kept_again=PASSPHRASE)
    desk.send("empty", based_on=desk.value("based_on"))
    assert CANARY not in desk.open().text
    assert "When this was opened" not in desk.text


def test_a_first_note_asks_for_the_passphrase_once_more_so_that_a_slip_hides_nothing(
    desk: Desk,
) -> None:
    desk.open()
    for again in ("", "another one altogether"):
        desk.add(CANARY, kept_again=again)
        assert "There is a problem" in desk.text
        assert CANARY in desk.text
    assert "There is nothing here" in desk.open().text


def test_an_empty_passphrase_opens_nothing_and_asks_again(desk: Desk) -> None:
    assert "Type your passphrase." in desk.open("   ").text


def test_the_passphrase_never_comes_back_and_the_key_is_in_no_session_or_cookie(
    desk: Desk, client: Client, account: UUID
) -> None:
    before = dict(client.session.items())
    desk.open().add(CANARY, kept_again=PASSPHRASE)
    assert PASSPHRASE not in desk.text
    assert dict(client.session.items()) == before
    secret = keys.derive(account=account, passphrase=PASSPHRASE)
    for kept in (desk.text, client.cookies.output(), repr(before)):
        assert secret.hex() not in kept
        assert b64encode(secret).decode() not in kept


def test_after_ten_minutes_the_passphrase_is_asked_for_and_the_words_are_kept(
    desk: Desk,
) -> None:
    with clock.hold(clock.now()):
        desk.open().add("first", kept_again=PASSPHRASE)
        clock.advance(pages.OPEN_FOR + timedelta(minutes=1))
        desk.add("Half a thought")
        assert "Half a thought" in desk.text
        assert "kept_passphrase" in desk.text
        assert "first" not in desk.text
        carried = {"act": desk.value("act"), "kept_words": "Half a thought"}
        desk.send(**carried, kept_passphrase=PASSPHRASE)
        assert "first" in desk.text
        assert "Half a thought" in desk.open().text


def test_a_page_of_another_session_opens_nothing(desk: Desk, account: UUID) -> None:
    desk.open().add(CANARY, kept_again=PASSPHRASE)
    other = Desk(browser(account))
    other.text = desk.text
    assert CANARY not in other.send("open")


def test_a_passphrase_that_was_sent_opens_nothing_when_it_is_sent_again(
    desk: Desk, client: Client
) -> None:
    """Whoever goes back and loads the page anew makes the browser send it once more."""
    desk.text = client.get(PAGE).content.decode()
    sent = {"act": "open", "kept_passphrase": PASSPHRASE, "kept_asked": desk.value("kept_asked")}
    desk.send("add", kept_passphrase=PASSPHRASE, kept_words=CANARY, kept_again=PASSPHRASE)
    assert CANARY in desk.text
    again = client.post(PAGE, sent).content.decode()
    assert "Type your passphrase again." in again
    assert CANARY not in again


def test_after_closing_no_page_that_was_open_opens_anything(desk: Desk, client: Client) -> None:
    desk.open().add(CANARY, kept_again=PASSPHRASE)
    place = {"kept_place": desk.value("kept_place")}
    assert CANARY in client.post(PAGE, place).content.decode()
    assert client.post(PAGE, {"act": "close"}).headers["Location"] == PAGE
    assert CANARY not in client.post(PAGE, place).content.decode()
    assert CANARY in desk.open().text


def test_words_that_a_browser_sends_anew_are_shown_only_where_they_would_be_lost(
    desk: Desk, client: Client, account: UUID
) -> None:
    with clock.hold(clock.now()):
        desk.open()
        kept = {"act": "add", "operation": str(ids.new()), "kept_words": CANARY}
        kept |= {"kept_place": desk.value("kept_place"), "kept_again": PASSPHRASE}
        assert CANARY in client.post(PAGE, kept).content.decode()
        lost = kept | {"operation": str(ids.new())}
        clock.advance(pages.OPEN_FOR + timedelta(minutes=1))
        assert CANARY in client.post(PAGE, lost).content.decode()
        assert CANARY not in client.post(PAGE, kept).content.decode()
        assert CANARY not in browser(account).post(PAGE, lost).content.decode()
        client.post(PAGE, {"act": "close"})
        assert CANARY not in client.post(PAGE, lost).content.decode()


def test_two_tabs_keep_the_words_of_both(desk: Desk, client: Client) -> None:
    desk.open().add("As it was", kept_again=PASSPHRASE)
    desk.send("edit", note=desk.value("note"))
    other = Desk(client)
    other.text = desk.text
    told = {"note": desk.value("note"), "based_on": desk.value("based_on")}
    desk.send("change", **told, kept_words="From the first tab")
    other.send("change", **told, kept_words="From the second tab")
    assert "From the first tab" in other.text
    assert "From the second tab" in other.text
    assert "Nothing was done" in other.text


def test_too_much_is_refused_with_the_words_still_there(desk: Desk) -> None:
    desk.open().add("x" * 30_000, kept_again=PASSPHRASE)
    assert "There is no room for all of this" in desk.text
    assert "x" * 30_000 in desk.text
    assert "There is nothing here" in desk.open().text


def test_an_empty_space_and_a_full_one_weigh_the_same(desk: Desk) -> None:
    empty = desk.open().octets
    desk.add("y" * 26_000, kept_again=PASSPHRASE)
    assert desk.open().octets == empty == views.WEIGHT


def test_too_many_tries_are_refused_in_the_same_words_whatever_is_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open().add(CANARY, kept_again=PASSPHRASE)
    monkeypatch.setattr(services, "may_try", lambda *, by: False)
    with clock.hold(clock.now()):
        used, unused = desk.open().text, desk.open("no such thing").text
    assert "Wait some minutes." in used
    assert shape(used) == shape(unused)
    assert "Half a thought" in desk.add("Half a thought", kept_passphrase=PASSPHRASE)


def shape(page: str) -> str:
    """A page without what is drawn anew each time."""
    without = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    return re.sub(r'value="[\w-]{30,}"', "", without)


def test_words_of_a_page_that_was_open_too_long_are_shown_nowhere(account: UUID) -> None:
    """Elsewhere they are given back; here whoever holds the phone would read them."""
    sent = {"act": "add", "kept_words": f"{CANARY} was here", "kept_passphrase": PASSPHRASE}
    ours = {"Origin": "http://testserver", "Accept": "text/html"}
    late = browser(account, enforce_csrf=True).post(PAGE, sent, headers=ours)
    assert late.status_code == 403
    gone = Client().post("/me/", sent, headers=ours)
    for answer in (late, gone, Client().post(PAGE, sent, headers=ours)):
        assert CANARY not in answer.content.decode()
        assert PASSPHRASE not in answer.content.decode()


def test_no_draft_no_stream_and_no_neighbour_is_on_the_page(desk: Desk) -> None:
    for text in (desk.client.get(PAGE).content.decode(), desk.open().text):
        for word in (
            "draft.js",
            "live.js",
            "htmx.min.js",
            "data-draft",
            "hx-get=",
            "data-live-state",
        ):
            assert word not in text
        assert "<title>Your privacy" in re.sub(r"\s*<title>\s*", "<title>", text)


def test_no_row_is_made_for_opening(desk: Desk) -> None:
    desk.open()
    before = Block.objects.count()
    for number in range(3):
        desk.open(f"passphrase {number}")
    assert Block.objects.count() == before
