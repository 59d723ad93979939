"""Puts marks into files, in each of the ways in which a format can carry them."""

import io
import struct
import zipfile
import zlib

from PIL import Image

from alongside.lib.tests.media.marks import LATITUDE, SCRIPT, WORDS

XMP = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    f"<creator>{WORDS['author']}</creator><place>{WORDS['place']}</place></x:xmpmeta>"
).encode()


def exif(orientation: int = 1) -> bytes:
    """Who, when, where, with what, as a camera writes it."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x013B], tags[0x0110] = WORDS["author"], WORDS["camera"]
    tags[0x010E], tags[0x0132] = WORDS["comment"], WORDS["day"]
    place = tags.get_ifd(0x8825)
    place[1], place[2] = "N", tuple(a / b for a, b in LATITUDE)
    place[3], place[4], place[29] = "W", (0.0, 7.0, 40.2), "2026:11:19"
    return tags.tobytes()


def profile() -> bytes:
    """A colour profile whose texts say more than colours."""
    said = WORDS["author"].encode() + b" " + WORDS["comment"].encode()
    body = b"desc\0\0\0\0" + struct.pack(">I", len(said) + 1) + said + b"\0"
    tags = struct.pack(">I4sII", 1, b"desc", 144, len(body))
    head = struct.pack(">I4xI4s4s4s", 144 + len(body), 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    return head.ljust(36, b"\0") + b"acsp".ljust(92, b"\0") + tags + body


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def in_jpeg(picture: bytes, *segments: bytes) -> bytes:
    return picture[:2] + b"".join(segments) + picture[2:]


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def in_png(picture: bytes, *chunks: bytes) -> bytes:
    """After the header, which is always 25 bytes long."""
    return picture[:33] + b"".join(chunks) + picture[33:]


def zip_file() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(zipfile.ZipInfo(WORDS["author"]), SCRIPT)
    return out.getvalue()


def pdf_file() -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Author(" + WORDS["author"].encode() + b")>>endobj\n%%EOF\n"


def id3(cover: bytes) -> bytes:
    """A tag of version 2.3 with texts, a cover and a file inside it."""

    def frame(name: bytes, body: bytes) -> bytes:
        return name + struct.pack(">IH", len(body), 0) + body

    author, said = WORDS["author"].encode(), WORDS["comment"].encode()
    body = (
        frame(b"TIT2", b"\1" + WORDS["comment"].encode("utf-16"))
        + frame(b"TPE1", b"\0" + author)
        + frame(b"COMM", b"\0eng\0" + said)
        + frame(b"APIC", b"\0image/jpeg\0\3\0" + cover)
        + frame(b"GEOB", b"\0text/html\0file\0" + author + b"\0" + SCRIPT)
        + frame(b"PRIV", author + b"\0" + WORDS["place"].encode())
    )
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + size + body


def id3_at_the_end() -> bytes:
    author = WORDS["author"].encode()
    return b"TAG" + author.ljust(30, b"\0") * 3 + b"2026" + author.ljust(30, b"\0") + b"\x0c"


def riff_list() -> bytes:
    """Texts as a WAV file has them, and the ones that broadcasters add."""
    said = WORDS["author"].encode().ljust(16, b"\0")
    texts = b"INFO" + b"".join(
        name + struct.pack("<I", len(said)) + said for name in (b"IART", b"ICMT", b"INAM")
    )
    told = WORDS["comment"].encode().ljust(602, b"\0")
    return (
        b"LIST" + struct.pack("<I", len(texts)) + texts
        + b"bext" + struct.pack("<I", len(told)) + told
    )  # fmt: skip


def in_wav(sound: bytes, *more: bytes) -> bytes:
    body = sound[8:] + b"".join(more)
    return b"RIFF" + struct.pack("<I", len(body)) + body
