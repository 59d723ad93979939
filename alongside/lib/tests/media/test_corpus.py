"""Whatever is sent in comes out as nothing but a picture or a sound, or not at all."""

import io
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import av
import pytest
from PIL import Image

from alongside.lib.media.pictures import Picture, clean_picture
from alongside.lib.media.refusal import Reason, Refused
from alongside.lib.media.sounds import Sound, clean_sound
from alongside.lib.tests.media.corpus import CORPUS, PICTURES, Made
from alongside.lib.tests.media.marks import frames_of_sound, left_in, parts_of_picture
from alongside.lib.tests.media.painting import HEIGHT, WIDTH

type Outcome = Picture | Sound | Reason

JPEG_PARTS = {"E0", "DB", "C0", "C4", "DA", "end"}
PNG_PARTS = {"IHDR", "IDAT", "IEND"}
CLEAN = [made.name for made in CORPUS if made.refused is None]


def outcome(made: Made, *, is_drawing: bool = False) -> Outcome:
    try:
        if made.is_sound:
            return clean_sound(made.content)
        return clean_picture(made.content, is_drawing=is_drawing)
    except Refused as refused:
        return refused.reason


@pytest.fixture(scope="module")
def outcomes() -> Mapping[str, Outcome]:
    """What became of each file, all at once: every one has a process of its own."""
    for made in CORPUS:
        assert made.content is not None  # made here, one by one
    with ThreadPoolExecutor(3) as pool:
        return dict(zip([m.name for m in CORPUS], pool.map(outcome, CORPUS), strict=True))


def test_the_corpus_is_large_and_most_of_what_comes_out_clean_carried_marks() -> None:
    assert len(CORPUS) >= 40
    carrying = [made for made in CORPUS if made.refused is None and left_in(made.content)]
    assert len(carrying) >= 25


@pytest.mark.parametrize("made", CORPUS, ids=lambda made: made.name)
def test_each_file_is_refused_for_its_reason_or_comes_out_clean(
    made: Made, outcomes: Mapping[str, Outcome]
) -> None:
    found = outcomes[made.name]
    if made.refused is not None:
        assert found == made.refused
        return
    assert not isinstance(found, Reason), found
    assert left_in(found.content) == []
    assert has_nothing_but_itself(found)


def has_nothing_but_itself(found: Picture | Sound) -> bool:
    if isinstance(found, Sound):
        assert frames_of_sound(found.content) == {64}
        with av.open(io.BytesIO(found.content)) as heard:
            assert heard.metadata == {}
            return len(heard.streams) == 1
    parts = parts_of_picture(found.content)
    assert set(parts) <= JPEG_PARTS, parts
    with Image.open(io.BytesIO(found.content)) as shown:
        assert (shown.width, shown.height) == (found.width, found.height)
        assert not shown.getexif()
        return set(shown.info) <= {"jfif", "jfif_version", "jfif_density", "jfif_unit"}


@pytest.mark.parametrize("name", ["png text", "png exif", "jpeg comment", "gif comment"])
def test_a_drawing_comes_out_as_a_bare_png(name: str) -> None:
    found = outcome(next(made for made in PICTURES if made.name == name), is_drawing=True)
    assert isinstance(found, Picture)
    assert found.mime == "image/png"
    assert set(parts_of_picture(found.content)) == PNG_PARTS
    assert left_in(found.content) == []


def test_a_picture_is_turned_as_the_camera_was_held(outcomes: Mapping[str, Outcome]) -> None:
    for name in ("jpeg turned", "heic turned"):
        turned = outcomes[name]
        assert isinstance(turned, Picture)
        assert (turned.width, turned.height) == (HEIGHT, WIDTH), name
        with Image.open(io.BytesIO(turned.content)) as shown:
            red, green, blue = shown.convert("RGB").getpixel((HEIGHT - 4, 4))  # type: ignore[misc]
        assert red > 180, "The upper left corner is the upper right one now."
        assert max(green, blue) < 90


def test_what_shows_through_lies_on_white_paper(outcomes: Mapping[str, Outcome]) -> None:
    found = outcomes["png see-through"]
    assert isinstance(found, Picture)
    with Image.open(io.BytesIO(found.content)) as shown:
        red, green, blue = shown.convert("RGB").getpixel((4, 4))  # type: ignore[misc]
    assert red > 225
    assert 110 < green < 180
    assert 110 < blue < 180


def test_a_deep_grey_stays_grey(outcomes: Mapping[str, Outcome]) -> None:
    found = outcomes["png deep grey"]
    assert isinstance(found, Picture)
    with Image.open(io.BytesIO(found.content)) as shown:
        grey = shown.convert("L").getpixel((4, 4))
    assert isinstance(grey, int | float)
    assert abs(grey - 40_000 / 257) < 4


def test_a_large_picture_is_kept_smaller() -> None:
    out = io.BytesIO()
    Image.new("RGB", (5000, 1000), (9, 99, 9)).save(out, "JPEG")
    found = clean_picture(out.getvalue())
    assert (found.width, found.height) == (2048, 410)


def test_a_sound_is_as_long_as_it_was(outcomes: Mapping[str, Outcome]) -> None:
    for name in CLEAN:
        found = outcomes[name]
        if isinstance(found, Sound):
            assert found.seconds == 1, name
            assert found.mime == "audio/mpeg"
