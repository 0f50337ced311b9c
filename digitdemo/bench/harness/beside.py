"""Digits beside each other, made of drawings of one digit each: are their strokes told apart as they were written?"""

import itertools
from collections.abc import Callable, Sequence

import numpy as np

from digitdemo.bench.harness.stray_marks import MARKS, TOUCHING, Digit
from digitdemo.data.drawn_digits import drawn_digits
from digitdemo.data.model_input import TellStrokesApart
from digitdemo.data.stroke_files import StrokeDrawing
from digitdemo.data.strokes import Strokes, box_of, way_along

ROWS = 500  # of each kind
_HIGH = 100.0  # units of the canvas
_SLANT = 0.3  # at most, to the right for each unit down, or to the left
_LEAST_SIZE = 0.5  # of the largest
_GAP, _SHORT = 0.08, 0.6  # where a pen was lifted, and how long strokes are in which it was not
_STEP = 0.02  # by which one digit is moved towards another

Row = list[Digit]


def told_apart(drawings: Sequence[StrokeDrawing], tell_apart: TellStrokesApart) -> dict[str, float]:
    """Return, of rows of drawn digits of each kind, the share whose strokes are all given to the right digit.

    Distances are shares of the digits' height. Those that touch are told apart by `tell_apart`.
    """
    return {name: _share(drawings, count, make, tell_apart) for name, (count, make) in KINDS.items()}


def _share(
    drawings: Sequence[StrokeDrawing],
    count: int,
    make: Callable[[Row, np.random.Generator], Row],
    tell_apart: TellStrokesApart,
) -> float:
    rng = np.random.default_rng(0)
    right = 0
    for _ in range(ROWS):
        row = make([of_height_1(drawings[i].strokes) for i in rng.integers(0, len(drawings), count)], rng)
        drawn = [[_HIGH * stroke for stroke in digit] for digit in row]
        right += _is_split_into(drawn[:count], [stroke for digit in drawn for stroke in digit], tell_apart)
    return right / ROWS


def _is_split_into(row: Row, strokes: list[np.ndarray], tell_apart: TellStrokesApart) -> bool:
    """Return whether the digits found among strokes are those of the row."""
    found = [{id(stroke) for stroke in digit} for digit in tell_apart(drawn_digits(strokes), strokes).digits]
    return found == [{id(stroke) for stroke in digit} for digit in row]


def of_height_1(strokes: Strokes) -> Digit:
    """Return a digit of that height, with its box's left top at (0, 0)."""
    low, high = box_of(strokes)
    return [(stroke - low) / (high - low)[1] for stroke in strokes]


def moved(digit: Digit, right: float, down: float = 0.0) -> Digit:
    """Return a digit that far to the right and down."""
    return [np.add(stroke, (right, down)) for stroke in digit]


def apart(gap: float) -> Callable[[Row, np.random.Generator], Row]:
    """Return what puts digits beside each other with that gap between their boxes."""

    def make(row: Row, _rng: np.random.Generator) -> Row:
        placed = [row[0]]
        for digit in row[1:]:
            placed.append(moved(digit, box_of(placed[-1])[1][0] + gap - box_of(digit)[0][0]))
        return placed

    return make


def _of_sizes(row: Row, rng: np.random.Generator) -> Row:
    """Make digits of different sizes that stand on one line."""
    sizes = [rng.uniform(_LEAST_SIZE, 1) for _ in row]
    return apart(0.15)(
        [moved([size * s for s in digit], 0, 1 - size) for size, digit in zip(sizes, row, strict=True)], rng
    )


def _slanted(row: Row, rng: np.random.Generator) -> Row:
    """Slant each digit and move it to the left until its ink is 0.12 from that of the last: columns may overlap."""
    placed: Row = []
    for digit in row:
        slant = rng.uniform(-_SLANT, _SLANT)
        slanted = [np.stack([s[:, 0] - slant * s[:, 1], s[:, 1]], axis=1) for s in digit]
        if placed:
            slanted = apart(0.15)([placed[-1], slanted], rng)[1]
            while _distance(placed[-1], closer := moved(slanted, -_STEP)) >= 0.12 and _is_right_of(closer, placed[-1]):
                slanted = closer
        placed.append(slanted)
    return placed


def _is_right_of(one: Digit, other: Digit) -> bool:
    return bool(np.concatenate(one)[:, 0].mean() > np.concatenate(other)[:, 0].mean() + 0.3)


def _distance(one: Digit, other: Digit) -> float:
    return float(np.hypot(*(np.concatenate(one)[:, None] - np.concatenate(other)).transpose(2, 0, 1)).min())


def _with_speck(row: Row, rng: np.random.Generator) -> Row:
    """Put a dot between the digits, which belongs to neither."""
    placed = apart(0.2)(row, rng)
    between = np.array([box_of(placed[0])[1][0] + 0.1, rng.uniform(0, 1)])
    return [*placed, [between + rng.uniform(-0.02, 0.02, (3, 2))]]


def _lifted(row: Row, rng: np.random.Generator) -> Row:
    """Return digits whose pen was lifted for a moment, once or twice in a stroke of more than a few points."""
    return [[part for stroke in digit for part in _in_parts(stroke, rng)] for digit in row]


def _in_parts(stroke: np.ndarray, rng: np.random.Generator) -> Digit:
    length = way_along(stroke)
    cuts = np.sort(rng.uniform(0.15, 0.85, rng.integers(1, 3))) * length[-1]
    borders = [-np.inf, *cuts, np.inf]
    parts = [
        stroke[(low + _GAP / 2 <= length) & (length <= high - _GAP / 2)] for low, high in itertools.pairwise(borders)
    ]
    return [part for part in parts if len(part)] if length[-1] > _SHORT else [stroke]


def _marked(beside: Callable[[Digit, np.random.Generator], Digit]) -> Callable[[Row, np.random.Generator], Row]:
    """Return what puts digits beside each other, and a mark beside or around them."""

    def make(row: Row, rng: np.random.Generator) -> Row:
        placed = apart(0.15)(row, rng)
        return [*placed, beside([stroke for digit in placed for stroke in digit], rng)]

    return make


KINDS: dict[str, tuple[int, Callable[[Row, np.random.Generator], Row]]] = {
    "two": (2, apart(0.15)),
    "two, close": (2, apart(0.08)),
    "two, touching": (2, apart(0.0)),
    "two, overlapping": (2, apart(-0.1)),
    "three": (3, apart(0.15)),
    "three, close": (3, apart(0.08)),
    "three, touching": (3, apart(0.0)),
    "two sizes": (2, _of_sizes),
    "two, slanted": (2, _slanted),
    "two and a speck": (2, _with_speck),
    "one in pieces": (1, _lifted),
    **{f"one and {what}": (1, _marked(mark)) for what, mark in (MARKS | TOUCHING).items()},
    **{f"two and {what}": (2, _marked(mark)) for what, mark in (MARKS | TOUCHING).items()},
}
