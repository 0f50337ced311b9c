"""Lines, points and letters, drawn twice: as SVG for the vector file and with Pillow for the PNG."""

from __future__ import annotations

import html
import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

INK, PALE = "#101521", "#c2cad6"
_SCALE = 2  # pixels of the PNG for a unit
_FINER = 2  # it is drawn so many times larger first: Pillow's lines are not smooth

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A line through points, `dash` units drawn and as many left out; 0: whole."""

    points: Sequence[Point]
    colour: str = INK
    width: float = 2
    dash: float = 0


@dataclass(frozen=True)
class Dot:
    """A disc; `says` is shown by a browser where the mouse rests on it."""

    at: Point
    colour: str
    says: str = ""
    radius: float = 3


@dataclass(frozen=True)
class Letters:
    """Text of which `anchor` stands at a point, its base line there."""

    at: Point
    text: str
    colour: str = INK
    size: float = 13
    anchor: Anchor = "start"


Shape = Line | Dot | Letters


def to_svg(shapes: Sequence[Shape], width: int, height: int, says: str) -> str:
    """Return the shapes as an SVG file on white, `says` in words what is to be seen."""
    parts = "\n".join(map(_svg, shapes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="sans-serif">\n<title>{html.escape(says)}</title>\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{parts}\n</svg>\n'
    )


def _svg(shape: Shape) -> str:
    match shape:
        case Line(points, colour, width, dash):
            dashed = f' stroke-dasharray="{dash:g}"' if dash else ""
            through = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            return (
                f'<polyline points="{through}" fill="none" stroke="{colour}" stroke-width="{width:g}" '
                f'stroke-linejoin="round"{dashed}/>'
            )
        case Dot((x, y), colour, says, radius):
            title = f"<title>{html.escape(says)}</title>" if says else ""
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{colour}">{title}</circle>'
        case Letters((x, y), text, colour, size, anchor):
            return (
                f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}">'
                f"{html.escape(text)}</text>"
            )


def to_png(shapes: Sequence[Shape], width: int, height: int) -> bytes:
    """Return the shapes as a PNG file on white, two pixels for a unit."""
    from PIL import Image, ImageDraw, ImageFont  # here: an app that nobody takes anything home from does without

    scale = _SCALE * _FINER
    picture = Image.new("RGB", (width * scale, height * scale), "#ffffff")
    draw = ImageDraw.Draw(picture)
    for shape in shapes:
        match shape:
            case Line(points, colour, thick, dash):
                for piece in _dashes(points, dash):
                    scaled = [(x * scale, y * scale) for x, y in piece]
                    draw.line(scaled, fill=colour, width=round(thick * scale), joint="curve")
            case Dot((x, y), colour, _, radius):
                box = [(x - radius) * scale, (y - radius) * scale, (x + radius) * scale, (y + radius) * scale]
                draw.ellipse(box, fill=colour)
            case Letters((x, y), text, colour, size, anchor):
                place = {"start": "ls", "middle": "ms", "end": "rs"}[anchor]
                draw.text(
                    (x * scale, y * scale), text, fill=colour, font=ImageFont.load_default(size * scale), anchor=place
                )
    file = io.BytesIO()
    small = picture.reduce(_FINER)
    small.quantize(64, method=Image.Quantize.FASTOCTREE).save(file, "PNG")
    return file.getvalue()


def _dashes(points: Sequence[Point], dash: float) -> list[list[Point]]:
    """Return the pieces of a line that are drawn."""
    if not dash:
        return [list(points)]
    pieces: list[list[Point]] = []
    walked = 0.0
    for (x, y), (to_x, to_y) in itertools.pairwise(points):
        length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
        done = 0.0
        while done < length:
            step = min(dash - walked % dash, length - done)
            if int(walked / dash + 1e-9) % 2 == 0:
                ends = [
                    (x + (to_x - x) * part / length, y + (to_y - y) * part / length) for part in (done, done + step)
                ]
                pieces.append(ends)
            done, walked = done + step, walked + step
    return pieces
