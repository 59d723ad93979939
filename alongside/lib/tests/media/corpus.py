"""Files that somebody could send: honest ones full of metadata, broken ones, and hostile ones.

All are made here, in code, from a small picture and a short hum. Each says what becomes of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from alongside.lib.media import pictures, sounds
from alongside.lib.media.refusal import Reason
from alongside.lib.tests.media import carrying, painting, recording
from alongside.lib.tests.media.marks import SCRIPT, WORDS

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert("Qvxzkj")</script></svg>'
PLAYLIST = b"#EXTM3U\n#EXTINF:9,\nfile:///etc/passwd\n"
CONCAT = b"ffconcat version 1.0\nfile /etc/passwd\n"
XMP = carrying.XMP
COMMENT = WORDS["comment"].encode()


@dataclass(frozen=True)
class Made:
    """One file, and why it is refused; None where a clean one comes out."""

    name: str
    make: Callable[[], bytes]
    refused: Reason | None = None
    is_sound: bool = False

    @property
    def content(self) -> bytes:
        return made(self.name)


def picture(name: str, make: Callable[[], bytes], refused: Reason | None = None) -> Made:
    return Made(name, make, refused)


def sound(name: str, make: Callable[[], bytes], refused: Reason | None = None) -> Made:
    return Made(name, make, refused, is_sound=True)


def jpeg(*segments: bytes) -> bytes:
    return carrying.in_jpeg(painting.painted("JPEG"), *segments)


def png(*chunks: bytes) -> bytes:
    return carrying.in_png(painting.painted("PNG"), *chunks)


def mp3() -> bytes:
    return recording.sound("mp3", "libmp3lame")


def wav() -> bytes:
    return recording.sound("wav", "pcm_s16le")


JPEGS = (
    picture("jpeg exif with place", lambda: painting.painted("JPEG", exif=carrying.exif())),
    picture("jpeg turned", lambda: painting.painted("JPEG", exif=carrying.exif(6))),
    picture("jpeg comment", lambda: jpeg(carrying.segment(0xFE, COMMENT))),
    picture(
        "jpeg xmp", lambda: jpeg(carrying.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP))
    ),
    picture(
        "jpeg profile",
        lambda: jpeg(carrying.segment(0xE2, b"ICC_PROFILE\0\1\1" + carrying.profile())),
    ),
    picture(
        "jpeg press texts",
        lambda: jpeg(carrying.segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + COMMENT)),
    ),
    picture("jpeg thumbnail", lambda: jpeg(carrying.segment(0xE1, painting.with_thumbnail()))),
    picture(
        "jpeg broken exif", lambda: jpeg(carrying.segment(0xE1, b"Exif\0\0II*\0\xff\xff" + COMMENT))
    ),
    picture("jpeg of two pictures", painting.two_in_one),
    picture("jpeg four inks", lambda: painting.painted("JPEG", mode="CMYK", comment=COMMENT)),
    picture("jpeg and page", lambda: jpeg() + SCRIPT),
    picture("jpeg and zip", lambda: jpeg() + carrying.zip_file()),
    picture("jpeg and pdf", lambda: jpeg() + carrying.pdf_file()),
    picture("jpeg with page in comment", lambda: jpeg(carrying.segment(0xFE, SCRIPT))),
    picture("jpeg cut off", lambda: painting.painted("JPEG")[:-90], Reason.BROKEN),
    picture("jpeg 40 megapixels", painting.huge_jpeg, Reason.TOO_MANY_PIXELS),
    picture("jpeg of three bytes", lambda: b"\xff\xd8\xff", Reason.BROKEN),
    picture("jpeg too big", lambda: jpeg() + bytes(pictures.LARGEST), Reason.TOO_BIG),
)
PNGS = (
    picture("png text", lambda: png(carrying.chunk(b"tEXt", b"Comment\0" + COMMENT))),
    picture(
        "png international text",
        lambda: png(carrying.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)),
    ),
    picture("png exif", lambda: png(carrying.chunk(b"eXIf", carrying.exif()[6:]))),
    picture("png profile", lambda: png(carrying.chunk(b"iCCP", painting.packed_profile()))),
    picture("png time", lambda: png(carrying.chunk(b"tIME", b"\x07\xea\x0b\x13\x07\x1f\x34"))),
    picture("png unknown piece", lambda: png(carrying.chunk(b"qvXz", COMMENT))),
    picture("png and zip", lambda: png() + carrying.zip_file()),
    picture("png see-through", lambda: painting.painted("PNG", mode="RGBA")),
    picture("png of few colours", lambda: painting.painted("PNG", mode="P")),
    picture("png deep grey", lambda: painting.painted("PNG", mode="I;16")),
    picture("png that moves", lambda: painting.moving("PNG")),
    picture("png text bomb", painting.text_bomb, Reason.BROKEN),
    picture("png 40 megapixels", painting.huge_png, Reason.TOO_MANY_PIXELS),
    picture("png four thousand megapixels", painting.claims_to_be_huge, Reason.TOO_MANY_PIXELS),
    picture("png cut off", lambda: png()[:-40], Reason.BROKEN),
    picture("png one bit wrong", painting.one_bit_wrong, Reason.BROKEN),
)
OTHER_PICTURES = (
    picture("gif comment", lambda: painting.painted("GIF", comment=COMMENT)),
    picture("gif that moves", lambda: painting.moving("GIF")),
    picture("gif huge", painting.huge_gif, Reason.TOO_MANY_PIXELS),
    picture("gif and page", lambda: painting.painted("GIF") + SCRIPT),
    picture("webp exif and xmp", lambda: painting.painted("WEBP", exif=carrying.exif(), xmp=XMP)),
    picture("webp that moves", lambda: painting.moving("WEBP")),
    picture("webp cut off", lambda: painting.painted("WEBP")[:-60], Reason.BROKEN),
    picture("heic exif and xmp", lambda: painting.painted("HEIF", exif=carrying.exif(), xmp=XMP)),
    picture("heic turned", lambda: painting.painted("HEIF", exif=carrying.exif(6))),
    picture("heic cut off", lambda: painting.painted("HEIF")[:-60], Reason.BROKEN),
    picture("heic of noise", lambda: b"\0\0\0\x18ftypheic" + painting.noise(900), Reason.BROKEN),
    picture("svg", lambda: SVG, Reason.NOT_A_PICTURE),
    picture("svg after a space", lambda: b"\xef\xbb\xbf \n" + SVG, Reason.NOT_A_PICTURE),
    picture("page", lambda: SCRIPT, Reason.NOT_A_PICTURE),
    picture("pdf", carrying.pdf_file, Reason.NOT_A_PICTURE),
    picture("zip", carrying.zip_file, Reason.NOT_A_PICTURE),
    picture("bitmap", lambda: painting.painted("BMP"), Reason.NOT_A_PICTURE),
    picture("tiff", lambda: painting.painted("TIFF"), Reason.NOT_A_PICTURE),
    picture("postscript", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n", Reason.NOT_A_PICTURE),
    picture("nothing", lambda: b"", Reason.NOT_A_PICTURE),
    picture("noise", lambda: painting.noise(4096), Reason.NOT_A_PICTURE),
    picture("a sound", wav, Reason.NOT_A_PICTURE),
)
SOUNDS = (
    sound("mp3 tags, cover and file", lambda: carrying.id3(jpeg()) + mp3()),
    sound("mp3 tag at the end", lambda: mp3() + carrying.id3_at_the_end()),
    sound("mp3 and page", lambda: mp3() + SCRIPT),
    sound("mp3 cut off", lambda: mp3()[:-1000]),
    sound("webm tags and chapters", lambda: recording.sound("webm", "libopus")),
    sound("webm cut off", lambda: recording.sound("webm", "libopus")[:-2000]),
    sound("mp4 place", lambda: recording.sound("mp4", "aac")),
    sound("m4a tags", lambda: recording.sound("ipod", "aac")),
    sound("film with sound", lambda: recording.film("mp4", has_sound=True)),
    sound("ogg comments", lambda: recording.sound("ogg", "libopus", layout="stereo")),
    sound("wav texts", lambda: carrying.in_wav(wav(), carrying.riff_list())),
    sound("aac with tags before", lambda: carrying.id3(jpeg()) + recording.sound("adts", "aac")),
    sound("wav cut off", lambda: wav()[:-5000]),
    sound("silent film", lambda: recording.film("mp4", has_sound=False), Reason.NOT_A_SOUND),
    sound("wav of eleven minutes", recording.eleven_minutes, Reason.TOO_LONG),
    sound("aac that says no length", recording.hidden_length, Reason.TOO_LONG),
    sound("sound too big", lambda: wav() + bytes(sounds.LARGEST), Reason.TOO_BIG),
    sound("mp4 cut off", lambda: recording.sound("mp4", "aac")[:700], Reason.BROKEN),
    sound("ogg of noise", lambda: b"OggS" + painting.noise(900), Reason.BROKEN),
    sound("webm of noise", lambda: b"\x1aE\xdf\xa3" + painting.noise(900), Reason.BROKEN),
    sound("mp3 of nothing", lambda: carrying.id3(b""), Reason.BROKEN),
    sound("list of other files", lambda: PLAYLIST, Reason.NOT_A_SOUND),
    sound("another such list", lambda: CONCAT, Reason.NOT_A_SOUND),
    sound("no sound at all", lambda: b"", Reason.NOT_A_SOUND),
    sound("sound of noise", lambda: painting.noise(4096), Reason.NOT_A_SOUND),
    sound("a picture", png, Reason.NOT_A_SOUND),
)
PICTURES = (*JPEGS, *PNGS, *OTHER_PICTURES)
CORPUS = (*PICTURES, *SOUNDS)


@cache
def made(name: str) -> bytes:
    return next(one for one in CORPUS if one.name == name).make()
