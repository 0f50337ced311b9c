"""What surrounds a digit on a picture: edges, rules, frames, a pen, holes, small print, the half of a neighbour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from digitdemo.data.close_rows import close_row
from digitdemo.data.components import Box
from digitdemo.data.pieces import Piece, distance, gap, joined, joined_where_near

Kind = Literal["edge", "object", "rule", "frame", "hole", "speck", "caption", "neighbour", "shadow"]

_LARGE_ENOUGH = 100  # pixels of the longer side, from which a line from border to border is finer than a pen's
_LINE = 0.04  # of its length
_TIGHT = 0.6  # of the shorter side: a digit that large fills its picture, and its parts touch the border
_PREFERRED = 0.35  # of what touches the border: something that large and whole is the digit
_FRAMED = 0.3  # of a frame's size: what is inside and as large is the digit
_MEMBER = 0.12  # of a frame's size: several digits inside are as large at least
_INKED = 0.3  # of its ink: so much they have together
_OUTLINE = 0.4  # of its box: a frame has no more ink
_DIRECTIONS = 8
_INWARD, _INSIDE = 0.65, 0.06  # of its half sides; of its ink, if another digit touches it
_PART = 0.2  # of what is inside: parts of an outline are as large at least
_ON_IT = 0.2  # of its half sides: so near to an oval or a box are the parts of one
_MOST_ON_IT = 0.9
_STROKES = 0.6  # of its box: strokes have no more ink, a desk or a finger has
_NEIGHBOUR = 0.4  # of the digit's height
_FLAT = 3.0  # times as wide as high
_UNDER = 0.035  # of the digit's size: a foot of a 1 or a 2 is nearer, an underline farther away
_WIDER = 1.3
# A minus: times as wide as high, of the digit's height, and how far down its middle is.
_LEVEL, _LOW, _HALF_UP = 2.0, 0.25, (0.25, 0.75)
_BESIDE = 0.06  # of the digit's size, apart
# A plus or a times: of the digit's height; its shorter side of its longer one; of its half size are its arms' ends; how
# much these lie in four directions, and in no two alone.
_CROSS, _SQUARE, _ARMS, _FOUR, _TWO = (0.15, 0.8), 0.5, 0.6, 0.7, 0.5
_HOLE = 0.05, 0.5  # of the digit's size
_HOLE_APART = 0.15  # of the digit's size
_HOLE_INWARD = 0.12  # of the longer side
_CRUMBS = 8
_STRIP = 6.0  # times as long as it is wide
_STRIP_INWARD = 0.2
_SMALL_PRINT = 0.22  # of the digit's size
_LETTERS = 5  # that many small pieces outside the digit are print
# What lies on the sheet, such as the pen, is solid, and thicker than the lines that are written beside it.
_SOLID = 0.7
_THICKER = 1.9
_WRITTEN = 0.2  # of its size
_BLOT = 0.42  # of its size: so thick is a disc or a square that is filled, and no bold digit
_DISC = 0.8, 0.3  # times as wide as long, at least; of the largest other's size: a smaller one may be a hole


@dataclass(frozen=True)
class SortedOut:
    """The pieces that may be digits, the others with what they are, and whether a human would doubt that."""

    kept: list[Piece]
    left_out: list[tuple[Piece, Kind]]
    doubtful: bool = False


def sort_out(pieces: list[Piece], shape: tuple[int, ...]) -> SortedOut:
    """Return `pieces`, of a picture of that shape, sorted out; none is kept where none can be a digit."""
    left_out: list[tuple[Piece, Kind]] = []
    numbers = close_row(pieces, shape)
    row = {piece for piece in pieces if piece.numbers[0] in numbers}
    through = [piece for piece in pieces if _goes_through(piece, shape) and piece not in row]
    kept = _without(pieces, left_out, dict.fromkeys(through, "rule"))
    long = [piece for piece in kept if _long_and_flat(piece, shape) and piece not in row]
    if len(long) < len(kept):  # a long 1 may be alone
        kept = _without(kept, left_out, dict.fromkeys(long, "rule"))
    if parts := _outline_in_parts(kept):
        kept = [piece for piece in kept if piece not in parts]
        left_out.append((joined(parts), "frame"))
    framing = [piece for piece in kept if frames(piece, kept)]
    kept = _without(kept, left_out, dict.fromkeys(framing, "frame"))
    kept = _without(kept, left_out, {piece: "object" for piece in kept if _lies_on_the_sheet(piece, kept)})
    cut = [piece for piece in kept if _touches(piece, shape) and (piece.cut or piece not in row)]
    whole = [piece for piece in kept if piece not in cut]
    doubtful = any(map(_holds_a_digit, framing))
    if cut:
        # A digit that fills its picture touches the border, and so may parts of it.
        largest = max(joined_where_near(kept), key=lambda piece: piece.size)
        largest_whole = max((piece.size for piece in whole), default=0)
        if largest.size >= _TIGHT * min(shape) and _central(largest, shape):
            whole += [piece for piece in cut if piece.numbers[0] in largest.numbers]
        elif largest_whole < _PREFERRED * max((piece.size for piece in cut if _central(piece, shape)), default=0):
            whole += [piece for piece in cut if _central(piece, shape)]
            doubtful = True
    if not whole:
        kept = _without(kept, left_out, {piece: "edge" for piece in kept if _along_border(piece, shape)})
        return SortedOut(kept, left_out, doubtful=bool(kept))
    main = max(whole, key=lambda piece: piece.area)
    whole = _without(whole, left_out, {piece: "hole" for piece in whole if _is_hole(piece, main, shape)})
    crumbs = [piece for piece in whole if piece.size < _SMALL_PRINT * main.size]
    if cut or len(crumbs) >= _CRUMBS:  # a picture of nothing but digits has ones that are as narrow
        strips = [piece for piece in whole if piece not in row and _is_strip(piece, main, shape)]
        whole = _without(whole, left_out, dict.fromkeys(strips, "edge"))
    left_out += [(piece, _at_border(piece, main)) for piece in cut if piece not in whole]
    lined: dict[Piece, Kind] = {
        piece: "rule"
        for piece in whole
        if piece is not main and (_is_underline(piece, whole, main) or _is_minus(piece, whole, main, shape))
    }
    lined |= {piece: "neighbour" for piece in whole if piece is not main and _is_cross(piece, whole, main, shape)}
    whole = _without(whole, left_out, lined)
    print_ = [piece for piece in whole if piece.size < _SMALL_PRINT * main.size and not _inside(piece.box, main.box)]
    if len(print_) >= _LETTERS:
        whole = _without(whole, left_out, dict.fromkeys(print_, "caption"))
    return SortedOut(whole, left_out, doubtful)


def frames(piece: Piece, pieces: list[Piece]) -> bool:
    """Return whether a piece is an outline around others of `pieces` that are large enough to be the digits."""
    if piece.area >= _OUTLINE * piece.width * piece.height:
        return False
    inside = [other for other in pieces if _inside(other.box, piece.box) and other.size > _MEMBER * piece.size]
    if not inside:
        return False
    all_ = joined(inside)
    large = any(other.size > _FRAMED * piece.size for other in inside)
    several = all_.size > _FRAMED * piece.size and all_.area > _INKED * piece.area  # not what is left of ruled lines
    return (large or several) and is_around(piece.points, all_.box)


def _outline_in_parts(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces that are together an oval or a box around one of the others; none where there is no such."""
    for inner in sorted(pieces, key=lambda piece: -piece.area):
        parts = [piece for piece in pieces if piece is not inner and piece.size >= _PART * inner.size]
        if len(parts) > 1 and frames(outline := joined(parts), [inner]) and _is_oval_or_box(outline):
            return parts
    return []


