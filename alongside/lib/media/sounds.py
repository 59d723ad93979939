"""Voice notes from outside: decoded, and written anew without anything but the sound."""

from dataclasses import dataclass

from alongside.lib.media import cell
from alongside.lib.media.refusal import Reason, Refused
from alongside.lib.media.sorts import sound_sort

LARGEST = 15 * 1024 * 1024  # bytes
LONGEST = 10 * 60  # seconds
COMPUTING = 40  # seconds
MIME = "audio/mpeg"


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound that we encoded ourselves: no name, place, title, cover or chapter is left in it."""

    content: bytes
    mime: str
    seconds: int


def clean_sound(content: bytes) -> Sound:
    """The same sound as an MP3 of one channel, which every browser plays.

    What it is is told by its bytes alone: MP3, AAC, MP4, WebM, Ogg or WAV; of a film, its sound.
    Raises Refused. A minute of sound takes about half a second in a process of its own: call it
    outside of a transaction.
    """
    if len(content) > LARGEST:
        raise Refused(Reason.TOO_BIG)
    answer = cell.ask("sound", sound_sort(content), content, seconds=COMPUTING)
    return Sound(answer.content, MIME, int(answer.facts["seconds"]))
