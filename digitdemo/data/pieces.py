"""Pieces of ink, and which of them belong together: a 5 whose bar floats is one digit, `0 1` are two."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from digitdemo.data.components import Box, Components

# Shares of the height (or width, if that is more) of the larger of two pieces.
_WIDEST = 1.5  # of its height: a 2 with a long tail is as wide
_TALL = 0.5  # from there on a piece may be a digit of its own
_APART = 0.13  # two such pieces side by side are two digits
_LEVEL = 0.8  # what has as much of its height in common, side by side, is a digit of its own,
_ALMOST_LEVEL = 0.65  # and so is what has less, but for the left half of an open 4:
_RAISED = 0.15  # it ends as far above the other's foot
_OVERLAP = 0.15  # of the narrower one's width may their boxes have in common, as digits lean
_OVERHANG = 0.1  # or of the height
_LEANS, _FARTHEST = 0.1, 0.6  # columns per row: what leans less is upright, what leans more lies
_TOUCHING = 0.04  # what is as near belongs together, even so
_STACKED = 0.2  # one above the other they are farther apart,
_COLUMN = 3  # of pieces that are digits of their own
_HIGHEST, _NARROW = 2.2, 0.3  # but not what is so many times as high as it is wide, if its parts are not narrow
_LARGE = 0.2  # a piece that is no mere fragment
_FLOATS = 0.22  # so far away such a piece may be
_FRAGMENT = 0.09  # and a smaller one
_SPECK = 0.05  # what is no larger is dirt,
_DUST = 0.02  # but for crumbs of a stroke
_ROUND = 0.7  # of its width half a line's width farther inside: so wide is a round end at the side, at most
_FINEST = 2.2  # pixels, as `Piece.thickness` measures: the ends of finer lines are not round
_MOST_POINTS = 150  # of a piece that are looked at


@dataclass(frozen=True, eq=False)
class Piece:
    """Components that are one thing: their numbers, the box around them, some points (n, 2): x, y.

    `area` are its pixels, `rim` those with paper beside them. If `cut`, it goes on left or right of the picture.
    """

    numbers: tuple[int, ...]
    box: Box
    area: int
    rim: int
    points: np.ndarray
    cut: bool

    @property
    def width(self) -> int:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]

    @property
    def size(self) -> int:
        """Return the longer side of its box."""
        return max(self.width, self.height)

    @property
    def thickness(self) -> float:
        """Return how wide its lines are, in pixels, about: a line has two rims."""
        return 2 * self.area / self.rim

    @property
    def extent(self) -> tuple[float, float]:
        """Return the sides, the shorter one first, of the box around it that is turned as it lies, in pixels."""
        return extent_of(self.points)


def extent_of(points: np.ndarray) -> tuple[float, float]:
    """Return the sides, the shorter one first, of the box around points, float (n, 2), that is turned as they lie."""
    centred = points - points.mean(0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    across, along = np.ptp(centred @ axes, axis=0) + 1
    return float(across), float(along)


def pieces_of(components: Components, numbers: np.ndarray) -> list[Piece]:
    """Return each of the components with these numbers as a piece of its own."""
    return [
        Piece(
            (int(n),),
            as_box(components.boxes[n]),
            int(components.areas[n]),
            int(components.rims[n]),
            components.points(int(n), _MOST_POINTS),
            _is_cut(components, int(n)),
        )
        for n in numbers
    ]


def _is_cut(components: Components, number: int) -> bool:
    """Return whether a side of the picture cuts a component: its lines are no narrower there, as ends are."""
    left, top, right, bottom = as_box(components.boxes[number])
    half = float(components.areas[number] / components.rims[number])  # of a line's width
    if (left > 0 and right < components.shape[1]) or 2 * half < _FINEST:
        return False
    own = components.numbers[top:bottom, left:right] == number + 1
    sides = [own] * (left == 0) + [own[:, ::-1]] * (right == components.shape[1])
    inward = min(max(1, round(half)), right - left - 1)
    return any(np.count_nonzero(side[:, 0]) >= _ROUND * np.count_nonzero(side[:, inward]) for side in sides)


def as_box(numbers: np.ndarray) -> Box:
    """Return four numbers as a box."""
    left, top, right, bottom = (int(number) for number in numbers)
    return left, top, right, bottom


def box_around(boxes: np.ndarray) -> Box:
    """Return the box around boxes, int (n, 4)."""
    return as_box(np.concatenate([boxes[:, :2].min(0), boxes[:, 2:].max(0)]))


def joined(pieces: list[Piece]) -> Piece:
    """Return these pieces as one."""
    points = np.concatenate([piece.points for piece in pieces])
    return Piece(
        tuple(number for piece in pieces for number in piece.numbers),
        box_around(np.array([piece.box for piece in pieces])),
        sum(piece.area for piece in pieces),
        sum(piece.rim for piece in pieces),
        points[:: max(1, len(points) // _MOST_POINTS)],
        any(piece.cut for piece in pieces),
    )


def joined_where_near(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with those joined that are parts of one digit, the largest first.

    What is nearest is joined first: the foot of a 1 is nearer to its stem than to the next digit.
    """
    lean = _lean_of(pieces)
    rows = {piece.numbers[0] for piece in pieces if _is_in_rows(piece, pieces, lean)}
    near = {
        pair: how_far for pair in itertools.combinations(pieces, 2) if (how_far := _near(*pair, lean, rows)) is not None
    }
    while near:
        pair = min(near, key=near.__getitem__)
        whole, pieces = joined(list(pair)), [piece for piece in pieces if piece not in pair]
        near = {others: how_far for others, how_far in near.items() if not set(others) & set(pair)}
        near |= {
            (whole, piece): how_far for piece in pieces if (how_far := _near(whole, piece, lean, rows)) is not None
        }
        pieces = [whole, *pieces]
    return sorted(pieces, key=lambda piece: -piece.size)