def _holds_a_digit(frame: Piece) -> bool:
    """Return whether there is ink of a frame far inside it: of a digit that touches it, perhaps."""
    return bool(np.mean(np.hypot(*_from_middle(frame).T) < _INWARD) >= _INSIDE)


def _is_oval_or_box(outline: Piece) -> bool:
    from_middle = abs(_from_middle(outline))
    sizes = np.hypot(*from_middle.T), from_middle.max(1)
    return any(np.mean(abs(size - 1) < _ON_IT) >= _MOST_ON_IT for size in sizes)


def _from_middle(piece: Piece) -> np.ndarray:
    """Return how far a piece's points are from the middle of its box, as shares of half its sides: float (n, 2)."""
    left, top, right, bottom = piece.box
    return np.asarray((2 * piece.points - (left + right, top + bottom)) / (piece.width, piece.height))


def is_around(points: np.ndarray, box: tuple[float, float, float, float]) -> bool:
    """Return whether some of `points`, (n, 2), lie in nearly every direction from the middle of a box.

    `box` is left, top, right and bottom.
    """
    across, down = (points - np.array([box[0] + box[2], box[1] + box[3]]) / 2).T
    directions = np.unique((np.arctan2(down, across) + np.pi) // (2 * np.pi / _DIRECTIONS) % _DIRECTIONS)
    return len(directions) >= _DIRECTIONS - 1


def _without(pieces: list[Piece], left_out: list[tuple[Piece, Kind]], kinds: dict[Piece, Kind]) -> list[Piece]:
    left_out += kinds.items()
    return [piece for piece in pieces if piece not in kinds]


def _lies_on_the_sheet(piece: Piece, pieces: list[Piece]) -> bool:
    """Return whether a piece is a thing: all blot, or solid beside one or a few of `pieces` that are written."""
    across, along = piece.extent
    others = [other for other in pieces if other is not piece and other.size >= _WRITTEN * piece.size]
    if piece.area < _SOLID * across * along:
        return False
    if not others:
        return piece.thickness >= _BLOT * piece.size
    if across >= _DISC[0] * along and piece.size >= _DISC[1] * max(other.size for other in others):  # no digit is one
        return True
    return len(others) < _LETTERS and across >= _THICKER * max(others, key=lambda other: other.area).thickness


def _touches(piece: Piece, shape: tuple[int, ...]) -> bool:
    left, top, right, bottom = piece.box
    return left == 0 or top == 0 or right == shape[1] or bottom == shape[0]


def _central(piece: Piece, shape: tuple[int, ...]) -> bool:
    left, top, right, bottom = piece.box
    return left < shape[1] / 2 < right and top < shape[0] / 2 < bottom


def _long_and_flat(piece: Piece, shape: tuple[int, ...]) -> bool:
    flat = piece.width > 8 * piece.height and piece.width > 0.3 * shape[1]
    return flat or (piece.height > 12 * piece.width and piece.height > 0.7 * shape[0])


def _inside(box: Box, outer: Box) -> bool:
    return box[0] > outer[0] and box[1] > outer[1] and box[2] < outer[2] and box[3] < outer[3]


def _is_hole(piece: Piece, main: Piece, shape: tuple[int, ...]) -> bool:
    """Return whether a piece is a disc near the border, as a punched hole is."""
    left, top, right, bottom = piece.box
    disc = 0.7 < piece.width / piece.height < 1.4 and piece.area > 0.66 * piece.width * piece.height
    inward = min(left, top, shape[1] - right, shape[0] - bottom)
    apart = gap(piece.box, main.box) > _HOLE_APART * main.size
    return disc and apart and _HOLE[0] < piece.size / main.size < _HOLE[1] and inward < _HOLE_INWARD * max(shape)


def _is_strip(piece: Piece, main: Piece, shape: tuple[int, ...]) -> bool:
    """Return whether a piece beside the digit is what is seen of the sheet's edge."""
    apart = piece is not main and gap(piece.box, main.box) > _HOLE_APART * main.size
    return apart and _along_border(piece, shape)


def _along_border(piece: Piece, shape: tuple[int, ...]) -> bool:
    """Return whether a piece is narrow, and along the border."""
    left, top, right, bottom = piece.box
    upright = piece.height > _STRIP * piece.width and min(left, shape[1] - right) < _STRIP_INWARD * shape[1]
    level = piece.width > _STRIP * piece.height and min(top, shape[0] - bottom) < _STRIP_INWARD * shape[0]
    return upright or level


def _goes_through(piece: Piece, shape: tuple[int, ...]) -> bool:
    """Return whether a piece is a line from border to border: of a fold, a shadow's edge, or a sheet's."""
    left, top, right, bottom = piece.box
    if not ((left == 0 and right == shape[1]) or (top == 0 and bottom == shape[0])) or max(shape) < _LARGE_ENOUGH:
        return False
    across, along = piece.extent
    return across < _LINE * along


def _at_border(piece: Piece, main: Piece) -> Kind:
    thin = piece.area < _STROKES * piece.width * piece.height
    return "neighbour" if thin and piece.height >= _NEIGHBOUR * main.height else "edge"


def _tall(piece: Piece, pieces: list[Piece], main: Piece) -> list[Piece]:
    """Return the others of `pieces` that are half as high as the digit, at least."""
    return [other for other in pieces if other is not piece and other.height >= 0.5 * main.height]


def _is_underline(piece: Piece, pieces: list[Piece], main: Piece) -> bool:
    """Return whether a piece is a line below or above all that is tall."""
    if piece.width < _FLAT * piece.height or piece.width < _FRAMED * main.width:
        return False
    tall = _tall(piece, pieces, main)
    all_ = joined(tall)
    below = piece.box[1] >= all_.box[3] - 0.1 * main.height
    above = piece.box[3] <= all_.box[1] + 0.1 * main.height and piece.width > _WIDER * all_.width
    above = above and piece.box[0] < all_.box[0] and piece.box[2] > all_.box[2]
    return (below or above) and min(distance(piece, other) for other in tall) > _UNDER * main.size


def _is_minus(piece: Piece, pieces: list[Piece], main: Piece, shape: tuple[int, ...]) -> bool:
    """Return whether a piece is a level line beside all that is tall, half as high up: a part of none."""
    if piece.width < _LEVEL * piece.height or piece.height > _LOW * main.height or max(shape) < _LARGE_ENOUGH:
        return False
    return _is_half_up_beside(piece, _tall(piece, pieces, main), main)


def _is_cross(piece: Piece, pieces: list[Piece], main: Piece, shape: tuple[int, ...]) -> bool:
    """Return whether a piece is a plus or a times beside all that is tall: a part of none."""
    low, high = (share * main.height for share in _CROSS)
    is_square = min(piece.width, piece.height) >= _SQUARE * piece.size
    if not low <= piece.height <= high or not is_square or max(shape) < _LARGE_ENOUGH:
        return False
    across, down = _from_middle(piece).T
    far = np.hypot(across, down) > _ARMS
    angles = np.arctan2(down, across)[far]
    in_four, in_two = (abs(np.exp(1j * count * angles).mean()) if far.any() else 0.0 for count in (4, 2))
    return in_four >= _FOUR and in_two <= _TWO and _is_half_up_beside(piece, _tall(piece, pieces, main), main)


def _is_half_up_beside(piece: Piece, tall: list[Piece], main: Piece) -> bool:
    if any(piece.box[0] < other.box[2] and other.box[0] < piece.box[2] for other in tall):
        return False
    middle, (_, top, _, bottom) = (piece.box[1] + piece.box[3]) / 2, joined(tall).box
    is_half_up = _HALF_UP[0] * (bottom - top) <= middle - top <= _HALF_UP[1] * (bottom - top)
    return is_half_up and min(distance(piece, other) for other in tall) > _BESIDE * main.size
