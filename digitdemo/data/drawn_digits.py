"""Which digits a drawing holds, in reading order, and what of it belongs to none.

digitdemo/ui/components/live/drawn_digits.js does the same while one draws.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from digitdemo.data.canvas_message import WIDTH
from digitdemo.data.clusters import (
    each_alone,
    joined_where_touching,
    may_be_a_digit,
    tallest_of,
    with_parts_joined,
)
from digitdemo.data.preprocessing import preprocess_strokes
from digitdemo.data.reading_order import in_reading_order
from digitdemo.data.strays import frame_among, is_cross, is_underline, kind_of, strikes_through, with_own_pieces
from digitdemo.data.strokes import Strokes, is_straight, way_along
from digitdemo.data.surroundings import Kind

_MOST_STROKES = 20  # more are a scribble
# A digit that is dotted or dashed: so many strokes at least, as many of them straight, no one taller as a share of all.
_DASHES = 5
_MOSTLY = 0.8
_SHORT = 0.3
_DOT = 0.08  # of the height of all: what is no longer is a dot
_STRAIGHT = 0.9  # of its length: so far are its ends apart


DrawnStrokes = tuple[tuple[np.ndarray, ...], ...]
"""The strokes, float (n, 2), of each of several digits, in reading order."""


@dataclass(frozen=True, eq=False)
class DrawnDigits:
    """The strokes of each digit, and what the others are taken for."""

    digits: DrawnStrokes
    left_out: tuple[Kind, ...] = ()


def drawn_digits(strokes: Strokes) -> DrawnDigits:
    """Return the digits among pen strokes, float (n, 2), in reading order: from left to right, lines downwards.

    What may be one digit is one.
    """
    whole = DrawnDigits((tuple(strokes),))
    if not 1 < len(strokes) <= _MOST_STROKES or _is_dashed(strokes):
        return whole
    alone = each_alone(strokes)
    touching = joined_where_touching(alone)
    if frame := frame_among(alone) or frame_among(touching):
        inside = drawn_digits([stroke for n, stroke in enumerate(strokes) if n not in frame.numbers])
        return replace(inside, left_out=("frame", *inside.left_out))
    if not alone or strikes_through(touching):
        return whole
    clusters = with_parts_joined(touching)
    tallest = tallest_of(clusters)
    crosses = [cluster for cluster in clusters if is_cross([strokes[n] for n in cluster.numbers], tallest)]
    digits = [cluster for cluster in clusters if may_be_a_digit(cluster, tallest) and cluster not in crosses]
    if not digits:
        return whole
    lines = [cluster for cluster in clusters if is_underline(cluster, digits, tallest)]
    pieces = [cluster for cluster in clusters if cluster not in (*digits, *lines, *crosses)]
    whole_digits, specks = with_own_pieces(digits, pieces, tallest)
    in_order = in_reading_order(whole_digits, lambda digit: digit.edges)
    left_out: list[Kind] = [kind_of(piece, tallest) for piece in (*lines, *specks)]
    left_out += ["neighbour" for _ in crosses]
    return DrawnDigits(tuple(tuple(strokes[n] for n in sorted(digit.numbers)) for digit in in_order), tuple(left_out))


def without_strays(strokes: Strokes) -> Strokes:
    """Return the strokes, float (n, 2), that belong to a digit, in their order."""
    found = drawn_digits(strokes)
    if not found.left_out:
        return strokes
    own = {id(stroke) for digit in found.digits for stroke in digit}
    return [stroke for stroke in strokes if id(stroke) in own]


def image_of_digit(strokes: Strokes) -> np.ndarray | None:
    """Return a drawn digit as the models read it, without what belongs to none: uint8 (28, 28).

    `strokes` are float (n, 2) in units of the canvas; None where there are none.
    """
    done = preprocess_strokes(without_strays(strokes), WIDTH)
    return done.image if done else None


def several_digits(strokes: Strokes) -> bool:
    """Return whether pen strokes, float (n, 2), look like more than one digit."""
    return len(drawn_digits(strokes).digits) > 1


def _is_dashed(strokes: Strokes) -> bool:
    """Return whether strokes are the dots or dashes of one line: short and, most of them, straight."""
    tops, bottoms = (np.array([of(stroke[:, 1]) for stroke in strokes]) for of in (np.min, np.max))
    height = bottoms.max() - tops.min()
    if len(strokes) < _DASHES or (bottoms - tops).max() > _SHORT * height:
        return False
    dashes = [way_along(stroke)[-1] <= _DOT * height or is_straight(stroke, _STRAIGHT) for stroke in strokes]
    return sum(dashes) >= _MOSTLY * len(strokes)
