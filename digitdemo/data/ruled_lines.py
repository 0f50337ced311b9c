"""Rules, grids and frames: straight lines that are long and of even width, which ink of a digit may cross.

A line is removed where it is as thin as a line, and stays where something crosses it, the way staffs are taken out of
sheet music: C. Dalitz, M. Droettboom, B. Pranzas, I. Fujinaga, "A comparative study of staff removal algorithms", IEEE
Transactions on Pattern Analysis and Machine Intelligence 30 (5), 2008.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitdemo.data.close_rows import is_in_close_row
from digitdemo.data.components import Box
from digitdemo.data.straight_lines import BRIDGED, COVERED, Line, lines_in, run_lengths

_LONG = 0.2  # of the width or height: a side of a frame
_ACROSS = 0.85  # of the width or height: it needs no other sign of being a rule
_FAMILY = 3  # lines beside each other are rules even where they are not seen right across
_PARTLY = 0.3  # of the width: so much of each of these is seen
_HALF = 0.5  # of the width: such a rule goes on at least so far
_NEAR_EDGE = 0.08  # of the width: a rule leaves the picture at one side at least, or ends as near to it
_ALIKE = 0.8
_THICKER = 2.0  # than others is no side of a frame
_NEAR_CORNER = 0.1  # of a frame's side
_THICK = 1.5
_ROUNDS = 2  # lines that crossed others are found once those are gone


@dataclass(frozen=True, eq=False)
class Ruled:
    """Inked pixels without ruled lines, bool (height, width), and the box of each line."""

    mask: np.ndarray
    lines: tuple[Box, ...]


def without_lines(mask: np.ndarray) -> Ruled:
    """Return `mask`, bool (height, width) of inked pixels, without ruled lines."""
    boxes: list[Box] = []
    for _ in range(_ROUNDS):
        level, upright = lines_in(mask), lines_in(mask.T)
        framing = _framing(level, upright, mask.shape), _framing(upright, level, mask.T.shape)
        level, upright = _rules(level, *framing, mask.shape[1]), _rules(upright, *framing[::-1], mask.shape[0])
        if upright and not level and not boxes:
            upright = [line for line in upright if not is_in_close_row(line, mask)]
        if not level and not upright:
            break
        mask = erased(mask, level)
        mask = erased(mask.T, upright).T
        boxes += [line.box for line in level]
        boxes += [(top, left, bottom, right) for left, top, right, bottom in (line.box for line in upright)]
    return Ruled(mask, tuple(boxes))


def _framing(lines: list[Line], others: list[Line], shape: tuple[int, ...]) -> list[Line]:
    """Return those of `lines`, and of their parts, that are sides of frames; `others` are upright."""
    sides, upright = ([*some, *(part for line in some for part in line.parts)] for some in (lines, others))
    return [side for side in sides if _in_frame(side, sides, upright, shape)]


def _rules(lines: list[Line], framing: list[Line], upright: list[Line], width: int) -> list[Line]:
    """Return those of `lines` that no digit has: right across the picture, of a family, of frames, or dividing these.

    `framing` are the sides of frames, `upright` those that are upright.
    """
    is_family = sum(line.seen >= _PARTLY * width for line in lines) >= _FAMILY
    reach = _NEAR_EDGE * width

    def is_side(line: Line) -> bool:
        return line in framing or _divides(line, upright)

    rules = []
    for line in lines:
        across = line.length >= _ACROSS * width and line.seen >= COVERED * line.length
        leaves = line.first <= reach or line.last >= width - reach  # a tall 1 does neither
        if across or (is_family and leaves and line.length >= _HALF * width):
            rules.append(line)
        elif parts := [part for part in line.parts if is_side(part)]:  # of boxes beside each other
            rules += parts
        elif is_side(line):
            rules.append(line)
    return rules


def _divides(line: Line, upright: list[Line]) -> bool:
    """Return whether a line goes from one of these sides of frames to another, about as wide as these."""
    first, last = (
        [side for side in upright if _ends_on(line, at, across, side)]
        for at, across in zip((line.first, line.last), line.ends, strict=True)
    )
    return any(_beside(one, other) for one in first for other in last)


def _ends_on(line: Line, at: int, across: float, side: Line) -> bool:
    """Return whether a line's end, at that place, is on an upright one that is about as wide."""
    if not side.first < across < side.last or not _alike(line, side):
        return False
    return abs(float(side.middle(np.array(across))) - at) <= max(_NEAR_CORNER / 2 * line.length, 3.0)


def _alike(one: Line, other: Line) -> bool:
    """Return whether both may have been drawn by the same pen."""
    return max(one.width, other.width) <= _THICKER * min(one.width, other.width)


def _in_frame(line: Line, lines: list[Line], others: list[Line], shape: tuple[int, ...]) -> bool:
    """Return whether there is a line beside this one, and two of `others`, which are upright, at their ends.

    One side at least is long.
    """
    height, width = shape
    for beside in lines:
        if beside is line or not _beside(line, beside) or not _alike(line, beside):
            continue
        first, last = sorted((line.ends[0], beside.ends[0]))
        if line.length < _LONG * width and last - first < _LONG * height:
            continue
        reach = max(_NEAR_CORNER * max(line.length, last - first), 4.0)
        upright = [other for other in others if abs(other.first - first) <= reach and abs(other.last - last) <= reach]
        if all(any(abs(other.ends[0] - end) <= reach for other in upright) for end in (line.first, line.last)):
            return True
    return False


def _beside(one: Line, other: Line) -> bool:
    """Return whether two lines begin and end about the same."""
    return min(one.last, other.last) - max(one.first, other.first) >= _ALIKE * (
        max(one.last, other.last) - min(one.first, other.first)
    )


def erased(mask: np.ndarray, lines: Sequence[Line], thicker: float = _THICK) -> np.ndarray:
    """Return `mask` without these nearly horizontal lines, but with what crosses them.

    Something does where the ink is more than `thicker` times as thick as the line.
    """
    if not lines:
        return mask
    height, width = mask.shape
    mask = mask.copy()
    tall = run_lengths(mask.T).T
    for line in lines:
        ends = round(BRIDGED * max(mask.shape))
        columns = np.arange(max(line.first - ends, 0), min(line.last + ends, width))
        reach = round(line.width / 2 + 2)
        rows = np.rint(line.middle(columns)).astype(int)[:, np.newaxis] + np.arange(-reach, reach + 1)
        inside = (rows >= 0) & (rows < height)
        rows = rows.clip(0, height - 1)
        at = rows, np.broadcast_to(columns[:, np.newaxis], rows.shape)
        gone = inside & mask[at] & (tall[at] <= thicker * line.width + 1)
        mask[rows[gone], at[1][gone]] = False
    return mask
