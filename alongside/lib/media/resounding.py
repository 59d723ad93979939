"""Writes a sound anew. Runs in the process that `cell` starts, and nowhere else.

Samples alone are carried over, to a new file which never had any tags.
"""

import io
from collections.abc import Iterator
from functools import partial

import av
import av.sidedata.sidedata
import av.subtitles.codeccontext
import av.subtitles.stream  # looked for when it reads, when nothing can be loaded any more
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from av.error import FFmpegError

from alongside.lib.media.cell import Anew, Facts
from alongside.lib.media.refusal import Reason, Refused
from alongside.lib.media.sounds import LONGEST

RATE = 44_100  # samples a second
BITS = 64_000  # a second: speech of one channel
# No ID3 tag, and no frame that names who encoded it.
BARE = {"id3v2_version": "0", "write_id3v1": "0", "write_xing": "0"}
# Files that name other files are not followed.
READING = {"protocol_whitelist": "none", "enable_drefs": "0"}


def resounder(sort: str) -> Anew:
    """What writes a sound of this sort anew, with all that it needs loaded."""
    return partial(resound, sort=sort)


def resound(content: bytes, *, sort: str) -> tuple[Facts, bytes]:
    """The facts of the new sound, and its bytes. Raises Refused."""
    try:
        with av.open(io.BytesIO(content), "r", format=sort, options=READING) as source:
            if not source.streams.audio:
                raise Refused(Reason.NOT_A_SOUND)
            if (source.duration or 0) > (LONGEST + 1) * av.time_base:
                raise Refused(Reason.TOO_LONG)  # it says so itself; else the samples are counted
            return encoded(source)
    except MemoryError:
        raise Refused(Reason.NOT_READABLE) from None
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - readers of hostile bytes raise anything
        raise Refused(Reason.BROKEN) from None


def encoded(source: InputContainer) -> tuple[Facts, bytes]:
    out, samples = io.BytesIO(), 0
    with av.open(out, "w", format="mp3", options=BARE) as target:
        stream = target.add_stream("libmp3lame", rate=RATE, layout="mono", bit_rate=BITS)
        resampler = AudioResampler(format="s16p", layout="mono", rate=RATE)
        for heard in decoded(source):
            for frame in resampler.resample(heard):
                samples += frame.samples
                if samples > LONGEST * RATE:
                    raise Refused(Reason.TOO_LONG)
                frame.pts = None  # one sound after another: holes in the clock are not kept
                target.mux(stream.encode(frame))
        if not samples:
            raise Refused(Reason.BROKEN)
        target.mux(stream.encode(None))
    return {"seconds": -(-samples // RATE)}, out.getvalue()


def decoded(source: InputContainer) -> Iterator[AudioFrame | None]:
    """Every piece of the first sound, and None at the end.

    A recording that was cut off keeps what there is of it; what is mostly noise to us is broken.
    """
    good = bad = 0
    try:
        for packet in source.demux(source.streams.audio[0]):
            try:
                for frame in packet.decode():
                    good += 1
                    frame.pts = None
                    yield frame
            except FFmpegError:
                bad += 1
    except FFmpegError:
        bad += 1
    if bad > good:
        raise Refused(Reason.BROKEN)
    yield None
