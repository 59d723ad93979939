"""Photos and drawings from outside: taken apart, and drawn anew without anything but the picture."""

from dataclasses import dataclass

from alongside.lib.media import cell
from alongside.lib.media.refusal import Reason, Refused
from alongside.lib.media.sorts import picture_sort

LARGEST = 10 * 1024 * 1024  # bytes
PIXELS = 24_000_000  # width times height
SIDE = 2048  # pixels of the longer side, at most, of what is kept
PORTRAIT = 256  # pixels of each side of a photo that stands beside a name
COMPUTING = 10  # seconds


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that we encoded ourselves: no name, place, time, camera or comment is left in it."""

    content: bytes
    mime: str
    width: int
    height: int


def clean_picture(content: bytes, *, is_drawing: bool = False) -> Picture:
    """The same picture, upright, on a fresh canvas: a JPEG, or a PNG for a drawing.

    What it is is told by its bytes alone: JPEG, PNG, WebP, HEIC or the first frame of a GIF.
    Raises Refused. Takes about a quarter of a second, most of it in a process of its own:
    call it outside of a transaction.
    """
    return _anew("drawing" if is_drawing else "photo", content)


def clean_portrait(content: bytes) -> Picture:
    """The middle of a photo as a small square JPEG, with the same care. Raises Refused."""
    return _anew("portrait", content)


def _anew(task: str, content: bytes) -> Picture:
    if len(content) > LARGEST:
        raise Refused(Reason.TOO_BIG)
    answer = cell.ask(task, picture_sort(content), content, seconds=COMPUTING)
    facts = answer.facts
    return Picture(answer.content, str(facts["mime"]), int(facts["width"]), int(facts["height"]))
