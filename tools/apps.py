"""The pictures under which the site stands on a home screen: three that say nothing, and our own.

python -m tools.apps           draw them anew
python -m tools.apps --check   compare what is committed with what would be drawn

All are our own drawings: shapes on a field of 512 by 512, drawn large and made smaller.
"""

import math
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "alongside/ui/static/ui/apps"
FIELD = 512
FINER = 4
# Apple cuts its own corners and shows no transparency; a maskable picture is cut by the phone.
SIZES = {"180": (180, False), "192": (192, True), "512": (512, True), "maskable": (512, False)}
# What a phone cuts off a maskable picture lies outside a circle of four fifths.
CORNER = 112
# A drawing has few colours; a picture of 64 is a tenth as large and looks the same.
COLOURS = 64

type Point = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """A filled outline, or a line of some width with round ends."""

    colour: str
    points: tuple[Point, ...]
    width: float = 0


@dataclass(frozen=True)
class Drawing:
    name: str
    ground: str
    shapes: tuple[Shape, ...]
    has_svg: bool = True


def curve(start: Point, one: Point, two: Point, end: Point, steps: int = 16) -> list[Point]:
    """Points on a cubic Bézier curve."""
    found = []
    for step in range(steps + 1):
        t = step / steps
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        points = (start, one, two, end)
        x, y = (sum(w * p[axis] for w, p in zip(weights, points, strict=True)) for axis in (0, 1))
        found.append((round(x, 1), round(y, 1)))
    return found


def arc(centre: Point, radius: float, start: float, end: float, steps: int = 24) -> list[Point]:
    """Points on part of a circle, clockwise, in degrees from three o'clock."""
    turns = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
    return [(centre[0] + radius * math.cos(t), centre[1] + radius * math.sin(t)) for t in turns]


def leaf() -> Drawing:
    blade = [
        *curve((160, 356), (104, 214), (206, 118), (384, 128)),
        *curve((384, 128), (394, 306), (298, 408), (160, 356)),
    ]
    stem = ((128, 388), (300, 214))
    return Drawing(
        "leaf",
        "#1f625c",
        (Shape("#ddeee9", tuple(blade)), Shape("#1f625c", stem, 16), Shape("#ddeee9", (*stem[:1], (166, 350)), 18)),
    )  # fmt: skip


def book() -> Drawing:
    left = [
        *curve((246, 196), (214, 164), (164, 154), (112, 160)),
        *curve((112, 352), (164, 346), (214, 356), (246, 388)),
    ]
    right = [(FIELD - x, y) for x, y in left]
    return Drawing(
        "book", "#2d3d75", (Shape("#e5e9f6", tuple(left)), Shape("#e5e9f6", tuple(right)))
    )


def star() -> Drawing:
    turns = [math.radians(-90 + 36 * step) for step in range(10)]
    points = tuple(
        (round(256 + r * math.cos(t), 1), round(268 + r * math.sin(t), 1))
        for t, r in zip(turns, [176, 84] * 5, strict=True)
    )
    return Drawing("star", "#5b3a86", (Shape("#ffedd0", points),))


def mark() -> Drawing:
    """Our own mark, as in mark.svg, whose grid is 32 by 32."""
    one = [(6, 26), *arc((11, 20.5), 5, 180, 307)]
    two = [(15.5, 26), *arc((21, 19.5), 5.5, 180, 360), (26.5, 26)]
    return Drawing(
        "mark",
        "#f4f3ee",
        (
            Shape("#7d2b5d", scaled(arc((10, 8), 3.5, 0, 360))),
            Shape("#7d2b5d", scaled(one), 48),
            Shape("#0e5a55", scaled(arc((21, 6.5), 3.8, 0, 360))),
            Shape("#0e5a55", scaled(two), 48),
        ),
        has_svg=False,
    )


def scaled(points: Iterable[Point]) -> tuple[Point, ...]:
    """From the mark's own grid to the middle of ours."""
    return tuple((256 + (x - 16.2) * 12, 256 + (y - 15.3) * 12) for x, y in points)


DRAWINGS = (leaf(), book(), star(), mark())


def svg(drawing: Drawing) -> str:
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" stroke-linecap="round">',
        f'<rect width="{FIELD}" height="{FIELD}" rx="{CORNER}" fill="{drawing.ground}"/>',
    ]
    for shape in drawing.shapes:
        told = " ".join(f"{x:g},{y:g}" for x, y in shape.points)
        if shape.width:
            lines.append(
                f'<polyline points="{told}" fill="none" stroke="{shape.colour}"'
                f' stroke-width="{shape.width:g}"/>'
            )
        else:
            lines.append(f'<polygon points="{told}" fill="{shape.colour}"/>')
    return "\n".join([*lines, "</svg>\n"])


def png(drawing: Drawing, size: int, *, rounded: bool) -> Image.Image:
    side = size * FINER
    scale = side / FIELD
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0) if rounded else drawing.ground)
    pen = ImageDraw.Draw(picture)
    if rounded:
        pen.rounded_rectangle((0, 0, side - 1, side - 1), CORNER * scale, fill=drawing.ground)
    for shape in drawing.shapes:
        points = [(x * scale, y * scale) for x, y in shape.points]
        if shape.width:
            stroke(pen, points, shape.width * scale, shape.colour)
        else:
            pen.polygon(points, fill=shape.colour)
    small = picture.resize((size, size), Image.Resampling.LANCZOS)
    return small.quantize(COLOURS, method=Image.Quantize.FASTOCTREE)


def stroke(pen: ImageDraw.ImageDraw, points: list[Point], width: float, colour: str) -> None:
    pen.line(points, fill=colour, width=round(width))
    for x, y in points:
        pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=colour)


def draw() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for drawing in DRAWINGS:
        if drawing.has_svg:
            (FOLDER / f"{drawing.name}.svg").write_text(svg(drawing))
        for which, (size, rounded) in SIZES.items():
            picture = png(drawing, size, rounded=rounded)
            picture.save(FOLDER / f"{drawing.name}-{which}.png", optimize=True)


def wrong() -> list[str]:
    """The names of pictures that are missing or are not as drawn here."""
    found = []
    for drawing in DRAWINGS:
        file = FOLDER / f"{drawing.name}.svg"
        if drawing.has_svg and not (file.exists() and file.read_text() == svg(drawing)):
            found.append(file.name)
        for which, (size, rounded) in SIZES.items():
            file = FOLDER / f"{drawing.name}-{which}.png"
            if not (file.exists() and same(file, png(drawing, size, rounded=rounded))):
                found.append(file.name)
    return found


def same(file: Path, drawn: Image.Image) -> bool:
    """By what one sees: how a PNG is packed differs between versions of Pillow."""
    with Image.open(file) as kept:
        return (
            kept.size == drawn.size
            and kept.convert("RGBA").tobytes() == drawn.convert("RGBA").tobytes()
        )


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit("\n".join(wrong()) or 0)
    draw()
    print(
        f"{len(list(FOLDER.iterdir()))} pictures, {sum(f.stat().st_size for f in FOLDER.iterdir())} bytes"
    )
