"""Rules, grids and frames: straight lines that are long and of even width, which ink of a digit may cross.

A line is removed where it is as thin as a line, and stays where something crosses it, the way staffs are taken out of
sheet music: C. Dalitz, M. Droettboom, B. Pranzas, I. Fujinaga, "A comparative study of staff removal algorithms", IEEE
Transactions on Pattern Analysis and Machine Intelligence 30 (5), 2008.
"""

from dataclasses import dataclass

import numpy as np

from digitdemo.data.components import Box, components_of

# Shares of the picture's longer side, unless said otherwise.
_WIDEST = 0.016  # a line's width
_BRIDGED = 0.05  # what crosses a line is no wider
_LONG = 0.35  # a line that goes on beyond the digit
_ACROSS = 0.85  # of the width or height: it needs no other sign of being a rule
_STEEPEST = 0.12
_BINS = 32  # along a line, in each of which it has one place
_ROUNDS = 3  # lines that crossed others are found once those are gone
_LEVEL = 3  # times as long as it is high is every piece of a line
_BENT = 0.01
_COVERED = 0.4  # of its length
_ALIKE = 0.8
_MOST_LINES = 80


@dataclass(frozen=True)
class _Line:
    """A line that is nearly horizontal: where it begins and ends, its width, and the curve of its middle."""

    first: int
    last: int
    width: float
    curve: np.ndarray  # of np.polyval

    def middle(self, across: np.ndarray) -> np.ndarray:
        return np.polyval(self.curve, across)


def without_lines(mask: np.ndarray) -> tuple[np.ndarray, list[Box]]:
    """Return `mask`, bool (height, width) of inked pixels, without ruled lines, and the box of each of these."""
    boxes: list[Box] = []
    side = max(mask.shape)
    for _ in range(_ROUNDS):
        level, upright = _lines(mask, side), _lines(mask.T, side)
        level, upright = _rules(level, upright, mask.shape), _rules(upright, level, mask.shape[::-1])
        if not level and not upright:
            break
        mask = _erased(mask, level)
        mask = _erased(mask.T, upright).T
        boxes += [_box(line) for line in level]
        boxes += [(top, left, bottom, right) for left, top, right, bottom in map(_box, upright)]
    return mask, boxes


def _lines(mask: np.ndarray, side: int) -> list[_Line]:
    """Return the long, thin and nearly horizontal lines in `mask`."""
    tall, wide = _run_lengths(mask.T).T, _run_lengths(mask)
    thin = mask & (tall <= max(2, round(_WIDEST * side))) & (wide >= _LEVEL * tall)
    reach = max(1, round(_BRIDGED * side / 2))
    bridged = _spread(_spread(thin, reach, 1), 1, 0)
    found = components_of(bridged)
    long = np.flatnonzero(found.boxes[:, 2] - found.boxes[:, 0] >= _LONG * side)[:_MOST_LINES]
    lines = []
    for number in long:
        left, top, right, bottom = found.boxes[number]
        part = thin[top:bottom, left:right] & (found.numbers[top:bottom, left:right] == number + 1)
        rows, columns = np.nonzero(part)
        line = _fitted(columns + left, rows + top, tall[rows + top, columns + left], side)
        if line is not None:
            lines.append(line)
    return lines


