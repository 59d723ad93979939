"""What the made files carry besides picture and sound, and how to tell that nothing of it is left."""

from collections.abc import Iterator

# Words that are nowhere else: who made it, what they said of it, where and when it was.
WORDS = {
    "author": "Qvxzkj Author",
    "comment": "Qvxzkj comment, my room",
    "place": "+51.5074-000.1278/Qvxzkj",
    "camera": "Qvxzkj Camera 3",
    "day": "2026:11:19 07:31:52",
}
# Degrees as the numbers of a GPS tag, each an odd one that no encoder writes by chance.
LATITUDE = ((1_516_337_001, 29_333_333), (7_654_321, 987_654), (1_234_567, 89_999))
SCRIPT = b"<html><script>alert('Qvxzkj')</script></html>"
TAG = "qvxzkj"


def spelled() -> Iterator[bytes]:
    """Every way in which a mark could stand in a file."""
    for word in (TAG, *WORDS.values()):
        for text in (word, word.lower(), word.upper()):
            yield text.encode()
            yield text.encode("utf-16-le")
            yield text.encode("utf-16-be")
    for number in {number for pair in LATITUDE for number in pair if number > 10_000_000}:
        yield number.to_bytes(4, "little")
        yield number.to_bytes(4, "big")
    yield from (b"<script", b"PK\x03\x04", b"%PDF")


def left_in(content: bytes) -> list[bytes]:
    """The marks that are still there."""
    lowered = content.lower()
    return [mark for mark in set(spelled()) if mark in content or mark.lower() in lowered]


def parts_of_picture(content: bytes) -> list[str]:
    """The names of all the pieces of a JPEG or PNG, to its very end."""
    return jpeg_parts(content) if content.startswith(b"\xff\xd8") else png_parts(content)


def jpeg_parts(content: bytes) -> list[str]:
    parts, at = [], 2
    while content[at : at + 1] == b"\xff":
        marker = content[at + 1]
        parts.append(f"{marker:02X}")
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == 0xDA:  # what follows is the picture itself
            return [*parts, "end" if content.endswith(b"\xff\xd9") else "cut"]
    return [*parts, "strange"]


def png_parts(content: bytes) -> list[str]:
    parts, at = [], 8
    while at < len(content):
        length = int.from_bytes(content[at : at + 4])
        parts.append(content[at + 4 : at + 8].decode("latin-1"))
        at += 12 + length
    return parts


def frames_of_sound(content: bytes) -> set[int]:
    """The bit rates of the frames of an MP3. Raises ValueError for any byte outside of them."""
    kilobits = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
    at, found = 0, set()
    while at < len(content):
        head = content[at : at + 4]
        if head[:2] not in (b"\xff\xfb", b"\xff\xfa"):
            raise ValueError(f"No frame at {at}.")
        rate, padding = kilobits[head[2] >> 4], head[2] >> 1 & 1
        found.add(rate)
        at += 144_000 * rate // 44_100 + padding
    return found
