"""What a file is, told by its first bytes alone: never by its name, nor by what was said of it."""

from alongside.lib.media.refusal import Reason, Refused

# What an ISO media file calls itself when it is a still picture that we can read.
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# And when it is no sound: pictures, and nothing else.
NO_SOUND = HEIC | {b"avif", b"avis"}


def picture_sort(content: bytes) -> str:
    """JPEG, PNG, GIF, WEBP or HEIF. Raises Refused for what is no picture that we read."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        return "HEIF"
    raise Refused(Reason.NOT_A_PICTURE)


def sound_sort(content: bytes) -> str:
    """mp3, aac, wav, ogg, matroska (WebM) or mov (MP4). Raises Refused for anything else.

    These names go to the decoder as they stand: it is never left to guess, since some of what it
    could guess are lists of other files to open.
    """
    if content.startswith(b"ID3"):
        return "aac" if is_aac(content[after_tag(content) :][:2]) else "mp3"
    if content[:1] == b"\xff" and len(content) > 1 and content[1] & 0xE0 == 0xE0:
        return "aac" if is_aac(content[:2]) else "mp3"
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "wav"
    if content.startswith(b"OggS"):
        return "ogg"
    if content.startswith(b"\x1aE\xdf\xa3"):
        return "matroska"
    if content[4:8] == b"ftyp" and content[8:12] not in NO_SOUND:
        return "mov"
    raise Refused(Reason.NOT_A_SOUND)


def is_aac(start: bytes) -> bool:
    """The same mark begins frames of MP3 and its elders, which are layers 1 to 3; AAC is layer 0."""
    return len(start) == 2 and start[0] == 0xFF and start[1] & 0xF6 == 0xF0


def after_tag(content: bytes) -> int:
    """Where an ID3 tag ends: its length stands in four bytes of seven bits."""
    size = 0
    for seven in content[6:10]:
        size = size << 7 | seven & 0x7F
    return 10 + size
