"""Which ink of a picture is a digit, and which is a rule, an edge, a frame, a speck, a caption or a neighbour."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from digitdemo.data.components import Box, Components, components_of

Kind = Literal["edge", "rule", "frame", "hole", "speck", "caption", "neighbour", "outside"]

_FAINTEST_INK = 16  # below it a pixel is paper: anti-aliasing's outermost rim, a scanner's noise
_MOST_DIGITS = 12
_MOST_PIECES = 60  # components that are looked at, the largest first
# Shares of the height of the tallest piece.
_TALL = 0.5  # what is as tall is a digit of its own
_NEAR = 0.25  # what is as near to a digit belongs to it
_SPECK = 0.06  # what is as small, both ways, is dirt
# Of an outline and what is in it: what is as tall is no part of the outline.
_FRAMED = 0.3


@dataclass(frozen=True, eq=False)
class FoundDigit:
    """A digit: its ink alone, uint8 of the whole picture's shape (h, w), 0 = paper, 255 = ink, and its box."""

    ink: np.ndarray
    box: Box


@dataclass(frozen=True)
class LeftOut:
    """Ink that is no digit: its box, and what it is taken for."""

    box: Box
    kind: Kind


@dataclass(frozen=True, eq=False)
class Finding:
    """The digits of a picture in reading order, at most twelve, and what was left out.

    `doubtful` is true where a careful human would doubt which ink is the digit.
    """

    digits: tuple[FoundDigit, ...]
    left_out: tuple[LeftOut, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True)
class _Piece:
    """Components that are one thing: their numbers and the box around them."""

    numbers: tuple[int, ...]
    box: Box

    @property
    def width(self) -> int:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]


def find_digits(ink: np.ndarray, within: Box | None = None) -> Finding:
    """Return the digits in `ink`, uint8 (h, w) with 0 = paper and 255 = ink.

    `within` is a box that somebody drew around the digit: what is in it is one, what is outside is not.

    Raises:
        ValueError: `ink` is not a two-dimensional uint8 array.
    """
    if ink.ndim != 2 or ink.dtype != np.uint8:
        raise ValueError(f"ink: {ink.dtype} array of shape {ink.shape} is not allowed; give uint8 (height, width)")
    if within is not None:
        left, top, right, bottom = within
        inside = np.zeros_like(ink)
        inside[top:bottom, left:right] = ink[top:bottom, left:right]
        ink = inside
    found = components_of(ink >= _FAINTEST_INK)
    if not len(found):
        return Finding(())
    largest = np.argsort(found.boxes[:, 2:].sum(1) - found.boxes[:, :2].sum(1))[::-1][:_MOST_PIECES]
    pieces = [_Piece((int(number),), _box(found.boxes[number])) for number in largest]
    left_out: list[LeftOut] = []
    if within is None:
        pieces = _sorted_out(pieces, found, left_out)
    pieces = _together(pieces)
    tallest = max(piece.height for piece in pieces)
    if within is not None:
        digits = [replace(pieces[0], numbers=tuple(n for piece in pieces for n in piece.numbers), box=_around(pieces))]
    else:
        digits = [piece for piece in pieces if piece.height >= _TALL * tallest]
        left_out += [LeftOut(piece.box, "speck") for piece in pieces if piece.height < _TALL * tallest]
    digits = _read(digits)[:_MOST_DIGITS]
    return Finding(tuple(FoundDigit(_only(ink, found, piece), piece.box) for piece in digits), tuple(left_out))


def _box(numbers: np.ndarray) -> Box:
    left, top, right, bottom = (int(number) for number in numbers)
    return left, top, right, bottom


def _sorted_out(pieces: list[_Piece], found: Components, left_out: list[LeftOut]) -> list[_Piece]:
    """Return the pieces without edges, frames and rules, unless nothing would remain."""
    height, width = found.shape
    kept = []
    for piece in pieces:
        left, top, right, bottom = piece.box
        kind: Kind | None = None
        if (piece.width > 8 * piece.height and piece.width > 0.3 * width) or (
            piece.height > 12 * piece.width and piece.height > 0.7 * height
        ):
            kind = "rule"
        elif left == 0 or top == 0 or right == width or bottom == height:
            kind = "edge"
        elif any(_inside(other.box, piece.box) and other.height > _FRAMED * piece.height for other in pieces):
            kind = "frame"
        if kind:
            left_out.append(LeftOut(piece.box, kind))
        else:
            kept.append(piece)
    if not kept or max(p.height for p in kept) < 0.1 * max(p.height for p in pieces):
        left_out.clear()
        return pieces
    return kept


def _inside(box: Box, outer: Box) -> bool:
    return box[0] > outer[0] and box[1] > outer[1] and box[2] < outer[2] and box[3] < outer[3]


def _together(pieces: list[_Piece]) -> list[_Piece]:
    """Return the pieces with those joined that are near each other, for their height."""
    tallest = max(max(piece.height, piece.width) for piece in pieces)
    pieces = [piece for piece in pieces if max(piece.width, piece.height) >= _SPECK * tallest]
    joined = True
    while joined:
        joined = False
        for i, one in enumerate(pieces):
            for other in pieces[i + 1 :]:
                if _gap(one.box, other.box) <= _NEAR * tallest and min(one.height, other.height) < _TALL * tallest:
                    pieces = [piece for piece in pieces if piece not in (one, other)]
                    pieces.append(_Piece(one.numbers + other.numbers, _around([one, other])))
                    joined = True
                    break
            if joined:
                break
    return pieces


def _gap(one: Box, other: Box) -> int:
    across = max(one[0], other[0]) - min(one[2], other[2])
    down = max(one[1], other[1]) - min(one[3], other[3])
    return max(across, down, 0)


def _around(pieces: list[_Piece]) -> Box:
    boxes = np.array([piece.box for piece in pieces])
    return _box(np.concatenate([boxes[:, :2].min(0), boxes[:, 2:].max(0)]))


def _read(pieces: list[_Piece]) -> list[_Piece]:
    """Return the pieces line by line, each from left to right."""
    lines: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.box[1]):
        middle = (piece.box[1] + piece.box[3]) / 2
        line = next((line for line in lines if line[0].box[1] < middle < line[0].box[3]), None)
        if line is None:
            lines.append([piece])
        else:
            line.append(piece)
    return [piece for line in lines for piece in sorted(line, key=lambda piece: piece.box[0])]


def _only(ink: np.ndarray, found: Components, piece: _Piece) -> np.ndarray:
    return np.where(found.mask(np.array(piece.numbers)), ink, 0).astype(np.uint8)
