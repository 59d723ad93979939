"""Attachments, in a browser without scripts and for one with them."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alongside.audit.models import AccessEvent
from alongside.journey.attachments import LIMITS, REFUSALS, TOO_BIG, refusal
from alongside.journey.models import Attachment, Draft, Sort
from alongside.journey.tests.browsing import address, page
from alongside.journey.tests.conftest import Browse
from alongside.journey.tests.factories import Journey
from alongside.journey.tests.test_attaching import BROKEN, PHOTO, VOICE, attach, begin, tell
from alongside.lib import ids
from alongside.lib.media import pictures, sounds
from alongside.lib.media.refusal import TOO_LARGE, Reason
from alongside.lib.tests.media.corpus import CORPUS
from alongside.lib.tests.media.marks import left_in
from alongside.sharing.rules import Audience
from tests.answers import as_bytes
from tests.harness.proving import PROVING, figure

pytestmark = pytest.mark.django_db

SCRIPT = {"Accept": "application/json"}
NOT_KEPT: dict[str, Any] = {TOO_LARGE: "1"}


def file(
    content: bytes, name: str = "IMG_0042.JPG", mime: str = "image/jpeg"
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, mime)


def send(client: Client, journey: Journey, **fields: Any) -> Any:
    sent = {"operation": str(ids.new())} | fields
    return client.post(address(journey, "attachments/"), sent)


def url_of(journey: Journey, row: UUID) -> str:
    return address(journey, f"attachments/{row}/")


def test_a_button_of_the_form_saves_the_draft_and_adds_the_photo(
    journey: Journey, browse: Browse
) -> None:
    client = browse(journey.own)
    answer = send(client, journey, words="I like it here", photo=file(PHOTO), photo_words="My room")
    (draft,) = Draft.objects.all()
    assert answer.status_code == HTTPStatus.FOUND
    assert answer["Location"].endswith(f"?draft={draft.pk}")
    assert draft.contents.fields == {"words": ("I like it here",)}
    (row,) = Attachment.objects.all()
    assert (row.of, row.sort, row.contents.words) == (draft.pk, Sort.PHOTO, "My room")


def test_a_script_sends_a_file_alone_and_the_words_stay(journey: Journey, browse: Browse) -> None:
    client, form = browse(journey.own), begin(journey, journey.own)
    answer = client.post(
        address(journey, "attachments/"),
        {"operation": str(form), "voice": file(VOICE)},
        headers=SCRIPT,
    )
    assert answer.status_code == HTTPStatus.OK
    told = answer.json()
    (one,) = told["attachments"]
    assert told["added"] == [one["id"]]
    assert (one["sort"], one["said"], one["length"]) == ("voice", "Voice note", "0:01")
    assert told["said"] == "We added it. Only you can see it until you send this."
    assert Draft.objects.get().contents.fields == {"words": ("Hm.",)}


@pytest.mark.parametrize("script", [False, True])
def test_a_refused_file_is_one_sentence_and_the_draft_is_kept(
    journey: Journey, browse: Browse, *, script: bool
) -> None:
    client = browse(journey.own)
    sent = {"operation": str(ids.new()), "words": "Still here", "photo": file(BROKEN)}
    answer = client.post(address(journey, "attachments/"), sent, headers=SCRIPT if script else None)
    said = "We could not open this. Part of it is missing. Choose another one."
    if script:
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert answer.json()["said"] == said
    else:
        assert answer.status_code == HTTPStatus.FOUND
        assert said in client.get(answer["Location"]).content.decode()
    assert Draft.objects.get().contents.fields == {"words": ("Still here",)}
    assert not Attachment.objects.exists()


def test_the_same_photo_sent_twice_is_there_once(journey: Journey, browse: Browse) -> None:
    client, form = browse(journey.own), str(ids.new())
    for _ in range(2):
        assert send(client, journey, operation=form, photo=file(PHOTO)).status_code == 302
    assert Attachment.objects.count() == 1


def test_several_files_come_in_at_once(journey: Journey, browse: Browse) -> None:
    client = browse(journey.own)
    send(client, journey, photo=file(PHOTO), voice=file(VOICE), drawing=file(PHOTO))
    assert set(Attachment.objects.values_list("sort", flat=True)) == set(Sort.values)


def test_sending_no_file_says_what_to_do(journey: Journey, browse: Browse) -> None:
    client = browse(journey.own)
    answer = send(client, journey, words="Hm")
    assert "Choose a drawing, a photo" in client.get(answer["Location"]).content.decode()
    assert Draft.objects.count() == 1


def test_a_file_too_large_for_the_server_is_a_sentence_too(
    journey: Journey, browse: Browse
) -> None:
    """The server in front kept nothing of it, so there is not even a token."""
    where = address(journey, "attachments/")
    told = browse(journey.own).post(where, {}, headers=SCRIPT, **NOT_KEPT)
    assert told.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert told.json()["said"] == "This is too big. Choose a smaller one."
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browse(journey.own).cookies
    shown = strict.post(where, {}, **NOT_KEPT)
    assert shown.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "Everything else that you wrote is still there." in shown.content.decode()


def test_limits_that_are_said_are_those_that_are_kept() -> None:
    assert pictures.LARGEST == 10 * 1024**2
    assert "10 MB" in str(LIMITS[Sort.PHOTO])
    assert "10 MB" in str(TOO_BIG[Sort.DRAWING])
    assert sounds.LARGEST == 15 * 1024**2
    assert "15 MB" in str(TOO_BIG[Sort.VOICE])
    assert sounds.LONGEST == 600
    assert "10 minutes" in str(LIMITS[Sort.VOICE])
    assert "10 minutes" in str(REFUSALS[Reason.TOO_LONG])
    assert all(refusal(reason, sort) for reason in Reason for sort in Sort)


def test_bytes_come_with_headers_that_let_them_do_nothing(journey: Journey, browse: Browse) -> None:
    form = begin(journey, journey.own)
    row = attach(journey, form)
    answer = browse(journey.own).get(url_of(journey, row.pk))
    assert answer.status_code == HTTPStatus.OK
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"] == "inline"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert int(answer["Content-Length"]) == len(answer.content)


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-99", 206, slice(0, 100)),
        ("bytes=100-", 206, slice(100, None)),
        ("bytes=-50", 206, slice(-50, None)),
        ("bytes=0-99999999", 206, slice(None)),
        ("bytes=99999999-", 416, slice(0, 0)),
        ("bytes=9-3", 200, slice(None)),
        ("bytes=0-1,5-9", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
        (f"bytes={'9' * 5000}-", 200, slice(None)),
    ],
)
def test_a_player_may_ask_for_a_part(
    journey: Journey, browse: Browse, asked: str, status: int, part: "slice[Any, Any, Any]"
) -> None:
    form = begin(journey, journey.own)
    row = attach(journey, form, sort=Sort.VOICE, content=VOICE)
    entry = tell(journey, form)
    client = browse(journey.school)
    whole = client.get(url_of(journey, row.pk))
    answer = client.get(url_of(journey, row.pk), HTTP_RANGE=asked)
    assert answer.status_code == status
    assert answer.content == whole.content[part]
    size = len(whole.content)
    if status == HTTPStatus.PARTIAL_CONTENT:
        start, stop, _ = part.indices(size)
        assert answer["Content-Range"] == f"bytes {start}-{stop - 1}/{size}"
    if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        assert answer["Content-Range"] == f"bytes */{size}"
    looks = AccessEvent.objects.filter(object=entry.pk, account=journey.school.account)
    assert looks.count() == 1, "Parts of one sound are one look."


def test_what_is_not_for_somebody_is_not_there(journey: Journey, browse: Browse) -> None:
    form = begin(journey, journey.own)
    row = attach(journey, form)
    tell(journey, form, audience=Audience.KEY_WORKER)
    for who in (journey.outsider, journey.excluded, journey.parent, journey.school):
        client = browse(who)
        there, nowhere = client.get(url_of(journey, row.pk)), client.get(url_of(journey, ids.new()))
        assert there.status_code == HTTPStatus.NOT_FOUND
        assert as_bytes(there) == as_bytes(nowhere)
    assert browse(journey.key_worker).get(url_of(journey, row.pk)).status_code == HTTPStatus.OK


def test_an_entry_shows_what_is_attached_with_words_for_it(
    journey: Journey, browse: Browse
) -> None:
    form = begin(journey, journey.own)
    photo = attach(journey, form)
    voice = attach(journey, form, sort=Sort.VOICE, content=VOICE)
    entry = tell(journey, form)
    for where in (f"entries/{entry.pk}/", "timeline/"):
        shown = page(browse(journey.parent), address(journey, where))
        assert f'<img class="al-art" src="{url_of(journey, photo.pk)}" alt="My room"' in shown
        assert f'src="{url_of(journey, voice.pk)}" aria-label="My room"' in shown
        assert "Voice note, 0:01" in shown


def test_something_is_taken_out_of_a_draft_and_is_gone(journey: Journey, browse: Browse) -> None:
    form = begin(journey, journey.own)
    row, other = attach(journey, form), attach(journey, form)
    client = browse(journey.own)
    answer = client.post(url_of(journey, row.pk) + "remove/")
    assert answer["Location"].endswith(f"?draft={row.of}")
    assert client.get(url_of(journey, row.pk)).status_code == HTTPStatus.NOT_FOUND
    assert client.post(url_of(journey, other.pk) + "remove/", headers=SCRIPT).json()["said"]
    assert not Attachment.objects.exists()


@pytest.mark.prove
def test_nothing_that_is_served_says_more_than_it_shows(journey: Journey, browse: Browse) -> None:
    """The whole corpus, sent as a phone sends it, and read as the circle reads it."""
    client, reader = browse(journey.own), browse(journey.parent)
    clean = [made for made in CORPUS if made.refused is None]
    corpus = CORPUS if PROVING else clean  # what is refused is slow to make
    for at in range(0, len(corpus), 10):
        form = begin(journey, journey.own)
        for made in corpus[at : at + 10]:
            kind = "voice" if made.is_sound else "photo"
            sent = {"operation": str(form), kind: file(made.content, "IMG_0042.JPG")}
            client.post(address(journey, "attachments/"), sent, headers=SCRIPT)
        tell(journey, form)
    rows = Attachment.objects.all()
    assert len(rows) == len(clean)
    octets = 0
    for row in rows:
        answer = reader.get(url_of(journey, row.pk))
        assert answer.status_code == HTTPStatus.OK
        assert left_in(answer.content) == []
        octets += len(answer.content)
    what = f"files served of {len(corpus)} sent, {octets:,} bytes, 0 marks left"
    figure("photos, drawings and voice notes", len(rows), what, aim="0 of at least 40 files")
