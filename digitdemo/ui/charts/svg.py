"""Small drawings as SVG text, of which the pictures of lessons are made, in the colours of light and dark pages."""

from collections.abc import Sequence
from typing import Literal

from digitdemo.ui.charts.theme import PALETTES


def _of_both(name: str) -> str:
    """Return a colour of runs, in which small text can be read, as that of the page on which the picture stands."""
    return f"light-dark({PALETTES['light'][name]}, {PALETTES['dark'][name]})"


GREY, FIRST, SECOND = _of_both("gray"), _of_both("orange"), _of_both("blue")
PAPER = "light-dark(#ffffff, #101319)"  # of what is written on grey

Points = Sequence[tuple[float, float]]
Anchor = Literal["start", "middle", "end"]


def drawing(width: int, height: int, *parts: str) -> str:
    """Return these parts as one picture, in units of which it is so wide and high."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" style="color-scheme: light dark">{"".join(parts)}</svg>'
    )


def moved(x: float, y: float, *parts: str) -> str:
    """Return these parts, moved by so much."""
    return f'<g transform="translate({x:g} {y:g})">{"".join(parts)}</g>'


def turned(x: float, y: float, degrees: float, *parts: str) -> str:
    """Return these parts, turned clockwise about that point."""
    return f'<g transform="rotate({degrees:g} {x:g} {y:g})">{"".join(parts)}</g>'


def line(points: Points, colour: str = GREY, width: float = 2, dash: str = "") -> str:
    """Return a line through the points; `dash` as SVG's `stroke-dasharray`."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{" ".join(f"{x:g},{y:g}" for x, y in points)}" fill="none" stroke="{colour}" '
        f'stroke-width="{width:g}" stroke-linejoin="round" stroke-linecap="round"{dashed}/>'
    )


def disc(x: float, y: float, radius: float, colour: str = GREY) -> str:
    """Return a filled circle."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{colour}"/>'


def box(x: float, y: float, width: float, height: float, colour: str = GREY) -> str:
    """Return a filled rectangle."""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="1" fill="{colour}"/>'


def letters(
    x: float, y: float, text: str, size: float, colour: str = GREY, turn: float = 0, anchor: Anchor = "middle"
) -> str:
    """Return a text of ours, `anchor` of it at x, its base line at y, turned by so many degrees about there."""
    turned = f' transform="rotate({turn:g} {x:g} {y:g})"' if turn else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="{anchor}" fill="{colour}"{turned}>{text}</text>'
    )
