"""Makes short sounds and films, with marks in all the places that a format has for words."""

import io
import math
import struct
from array import array
from fractions import Fraction

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.rational import AVRational
from av.video.frame import VideoFrame

from alongside.lib.tests.media.marks import WORDS

RATE = 48_000
TAGS = {
    "title": WORDS["comment"],
    "artist": WORDS["author"],
    "comment": WORDS["comment"],
    "location": WORDS["place"],
    "encoder": WORDS["camera"],
}


def sound(
    form: str, codec: str, *, seconds: float = 0.5, layout: str = "mono", rate: int = RATE
) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=form, options={"fflags": "bitexact"}) as target:
        tagged(target)
        stream = target.add_stream(codec, rate=rate, layout=layout)
        assert isinstance(stream, AudioStream)
        stream.metadata.update(TAGS)
        for frame in tone(seconds, layout=layout, rate=rate):
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return out.getvalue()


def film(form: str, *, has_sound: bool) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=form, options={"fflags": "bitexact"}) as target:
        tagged(target)
        pictures = target.add_stream("mpeg4", rate=10)
        pictures.width, pictures.height, pictures.pix_fmt = 32, 32, "yuv420p"
        spoken = target.add_stream("aac", rate=RATE, layout="mono") if has_sound else None
        for number in range(5):
            shown = VideoFrame(32, 32, "yuv420p")
            for plane in shown.planes:
                plane.update(bytes(plane.buffer_size))
            shown.pts, shown.time_base = number, Fraction(1, 10)
            target.mux(pictures.encode(shown))
        target.mux(pictures.encode(None))
        if spoken is not None:
            for frame in tone(0.5):
                target.mux(spoken.encode(frame))
            target.mux(spoken.encode(None))
    return out.getvalue()


def tagged(target: OutputContainer) -> None:
    target.metadata.update(TAGS)
    target.set_chapters(
        [
            {
                "id": 1,
                "start": 0,
                "end": 200,
                "time_base": AVRational(1, 1000),
                "metadata": {"title": WORDS["author"]},
            }
        ]
    )


def tone(seconds: float, *, layout: str = "mono", rate: int = RATE) -> list[AudioFrame]:
    """A hum, in pieces of 960 samples."""
    channels = 1 if layout == "mono" else 2
    frames = []
    for start in range(0, int(seconds * rate), 960):
        wave = array("h")
        for at in range(start, start + 960):
            wave.extend([int(9000 * math.sin(at * 0.0576))] * channels)
        frame = AudioFrame("s16", layout, 960)
        frame.planes[0].update(wave.tobytes())
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        frames.append(frame)
    return frames


def eleven_minutes() -> bytes:
    """Silence, of little quality."""
    return wav_head(660 * 8000) + bytes([128]) * (660 * 8000)


def hidden_length() -> bytes:
    """Eleven minutes in frames, which nothing sums up before they are read."""
    content = sound("adts", "aac", seconds=1, rate=8000)
    return content * 700


def wav_head(size: int) -> bytes:
    form = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    return b"RIFF" + struct.pack("<I", size + 36) + form + b"data" + struct.pack("<I", size)
