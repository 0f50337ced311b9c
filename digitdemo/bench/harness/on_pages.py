"""Lines of digits on a page, made of drawings of one digit each: are they found one by one, as they were written?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from digitdemo.bench.harness.beside import Digit, apart, moved, of_height_1
from digitdemo.data.digit_finding import find_digits
from digitdemo.data.stroke_files import StrokeDrawing
from digitdemo.data.strokes import box_of, draw_strokes

PAGES = 200  # of each kind
_SIDE = 500.0  # pixels of the longer side, about
_TALLEST = 120.0  # pixels of a digit
# Shares of a digit's height.
_PEN = 0.07
_MARGIN = 0.3
_SIZES = 0.9, 1.1


class Kind(NamedTuple):
    """So many digits in each of so many lines, with a gap of that share of their height between their ink.

    Lines are `below` each other by that share, though digits are a tenth higher or less high.
    """

    digits: int
    lines: int
    gap: float
    below: float = 0.5


KINDS = {
    "two": Kind(2, 1, 0.15),
    "two, close": Kind(2, 1, 0.07),
    "four": Kind(4, 1, 0.12),
    "two lines of four": Kind(4, 2, 0.12),
    "three lines of two, close": Kind(2, 3, 0.15, 0.3),
    "five below each other, close": Kind(1, 5, 0.15, 0.3),
    "eleven": Kind(11, 1, 0.12),
}


def found_one_by_one(drawings: Sequence[StrokeDrawing]) -> dict[str, float]:
    """Return, of pages of each kind, the share on which each digit is found where it stands, in reading order."""
    return {name: _share(drawings, kind) for name, kind in KINDS.items()}


def _share(drawings: Sequence[StrokeDrawing], kind: Kind) -> float:
    rng = np.random.default_rng(0)
    return sum(_are_found(_written(drawings, kind, rng)) for _ in range(PAGES)) / PAGES


def _written(drawings: Sequence[StrokeDrawing], kind: Kind, rng: np.random.Generator) -> list[Digit]:
    """Return the digits of a page in reading order; a digit's height is about 1."""
    page: list[Digit] = []
    for line in range(kind.lines):
        row = []
        for i in rng.integers(0, len(drawings), kind.digits):
            size = rng.uniform(*_SIZES)
            row.append([size * stroke for stroke in of_height_1(drawings[i].strokes)])
        page += [moved(digit, 0, line * (1 + kind.below)) for digit in apart(kind.gap + _PEN)(row, rng)]
    return page


def _are_found(page: list[Digit]) -> bool:
    low, high = box_of([stroke for digit in page for stroke in digit])
    size = high - low + 2 * _MARGIN
    scale = min(_TALLEST, _SIDE / size.max())
    placed = [[(stroke - low + _MARGIN) * scale for stroke in digit] for digit in page]
    width, height = np.ceil(size * scale).astype(int).tolist()
    ink = draw_strokes([stroke for digit in placed for stroke in digit], _PEN * scale, width, height)
    found = find_digits(ink).digits
    return len(found) == len(page) and all(
        np.abs(np.array(one.box) - np.concatenate(box_of(digit))).max() <= _PEN * scale + 1
        for one, digit in zip(found, placed, strict=True)
    )
