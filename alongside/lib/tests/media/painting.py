"""Makes small pictures, and such as claim to be large."""

import io
import struct
import zlib
from hashlib import sha256
from typing import Any

import pillow_heif
from PIL import Image

from alongside.lib.tests.media import carrying
from alongside.lib.tests.media.marks import WORDS

WIDTH, HEIGHT = 96, 64  # lying on its side, so that a turn shows
CORNER = (220, 30, 30)

pillow_heif.register_heif_opener()


def canvas(mode: str = "RGB") -> Image.Image:
    """Red in its upper left corner, and blue on the right."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), (240, 240, 240))
    picture.paste(CORNER, (0, 0, WIDTH // 2, HEIGHT // 2))
    picture.paste((30, 30, 220), (WIDTH // 2, 0, WIDTH, HEIGHT))
    if mode == "I;16":
        return Image.frombytes("I;16", (WIDTH, HEIGHT), struct.pack("<H", 40_000) * WIDTH * HEIGHT)
    if mode == "P":
        few = picture.quantize(8)
        few.info["transparency"] = 0
        return few
    if mode == "RGBA":
        picture.putalpha(128)
        return picture
    return picture.convert(mode)


def painted(form: str, *, mode: str = "RGB", **more: Any) -> bytes:
    out = io.BytesIO()
    canvas(mode).save(out, form, **more)
    return out.getvalue()


def moving(form: str) -> bytes:
    """Sixty pictures of which one is wanted."""
    out = io.BytesIO()
    frames = [Image.new("RGB", (WIDTH, HEIGHT), (n, n, n)) for n in range(60)]
    canvas().save(out, form, save_all=True, append_images=frames, duration=20, loop=0)
    return out.getvalue()


def two_in_one() -> bytes:
    """As phones write a picture with its depth."""
    out = io.BytesIO()
    second = canvas().rotate(90, expand=True)
    canvas().save(out, "MPO", save_all=True, append_images=[second], exif=carrying.exif())
    return out.getvalue()


def with_thumbnail() -> bytes:
    """EXIF with a small picture in it, and that one with an author of its own."""
    small = io.BytesIO()
    canvas().resize((24, 16)).save(small, "JPEG", comment=WORDS["author"].encode())
    inside = small.getvalue()
    first = struct.pack("<HHHIII", 1, 0x0112, 3, 1, 1, 26)
    second = struct.pack("<HHHIIHHIII", 2, 0x0201, 4, 1, 56, 0x0202, 4, 1, len(inside), 0)
    return b"Exif\0\0II*\0\x08\0\0\0" + first + second + inside


def packed_profile() -> bytes:
    return b"Qvxzkj\0\0" + zlib.compress(carrying.profile())


def text_bomb() -> bytes:
    """Fifty kilobytes that unfold to fifty megabytes."""
    packed = zlib.compress(bytes(50_000_000), 9)
    return carrying.in_png(painted("PNG"), carrying.chunk(b"zTXt", b"Comment\0\0" + packed))


def huge_png() -> bytes:
    """A true one: forty million pixels in a few kilobytes."""
    out = io.BytesIO()
    Image.new("1", (8000, 5000)).save(out, "PNG")
    return out.getvalue()


def huge_jpeg() -> bytes:
    """Says forty million pixels in its header."""
    content = bytearray(painted("JPEG"))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", 5000, 8000)
    return bytes(content)


def huge_gif() -> bytes:
    content = bytearray(painted("GIF"))
    content[6:10] = struct.pack("<HH", 65_535, 65_535)
    return bytes(content)


def claims_to_be_huge() -> bytes:
    head = carrying.chunk(b"IHDR", struct.pack(">IIBBBBB", 65_000, 65_000, 8, 2, 0, 0, 0))
    return painted("PNG")[:8] + head + painted("PNG")[33:]


def one_bit_wrong() -> bytes:
    content = bytearray(painted("PNG"))
    content[content.index(b"IDAT") + 12] ^= 1
    return bytes(content)


def noise(size: int) -> bytes:
    """The same each time."""
    blocks = (sha256(number.to_bytes(4)).digest() for number in range(-(-size // 32)))
    return b"".join(blocks)[:size]
