"""The person tells: everything optional, nothing lost half-way, and the truth about who reads it."""

import io
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from alongside.circles import services as circles
from alongside.circles.models import Membership
from alongside.journey.models import Attachment, Draft, Entry
from alongside.journey.voices import Face, Question, Scale, View
from alongside.lib import ids
from alongside.sharing.rules import Audience
from tests.northmere import SLUGS, Northmere
from tests.pages import CIRCLE, get, page, words_of

MINE = "/me/tell/"
TELL = "/people/{person}/tell/"

type Sent = dict[str, object]


def send(area: Northmere, **fields: object) -> tuple[int, str]:
    told: Sent = {"operation": str(ids.new()), "audience": "circle", "mode": "words", **fields}
    answer = area.client("young-person").post(f"/people/{area.person}/tell/", told, follow=True)
    return answer.status_code, words_of(answer)  # type: ignore[arg-type]  # the client's own class


def newest() -> Entry:
    return Entry.objects.select_related("latest").filter(kind="view").latest("created_at")


def picture(width: int = 40, height: int = 30) -> SimpleUploadedFile:
    kept = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(kept, "PNG")
    return SimpleUploadedFile("mine.png", kept.getvalue(), "image/png")


@pytest.mark.parametrize("address", [MINE, TELL])
def test_only_the_person_finds_the_page(area: Northmere, address: str) -> None:
    opened = {slug for slug in SLUGS if get(area, slug, address).status_code == 200}
    assert opened == {"young-person"}


def test_everything_that_was_told_is_kept_exactly(area: Northmere) -> None:
    said = "  i dont WANT to move\n\nagain"
    status, shown = send(
        area,
        words=said,
        faces=["face2", "face3"],
        good="My cat",
        worries="The stairs",
        hopes="Boxing",
        safe_score="4",
        safe_why="Noise at night",
        safe_higher="A lock",
    )
    assert status == 200
    entry = newest()
    assert entry.latest is not None
    assert entry.latest.contents == View(
        words=said,
        faces=(Face.SAD, Face.SO_SO),
        good="My cat",
        worries="The stairs",
        hopes="Boxing",
        scales=(Scale(Question.SAFE, 4, "Noise at night", "A lock"),),
    )
    assert "i dont WANT to move" in shown


@pytest.mark.parametrize(
    ("audience", "said", "readers"),
    [
        ("circle", "Samira Khan and 6 other people can read it now.", {"parent", *CIRCLE}),
        ("key-worker", "Samira Khan can read it now.", {"key-worker"}),
        ("only-me", "Only you can read it.", set()),
    ],
)
def test_who_can_read_it_is_said_truly(
    area: Northmere, audience: str, said: str, readers: set[str]
) -> None:
    _, shown = send(area, words="I like it here", audience=audience)
    assert said in shown
    entry = f"/people/{{person}}/entries/{newest().pk}/"
    tied = ("parent", *CIRCLE, "unrelated-worker", "governance-lead")
    assert {slug for slug in tied if get(area, slug, entry).status_code == 200} == readers
    assert newest().audience == Audience(audience)


def test_one_face_is_enough(area: Northmere) -> None:
    send(area, faces=["face5"])
    assert newest().latest is not None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "You have not told us anything yet."),
        ({"words": "Hello", "audience": ""}, "Choose who can see this."),
        ({"words": "Hello", "safe_score": "11"}, "Choose one of the answers below."),
        ({"words": "Hello", "safe_why": "Noise"}, "Choose a number too"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    area: Northmere, fields: Sent, sentence: str
) -> None:
    before = Entry.objects.count()
    _, shown = send(area, **fields)
    assert sentence in shown
    assert all(str(said) in shown for name, said in fields.items() if name == "words")
    assert Entry.objects.count() == before


def test_a_drawing_alone_is_a_view(area: Northmere) -> None:
    status, _ = send(area, drawing=picture(), drawing_words="Our house")
    assert status == 200
    assert Attachment.objects.get().of == newest().pk
    assert (
        "Our house"
        in get(area, "school-lead", f"/people/{{person}}/entries/{newest().pk}/").content.decode()
    )


def test_a_file_that_is_refused_keeps_the_rest(area: Northmere) -> None:
    _, shown = send(area, words="My room", photo=SimpleUploadedFile("a.svg", b"<svg/>"))
    assert "This is not a picture that we can open." in shown
    assert "My room" in shown
    assert Draft.objects.filter(kind="view").exists()
    assert not Entry.objects.filter(
        kind="view", created_at__gt=Draft.objects.get(kind="view").created_at
    ).exists()


def test_changing_the_way_of_telling_takes_the_words_along(area: Northmere) -> None:
    _, shown = send(area, words="Half a tho", safe_score="3", switch="pictures")
    assert "Half a tho" in shown
    assert "Tell with words" in shown
    assert "Carry on with what you began" in page(area, "young-person", MINE)


def test_a_draft_becomes_the_view_with_all_that_is_attached(area: Northmere) -> None:
    operation = str(ids.new())
    send(area, operation=operation, photo=picture(), words="Wait", switch="pictures")
    draft = Draft.objects.get(kind="view").pk
    send(area, operation=operation, words="Now")
    assert newest().pk == draft
    assert Attachment.objects.get().of == draft
    assert not Draft.objects.exists()


def test_the_same_page_sent_twice_is_one_view(area: Northmere) -> None:
    operation = str(ids.new())
    send(area, operation=operation, words="Once")
    first = newest().pk
    send(area, operation=operation, words="Once")
    assert newest().pk == first


def test_without_a_key_worker_nobody_is_offered_one(area: Northmere) -> None:
    key = Membership.objects.get(is_key_worker=True)
    circles.remove(by=area.viewer("team-manager"), membership=UUID(str(key.pk)))
    assert "Only my key worker" not in page(area, "young-person", MINE)
