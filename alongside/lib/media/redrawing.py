"""Draws a picture anew. Runs in the process that `cell` starts, and nowhere else.

Pixels alone are carried over, to a new canvas which never had any metadata.
"""

import io
import warnings
from functools import partial

from PIL import Image, MpoImagePlugin  # noqa: F401 - a JPEG of several pictures looks for it
from PIL.Image import DecompressionBombError, DecompressionBombWarning, Transpose

from alongside.lib.media.cell import Anew, Facts
from alongside.lib.media.pictures import PIXELS, PORTRAIT, SIDE
from alongside.lib.media.refusal import Reason, Refused

ORIENTATION = 0x0112  # the EXIF tag
UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
WHITE = (255, 255, 255)

# Loaded here, because nothing can be loaded any more once reading begins.
Image.preinit()


def redrawer(sort: str, *, is_drawing: bool, is_portrait: bool = False) -> Anew:
    """What draws a picture of this sort anew, with all that it needs loaded."""
    if sort == "WEBP":
        from PIL import WebPImagePlugin  # noqa: F401 - it registers itself
    if sort == "HEIF":
        import pillow_heif

        pillow_heif.options.DECODE_THREADS = 1
        pillow_heif.register_heif_opener(thumbnails=False)
    return partial(redraw, sort=sort, is_drawing=is_drawing, is_portrait=is_portrait)


def redraw(
    content: bytes, *, sort: str, is_drawing: bool, is_portrait: bool = False
) -> tuple[Facts, bytes]:
    """The facts of the new picture, and its bytes. Raises Refused."""
    Image.MAX_IMAGE_PIXELS = PIXELS
    warnings.simplefilter("error", DecompressionBombWarning)
    try:
        picture = upright(opened(content, sort))
        canvas = drawn(in_a_square(picture) if is_portrait else picture)
    except (DecompressionBombError, DecompressionBombWarning):
        raise Refused(Reason.TOO_MANY_PIXELS) from None
    except MemoryError:
        raise Refused(Reason.NOT_READABLE) from None
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - readers of hostile bytes raise anything
        raise Refused(Reason.BROKEN) from None
    mime, written = encoded(canvas, is_drawing=is_drawing)
    return {"mime": mime, "width": canvas.width, "height": canvas.height}, written


def opened(content: bytes, sort: str) -> Image.Image:
    """The first frame, decoded and no larger than it will be kept; its size is checked before."""
    picture = Image.open(io.BytesIO(content), formats=[sort])
    if picture.width * picture.height > PIXELS:
        raise Refused(Reason.TOO_MANY_PIXELS)
    picture.draft("RGB", (SIDE, SIDE))  # a JPEG can be decoded at half of its size
    picture.load()
    return picture


def upright(picture: Image.Image) -> Image.Image:
    """No larger than we keep, and turned as the camera was held."""
    try:
        turned = UPRIGHT.get(picture.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - broken metadata is no reason to refuse the picture
        turned = None
    shown = in_colour(picture)
    shown.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    return shown.transpose(turned) if turned is not None else shown


def in_colour(picture: Image.Image) -> Image.Image:
    """As RGB, or RGBA where something shows through."""
    if picture.mode.startswith("I"):
        # 16 bits of grey, which a plain conversion would cut off at white.
        picture = picture.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    return picture.convert("RGB")


def in_a_square(picture: Image.Image) -> Image.Image:
    """The middle of it, small: a face beside a name."""
    side = min(picture.size)
    across, down = (picture.width - side) // 2, (picture.height - side) // 2
    middle = picture.crop((across, down, across + side, down + side))
    middle.thumbnail((PORTRAIT, PORTRAIT), Image.Resampling.LANCZOS)
    return middle


def drawn(picture: Image.Image) -> Image.Image:
    """On white paper, which is what a drawing in dark ink needs in the dark too."""
    canvas = Image.new("RGB", picture.size, WHITE)
    canvas.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return canvas


def encoded(canvas: Image.Image, *, is_drawing: bool) -> tuple[str, bytes]:
    out = io.BytesIO()
    if is_drawing:
        canvas.save(out, "PNG")
        return "image/png", out.getvalue()
    canvas.save(out, "JPEG", quality=85)
    return "image/jpeg", out.getvalue()
