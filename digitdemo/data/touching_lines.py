"""Lines that touch digits, such as a frame or an underline by the same pen: which may be cut off, and what is left.

Thin rules are known as such without reading (digitdemo/data/ruled_lines.py). A line as wide as the digits' may as well
be the bar of a 7 or the foot of a 2, so that a reader has to tell (digitdemo/inference/touching.py).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from digitdemo.data.components import FAINTEST_INK, Box, components_of
from digitdemo.data.digit_finding import Finding, FoundDigit, LeftOut, find_digits
from digitdemo.data.pieces import box_around
from digitdemo.data.ruled_lines import erased
from digitdemo.data.straight_lines import COVERED, Line, lines_in

_SIDE = 240  # pixels: of what is larger, a smaller copy is looked at
_PART = 0.2  # of the largest piece's size: what is smaller is not looked at
_MARGIN = 8  # times in the height: around what is looked at
_MOST_LINES = 4  # the longest
# Shares of the longer side, of the way across, and of the way down.
_WIDEST = 0.11
_LONG = 0.6
_OUTER = 0.35  # as near to the border runs a frame's side, or a line below or above digits
# What of a line stays, in three ways. Where its ink is so many times as thick as the line, something goes on there.
# Between two such places a digit runs along the line, as the round foot of a 0 does, if they are no farther apart than
# these shares of the longer side, where they are of one piece and where they are not.
_WAYS = ((1.5, 0.0, 0.0), (1.5, 0.4, 0.0), (1.15, 0.4, 0.2))
_BESIDE = 3  # pixels to both sides of a line: what is there meets it
# In widths of the line.
_CRUMB = 2.5  # what is left of it
_MEETS = 1.5
_SHORT = 0.3  # so far a line above or below digits may end before they do
_STICKS_OUT = 1.0
_REST = 0.3  # of the tallest digit: what is as large, and none, was a part of one


@dataclass(frozen=True, eq=False)
class Cut:
    """What is left of a picture without some lines: its `digits`, in a small copy, in reading order.

    Beside such lines the digits `strokes` may be mere strokes, of a sign of which the lines are others.
    """

    digits: tuple[FoundDigit, ...]
    strokes: frozenset[int]
    _ink: np.ndarray
    _gone: np.ndarray
    _place: Box
    _lines: _Lines

    def finding(self) -> Finding | None:
        """Return what is found in the picture itself without these lines; None where that is something else."""
        left, top, right, bottom = self._place
        gone = Image.fromarray(self._gone).resize((right - left, bottom - top), Image.Resampling.NEAREST)
        ink = self._ink.copy()
        ink[top:bottom, left:right][np.asarray(gone)] = 0
        found = find_digits(ink)
        if len(found.digits) != len(self.digits):
            return None
        height, width = self._gone.shape
        lines = self._lines.placed(left, top, (right - left) / width, (bottom - top) / height)
        return replace(found, left_out=(*_left_out(lines), *_off_lines(found, lines)), line_cut=True)


@dataclass(frozen=True, eq=False)
class _Lines:
    """Lines that are nearly level, and nearly upright ones, as they are in the picture's transpose."""

    level: tuple[Line, ...] = ()
    upright: tuple[Line, ...] = ()

    @property
    def are_frame(self) -> bool:
        return bool(self.upright)

    def placed(self, left: float, top: float, across: float = 1.0, down: float = 1.0) -> np.ndarray:
        """Return the box of each, float (n, 4): left, top, right, bottom, so many times as large, and moved there."""
        boxes: list[tuple[float, float, float, float]] = []
        for line in self.level:
            half = line.width / 2
            boxes.append((line.first, min(line.ends) - half, line.last, max(line.ends) + half))
        for line in self.upright:
            half = line.width / 2
            boxes.append((min(line.ends) - half, line.first, max(line.ends) + half, line.last))
        return np.array(boxes) * (across, down, across, down) + (left, top, left, top)


