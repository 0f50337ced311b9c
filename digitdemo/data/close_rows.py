"""Rows of digits that were cut out closely: they touch the border without being cut, and their ones look like rules."""

from __future__ import annotations

import itertools

import numpy as np

from digitdemo.data.components import components_of
from digitdemo.data.pieces import Piece, joined, joined_where_near
from digitdemo.data.straight_lines import Line

_NARROW, _WIDEST = 0.25, 1.5  # of its height: a digit that is no 1
_STROKES = 0.6  # of its box: strokes have no more ink, a desk or a finger has
_FILLS = 0.8  # of the picture's height: so much the row fills,
_ALMOST_FILLS = 0.7, 0.5  # and one or two of its digits
_AS_TALL, _TALLER = 0.7, 1.1  # of the tallest one's height
_OVERLAP = 0.3  # of the narrower one's width


def close_row(pieces: list[Piece], shape: tuple[int, ...]) -> set[int]:
    """Return the numbers of what makes up a row that fills the height of a picture of that shape; none without one."""
    wide, narrow = [], []
    for piece in joined_where_near(pieces):
        if piece.width < _NARROW * piece.height and not piece.cut:
            narrow.append(piece)
        elif piece.width <= _WIDEST * piece.height and piece.area < _STROKES * piece.width * piece.height:
            wide.append(piece)
    tallest = max((piece.height for piece in wide), default=0)
    wide = [piece for piece in wide if piece.height >= _AS_TALL * tallest]
    if not wide or joined(wide).height < _FILLS * shape[0]:
        return set()
    narrow = [piece for piece in narrow if _AS_TALL * tallest <= piece.height <= _TALLER * tallest]
    row = sorted([*wide, *narrow], key=lambda piece: piece.box[0])
    if len(row) < 2 or any(
        one.box[2] - other.box[0] > _OVERLAP * min(one.width, other.width) for one, other in itertools.pairwise(row)
    ):
        return set()
    return {number for piece in row for number in piece.numbers}


def is_in_close_row(line: Line, mask: np.ndarray) -> bool:
    """Return whether others than an upright line of `mask`, bool (h, w), fill its height: it is part of a 1 or a 4."""
    others = mask.copy()
    left, right = (round(middle(line.ends)) for middle in (min, max))
    reach = round(line.width) + 1
    others[:, max(left - reach, 0) : right + reach + 1] = False
    boxes = components_of(others).boxes
    widths, heights = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    digits = heights[(widths >= _NARROW * heights) & (widths <= _WIDEST * heights)]
    return any(np.count_nonzero(digits >= share * len(mask)) >= count for count, share in enumerate(_ALMOST_FILLS, 1))
