"""Strokes of a drawing that may be lines which touch digits: a table's cell, or a line below or above.

As on pictures (digitdemo/data/touching_lines.py), only a reader can tell; strokes need not be cut for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from digitdemo.data.strokes import Strokes, box_of, is_straight
from digitdemo.data.surroundings import Kind

_STRAIGHT = 0.95  # of its length: so far are the ends of such a line apart
_STEEPEST = 0.15  # of its way across
_LONG = 0.6  # of the drawing's width or height
_OUTER = 0.35  # as near to its border
# Shares of what is left.
_SHORT = 0.03  # so far a line above or below digits may end before they do
_STICKS_OUT = 0.08


@dataclass(frozen=True, eq=False)
class WithoutLines:
    """The strokes of a drawing that are left without lines, which are of one kind: a frame, or one that is level.

    Beside such lines the digits `mere_strokes` may be strokes of a sign of which the lines are others.
    """

    strokes: tuple[np.ndarray, ...]
    left_out: Kind
    mere_strokes: frozenset[int]


def without_lines(strokes: Strokes) -> Iterator[WithoutLines]:
    """Yield what is left of pen strokes, float (n, 2), without those that may be a frame's sides, or a line."""
    low, high = box_of(strokes)
    level, upright = ([n for n in range(len(strokes)) if _is_side(strokes[n], axis, low, high)] for axis in (0, 1))
    if len(level) > 1 and len(upright) > 1:
        sides = {*_longest(strokes, level, 0), *_longest(strokes, upright, 1)}
        if rest := _others(strokes, sides):
            yield WithoutLines(rest, "frame", frozenset())
    for n in level:
        rest = _others(strokes, {n})
        if rest and (out := _sticking_out(strokes[n], rest)) >= -_SHORT:
            is_below = strokes[n][:, 1].mean() > (low[1] + high[1]) / 2
            yield WithoutLines(rest, "rule", frozenset({1} if is_below and out >= _STICKS_OUT else {1, 7}))


def _is_side(stroke: np.ndarray, axis: int, low: np.ndarray, high: np.ndarray) -> bool:
    """Return whether a stroke is a long, straight line along that axis, near to a side of the drawing's box."""
    along, across = np.ptp(stroke[:, axis]), np.ptp(stroke[:, 1 - axis])
    size = high - low
    if along < max(_LONG * size[axis], 1e-9) or across > _STEEPEST * along or not is_straight(stroke, _STRAIGHT):
        return False
    at = (stroke[:, 1 - axis].mean() - low[1 - axis]) / max(size[1 - axis], 1e-9)
    return bool(abs(at - 0.5) >= 0.5 - _OUTER)


def _longest(strokes: Strokes, numbers: list[int], axis: int) -> list[int]:
    return sorted(numbers, key=lambda n: -np.ptp(strokes[n][:, axis]))[:2]


def _others(strokes: Strokes, left_out: set[int]) -> tuple[np.ndarray, ...]:
    return tuple(stroke for n, stroke in enumerate(strokes) if n not in left_out)


def _sticking_out(line: np.ndarray, rest: Strokes) -> float:
    """Return how far a level line goes beyond the rest, to both sides at least, as a share of the rest's height."""
    low, high = box_of(rest)
    height = max(float(high[1] - low[1]), 1e-9)
    return float(min(low[0] - line[:, 0].min(), line[:, 0].max() - high[0]) / height)