def cuts_of(ink: np.ndarray) -> Iterator[Cut]:
    """Yield what is left of `ink`, uint8 (h, w), without lines that may touch its digits; nothing if there are none."""
    place = _looked_at(ink)
    if place is None:
        return
    left, top, right, bottom = place
    whole = Image.fromarray(ink[top:bottom, left:right])
    small = np.asarray(whole.reduce(max(1, -(-max(whole.size) // _SIDE))))
    mask = small >= FAINTEST_INK
    for lines in _choices(_Lines(_outer(mask), _outer(mask.T))):
        for way in _WAYS:
            kept = _without(mask, lines, *way)
            margin = max(_MARGIN, len(small) // _MARGIN)
            found = find_digits(np.pad(np.where(kept, small, np.uint8(0)), margin))
            if not _is_all(found, lines.placed(margin, margin)):
                continue
            if lines.are_frame or _sticking_out(lines, found, margin) >= -_SHORT:
                strokes = _strokes(lines, found, margin)
                yield Cut(found.digits, strokes, ink, mask & ~kept, place, lines)


def _looked_at(ink: np.ndarray) -> Box | None:
    components = components_of(ink >= FAINTEST_INK)
    if not len(components):
        return None
    sizes = components.sizes
    return box_around(components.boxes[sizes >= _PART * sizes.max()])


def _outer(mask: np.ndarray) -> tuple[Line, ...]:
    """Return the long lines in `mask` that are nearly level, and run near to its upper or lower border."""
    height, width = mask.shape
    found = []
    for line in (_followed(line, mask) for line in lines_in(mask, _WIDEST)):
        down = sum(line.ends) / (2 * height)
        if line.length >= _LONG * width and line.seen >= COVERED * line.length and abs(down - 0.5) >= 0.5 - _OUTER:
            found.append(line)
    return tuple(sorted(found, key=lambda line: -line.length)[:_MOST_LINES])


def _followed(line: Line, mask: np.ndarray) -> Line:
    """Return a line with what goes on straight beyond its ends, where others cross it."""
    width = mask.shape[1]

    def goes_on(column: int) -> bool:
        nearest = min(max(column, line.first), line.last)
        row = round(float(line.middle(np.array(nearest))) + line.slope * (column - nearest))
        return 0 <= column < width and bool(mask[max(0, row - 1) : row + 2, column].any())

    first, last = line.first, line.last
    while goes_on(first - 1):
        first -= 1
    while goes_on(last):
        last += 1
    return replace(line, first=first, last=last, seen=line.seen + line.first - first + last - line.last)


def _choices(found: _Lines) -> Iterator[_Lines]:
    """Yield which lines may be cut off: a frame's four, one that is level, or two of these."""
    frame = next(
        (
            _Lines(level, upright)
            for level in itertools.combinations(found.level, 2)
            for upright in itertools.combinations(found.upright, 2)
            if all(_meet(one, other) for one in level for other in upright)
        ),
        _Lines(),
    )
    if frame.are_frame:
        yield frame
    level = [line for line in found.level if line not in frame.level]
    yield from (_Lines((line,)) for line in level)
    if len(level) == 2:
        yield _Lines(tuple(level))


def _meet(level: Line, upright: Line) -> bool:
    down, across = sum(level.ends) / 2, sum(upright.ends) / 2
    reach = _MEETS * max(level.width, upright.width)
    return upright.first - reach <= down <= upright.last + reach and level.first - reach <= across <= level.last + reach


def _without(mask: np.ndarray, lines: _Lines, thicker: float, of_one: float, of_two: float) -> np.ndarray:
    """Return `mask` without these lines, but with what goes on across them and what runs along them."""
    left = erased(erased(mask, lines.level, thicker).T, lines.upright, thicker).T
    components = components_of(left)
    crumb = _CRUMB * max(line.width for line in (*lines.level, *lines.upright))
    left = components.mask(np.flatnonzero(components.sizes > crumb))
    reach = of_one * max(mask.shape), of_two * max(mask.shape)
    along = np.zeros_like(mask)
    for line in lines.level:
        along |= _running_along(line, left, *reach)
    for line in lines.upright:
        along |= _running_along(line, left.T, *reach).T
    return left | (along & mask)


def _running_along(line: Line, left: np.ndarray, of_one: float, of_two: float) -> np.ndarray:
    """Return where the line, bool as `left`, is between two places where something in `left` meets it.

    They are at most so many pixels apart, of one piece and of two.
    """
    numbers = components_of(left).numbers
    columns = np.arange(max(line.first, 0), min(line.last, left.shape[1]))
    middle, half = np.rint(line.middle(columns)).astype(int), round(line.width / 2)
    upper, lower = ((middle + reach).clip(0) for reach in (-half - _BESIDE, half + _BESIDE + 1))
    met = np.array(
        [numbers[top:bottom, column].max(initial=0) for top, bottom, column in zip(upper, lower, columns, strict=True)]
    )
    along = np.zeros_like(left)
    for one, other in itertools.pairwise(np.flatnonzero(met)):
        if 1 < other - one <= (of_one if met[one] == met[other] else of_two):
            for at in range(one, other + 1):
                along[max(0, middle[at] - half - 2) : max(0, middle[at] + half + 3), columns[at]] = True
    return along


def _is_all(found: Finding, lines: np.ndarray) -> bool:
    """Return whether nothing but digits is left, and what is small, or remains of the lines in these boxes."""
    if not found.digits or found.doubtful:
        return False
    tallest = max(digit.box[3] - digit.box[1] for digit in found.digits)
    others = [one.box for one in _off_lines(found, lines) if one.kind not in ("speck", "rule")]
    return all(max(right - left, bottom - top) < _REST * tallest for left, top, right, bottom in others)


def _sticking_out(lines: _Lines, found: Finding, margin: int) -> float:
    """Return how many of its widths the shortest of level lines goes beyond the digits, to both sides at least."""
    left, _, right, _ = box_around(np.array([digit.box for digit in found.digits]))
    return min(min(left - margin - line.first, line.last - right + margin) / line.width for line in lines.level)


def _strokes(lines: _Lines, found: Finding, margin: int) -> frozenset[int]:
    if lines.are_frame:
        return frozenset()
    lowest = max(digit.box[3] for digit in found.digits) - margin
    are_below = all(sum(line.ends) / 2 + line.width > lowest for line in lines.level)
    return frozenset({1} if are_below and _sticking_out(lines, found, margin) >= _STICKS_OUT else {1, 7})


def _left_out(lines: np.ndarray) -> list[LeftOut]:
    """Return the lines in these boxes: four of them are one frame."""
    is_frame = len(lines) == 4
    boxes = [box_around(lines)] if is_frame else lines
    return [LeftOut(tuple(np.rint(box).astype(int).tolist()), "frame" if is_frame else "rule") for box in boxes]


def _off_lines(found: Finding, lines: np.ndarray) -> list[LeftOut]:
    """Return what was left out but what remains of the lines in these boxes."""
    middles = np.array([one.box for one in found.left_out]).reshape(-1, 2, 2).mean(1)
    reach = _MEETS * (lines[:, 2:] - lines[:, :2]).min(1, keepdims=True)
    inside = (middles[:, None] >= lines[:, :2] - reach) & (middles[:, None] <= lines[:, 2:] + reach)
    return [one for one, is_rest in zip(found.left_out, inside.all(2).any(1), strict=True) if not is_rest]