def _fitted(columns: np.ndarray, rows: np.ndarray, widths: np.ndarray, side: int) -> _Line | None:
    """Return the line through most of these pixels, or None where they are no line."""
    bins = (columns - columns.min()) * _BINS // (np.ptp(columns) + 1)
    filled = np.unique(bins)
    x = np.array([np.median(columns[bins == number]) for number in filled])
    y = np.array([np.median(rows[bins == number]) for number in filled])
    one, other = np.triu_indices(len(x), 1)
    if not len(one):
        return None
    slope = float(np.median((y[other] - y[one]) / (x[other] - x[one])))
    if abs(slope) > _STEEPEST:
        return None
    curve = np.array([slope, np.median(y - slope * x)])
    near = np.abs(rows - np.polyval(curve, columns)) <= _BENT * side
    if np.count_nonzero(near) < 3:
        return None
    curve = np.polyfit(columns[near], rows[near], 1)
    width = float(np.median(widths[near]))
    for degree in (1, 2):
        near = np.abs(rows - np.polyval(curve, columns)) <= width / 2 + 2
        if len(np.unique(columns[near])) < 3:
            return None
        curve = np.polyfit(columns[near], rows[near], degree)
    near = np.abs(rows - np.polyval(curve, columns)) <= width / 2 + 1.5
    covered = np.unique(columns[near])
    if not len(covered):
        return None
    first, last = int(covered[0]), int(covered[-1]) + 1
    if last - first < _LONG * side or len(covered) < _COVERED * (last - first):
        return None
    # A quarter of the columns may lie in a stroke that runs along the line.
    order = np.argsort(columns[near], kind="stable")
    of_column = widths[near][order][np.searchsorted(columns[near][order], covered)]
    return _Line(first, last, float(np.quantile(of_column, 0.4)), curve)


def _rules(lines: list[_Line], others: list[_Line], shape: tuple[int, ...]) -> list[_Line]:
    """Return those of `lines` that no digit has: right across the picture, or sides of a frame with `others`."""
    width = shape[1]
    rules = []
    for line in lines:
        beside = sum(_beside(line, other) for other in lines if other is not line)
        across = line.last - line.first >= _ACROSS * width
        if across or (beside and len(others) > 1):
            rules.append(line)
    return rules


def _beside(one: _Line, other: _Line) -> bool:
    """Return whether two lines begin and end about the same."""
    return min(one.last, other.last) - max(one.first, other.first) >= _ALIKE * (
        max(one.last, other.last) - min(one.first, other.first)
    )


def _erased(mask: np.ndarray, lines: list[_Line]) -> np.ndarray:
    """Return `mask` without these nearly horizontal lines, but with what crosses them."""
    if not lines:
        return mask
    height, width = mask.shape
    mask = mask.copy()
    tall = _run_lengths(mask.T).T
    for line in lines:
        ends = round(_BRIDGED * max(mask.shape))
        columns = np.arange(max(line.first - ends, 0), min(line.last + ends, width))
        reach = round(line.width / 2 + 2)
        rows = np.rint(line.middle(columns)).astype(int)[:, np.newaxis] + np.arange(-reach, reach + 1)
        inside = (rows >= 0) & (rows < height)
        rows = rows.clip(0, height - 1)
        at = rows, np.broadcast_to(columns[:, np.newaxis], rows.shape)
        gone = inside & mask[at] & (tall[at] <= 1.5 * line.width + 1)
        mask[rows[gone], at[1][gone]] = False
    return mask


def _run_lengths(mask: np.ndarray) -> np.ndarray:
    """Return for each pixel of `mask` how many there are of its run along the row, int32 (height, width); 0 outside."""
    height, width = mask.shape
    flat = np.zeros(height * (width + 1) + 2, bool)
    flat[1:-1].reshape(height, width + 1)[:, :-1] = mask
    changes = np.flatnonzero(flat[1:] != flat[:-1])
    starts, ends = changes[::2], changes[1::2]
    steps = np.zeros(height * (width + 1) + 1, np.int32)
    steps[starts] = ends - starts
    steps[ends] -= (ends - starts).astype(np.int32)
    return steps.cumsum(dtype=np.int32)[:-1].reshape(height, width + 1)[:, :-1]


def _spread(mask: np.ndarray, reach: int, axis: int) -> np.ndarray:
    """Return `mask` with every pixel spread that far both ways along `axis`."""
    padding = [(0, 0), (0, 0)]
    padding[axis] = (reach + 1, reach)
    sums = np.moveaxis(np.pad(mask, padding).cumsum(axis, dtype=np.int32), axis, 0)
    return np.moveaxis(sums[2 * reach + 1 :] > sums[: -2 * reach - 1], 0, axis)


def _box(line: _Line) -> Box:
    rows = line.middle(np.array([line.first, line.last]))
    return line.first, max(int(rows.min()), 0), line.last, int(rows.max()) + 1