def gap(one: Box, other: Box) -> int:
    """Return how far two boxes are from each other, at least, in pixels."""
    across = max(one[0], other[0]) - min(one[2], other[2])
    down = max(one[1], other[1]) - min(one[3], other[3])
    return max(across, down, 0)


def distance(one: Piece, other: Piece) -> float:
    """Return how many pixels two pieces are apart, about."""
    a, b = one.points.astype(np.float64), other.points.astype(np.float64)
    # |a - b|^2 = |a|^2 + |b|^2 - 2 ab as one product: far quicker than all differences, and exact for whole numbers.
    left = np.column_stack([(a**2).sum(axis=1), np.ones(len(a)), -2 * a])
    right = np.column_stack([np.ones(len(b)), (b**2).sum(axis=1), b])
    return float(np.sqrt((left @ right.T).min()))


def _lean_of(pieces: list[Piece]) -> float:
    """Return by how many columns to the right per row upwards tall pieces lean, most of them; 0 where it is little."""
    tallest = max((piece.height for piece in pieces), default=0)
    tall = [piece.points - piece.points.mean(0) for piece in pieces if piece.height >= _TALL * tallest]
    leans = [-float(points[:, 0] @ points[:, 1] / max((points[:, 1] ** 2).sum(), 1.0)) for points in tall]
    lean = float(np.median(leans)) if leans else 0.0
    return min(max(lean, -_FARTHEST), _FARTHEST) if abs(lean) > _LEANS else 0.0


def _near(one: Piece, other: Piece, lean: float, rows: set[int]) -> float | None:
    """Return how many pixels two pieces are apart, about, if they are parts of one digit; None if they are not."""
    large, small = sorted((one, other), key=lambda piece: -piece.size)
    # What is far wider than any digit holds several, and reaches no farther than one of them.
    size = min(large.size, _WIDEST * max(large.height, small.height))
    if gap(large.box, small.box) > _FLOATS * size:
        return None
    if small.size >= _TALL * size and small.height >= _TALL * large.height:
        beside = max(large.box[0], small.box[0]) - min(large.box[2], small.box[2])
        stacked = max(large.box[1], small.box[1]) - min(large.box[3], small.box[3])
        near = _APART if beside > stacked else _STACKED
        in_rows = not rows.isdisjoint(large.numbers) and not rows.isdisjoint(small.numbers)
        if _are_beside(large, small, lean) or (stacked > 0 and (in_rows or _are_too_high(large, small))):
            near = _TOUCHING
    elif small.size >= _LARGE * size:
        near = _FLOATS
    else:
        near = _FRAGMENT if small.size >= _SPECK * size else _DUST
    how_far = distance(large, small)
    return how_far if how_far <= near * size else None


def _apart(one: Piece, other: Piece, lean: float) -> float:
    """Return how many columns are between two pieces along lines that lean, below 0 if they have some in common."""
    columns = [piece.points[:, 0] + lean * piece.points[:, 1] for piece in (one, other)]
    return float(max(each.min() for each in columns) - min(each.max() for each in columns))


def _are_too_high(one: Piece, other: Piece) -> bool:
    """Return whether two pieces are together higher than a digit of their width is: one stands below the other.

    What is narrow may be two parts of a 1.
    """
    left, top, right, bottom = box_around(np.array([one.box, other.box]))
    if all(piece.width < _NARROW * piece.height for piece in (one, other)):
        return False
    return bottom - top > _HIGHEST * (right - left)


def _is_in_rows(piece: Piece, pieces: list[Piece], lean: float) -> bool:
    """Return whether a piece stands beside another one as digits do, or in a column of them.

    A digit may lie in two pieces one above the other, but hardly in three that are each as high as wide.
    """
    alike = [
        other for other in pieces if min(piece.height, other.height) >= _ALMOST_LEVEL * max(piece.height, other.height)
    ]
    column = [
        other
        for other in alike
        if min(piece.box[2], other.box[2]) > max(piece.box[0], other.box[0]) and other.height >= other.width
    ]
    return len(column) >= _COLUMN or any(_are_beside(piece, other, lean) for other in alike)


def _are_beside(one: Piece, other: Piece, lean: float) -> bool:
    """Return whether two pieces are tall, and stand side by side as two digits do."""
    large, small = sorted((one, other), key=lambda piece: -piece.size)
    if one is other or small.height < _TALL * large.height:
        return False
    beside = max(large.box[0], small.box[0]) - min(large.box[2], small.box[2])
    common = min(large.box[3], small.box[3]) - max(large.box[1], small.box[1])
    return _are_two_digits(large, small, _apart(large, small, lean) if lean else beside, common)


def _are_two_digits(large: Piece, small: Piece, apart: float, common: int) -> bool:
    """Return whether two pieces stand side by side as two digits do, `common` pixels of their heights in one line.

    They may touch, nevertheless. Of 66,600 digits of MNIST and of church books 29 have two such parts.
    """
    overlap = max(_OVERLAP * min(large.width, small.width), _OVERHANG * large.height)
    if apart <= -overlap or common < _ALMOST_LEVEL * large.height:
        return False
    left, right = sorted((large, small), key=lambda piece: piece.box[0] + piece.box[2])
    return common >= _LEVEL * large.height or right.box[3] - left.box[3] < _RAISED * large.height
