"""Rules, grids and frames: straight lines that are long and of even width, which ink of a digit may cross.

A line is removed where it is as thin as a line, and stays where something crosses it, the way staffs are taken out of
sheet music: C. Dalitz, M. Droettboom, B. Pranzas, I. Fujinaga, "A comparative study of staff removal algorithms", IEEE
Transactions on Pattern Analysis and Machine Intelligence 30 (5), 2008.
"""

from dataclasses import dataclass

import numpy as np

from digitdemo.data.components import Box, components_of, painted, runs_of

# Shares of the picture's longer side, unless said otherwise.
_WIDEST = 0.016  # a line's width
_BRIDGED = 0.03  # what crosses a line is no wider, or the line goes on as another piece
_SHORTEST = 0.08  # a piece
_LONG = 0.2  # a side of a frame
_ACROSS = 0.85  # of the width or height: it needs no other sign of being a rule
_STEEPEST = 0.12
_LEVEL = 3  # times as long as it is high is every piece of a line
_COVERED = 0.35  # of its length: the rest may be too faint, or crossed
_TURNED = 0.03  # between the slopes of two pieces of one line
_FAMILY = 3  # lines beside each other are rules even where they are not seen right across
_PARTLY = 0.3  # of the width: so much of each of these is seen
_HALF = 0.5  # of the width: such a rule goes on at least so far
_ALIKE = 0.8
_THICKER = 2.0  # than others is no side of a frame
_NEAR_CORNER = 0.1  # of a frame's side
_BINS = 24  # along a piece, in each of which it has one place
_MOST_PIECES = 60
_ROUNDS = 2  # lines that crossed others are found once those are gone


@dataclass(frozen=True, eq=False)
class _Line:
    """A line that is nearly horizontal: where it begins and ends, how much is seen, its width, the curve of its middle.

    `curve` is a polynomial, as `np.polyval` takes it.
    """

    first: int
    last: int
    seen: int
    width: float
    curve: np.ndarray

    def middle(self, across: np.ndarray) -> np.ndarray:
        return np.polyval(self.curve, across)


@dataclass(frozen=True, eq=False)
class Ruled:
    """Inked pixels without ruled lines, bool (height, width), and the box of each line."""

    mask: np.ndarray
    lines: tuple[Box, ...]


def without_lines(mask: np.ndarray) -> Ruled:
    """Return `mask`, bool (height, width) of inked pixels, without ruled lines."""
    boxes: list[Box] = []
    for _ in range(_ROUNDS):
        level, upright = _lines(mask), _lines(mask.T)
        level, upright = _rules(level, upright, mask.shape), _rules(upright, level, mask.T.shape)
        if not level and not upright:
            break
        mask = _erased(mask, level)
        mask = _erased(mask.T, upright).T
        boxes += [_box(line) for line in level]
        boxes += [(top, left, bottom, right) for left, top, right, bottom in map(_box, upright)]
    return Ruled(mask, tuple(boxes))


def _spread(mask: np.ndarray, reach: int, axis: int) -> np.ndarray:
    """Return `mask` with every pixel spread that far both ways along `axis`."""
    padding = [(0, 0), (0, 0)]
    padding[axis] = (reach + 1, reach)
    sums = np.moveaxis(np.pad(mask, padding).cumsum(axis, dtype=np.int32), axis, 0)
    return np.moveaxis(sums[2 * reach + 1 :] > sums[: -2 * reach - 1], 0, axis)


def _lines(mask: np.ndarray) -> list[_Line]:
    """Return the thin and nearly horizontal lines in `mask`."""
    side = max(mask.shape)
    tall, wide = _run_lengths(mask.T).T, _run_lengths(mask)
    thin = mask & (tall <= max(2, round(_WIDEST * side))) & (wide >= _LEVEL * tall)
    reach = max(1, round(_BRIDGED * side / 2))
    found = components_of(_spread(_spread(thin, reach, 1), 1, 0))
    lengths = found.boxes[:, 2] - found.boxes[:, 0]
    numbers = np.argsort(-lengths, kind="stable")[:_MOST_PIECES]
    pieces = []
    for number in numbers[lengths[numbers] >= _SHORTEST * side]:
        left, top, right, bottom = found.boxes[number]
        part = thin[top:bottom, left:right] & (found.numbers[top:bottom, left:right] == number + 1)
        rows, columns = np.nonzero(part)
        line = _fitted(columns + left, rows + top, tall[rows + top, columns + left])
        if line is not None and line.last - line.first >= _SHORTEST * side:
            pieces.append(line)
    return _continued(pieces)


def _fitted(columns: np.ndarray, rows: np.ndarray, widths: np.ndarray) -> _Line | None:
    """Return the line through most of these pixels, or None where they are no line."""
    if np.ptp(columns) < _BINS:
        return None
    bins = (columns - columns.min()) * _BINS // (np.ptp(columns) + 1)
    count = np.bincount(bins, minlength=_BINS)
    filled = np.flatnonzero(count)
    x, y = (np.bincount(bins, of, _BINS)[filled] / count[filled] for of in (columns, rows))
    one, other = np.triu_indices(len(x), 1)
    if not len(one):
        return None
    slope = float(np.median((y[other] - y[one]) / (x[other] - x[one])))
    if abs(slope) > _STEEPEST:
        return None
    width = float(np.median(widths))
    curve, reach = np.array([slope, np.median(y - slope * x)]), width / 2 + 4
    for degree in (1, 2):
        near = np.abs(rows - np.polyval(curve, columns)) <= reach
        if len(np.unique(columns[near])) < _BINS // 2:
            return None
        curve, reach = np.polyfit(columns[near], rows[near], degree), width / 2 + 2
    near = np.abs(rows - np.polyval(curve, columns)) <= width / 2 + 1.5
    covered, firsts = np.unique(columns[near], return_index=True)
    if not len(covered) or len(covered) < _COVERED * np.ptp(covered):
        return None
    # Most of the columns may lie in a stroke that runs along the line.
    width = float(np.quantile(widths[near][firsts], 0.4))
    return _Line(int(covered[0]), int(covered[-1]) + 1, len(covered), width, curve)


def _continued(pieces: list[_Line]) -> list[_Line]:
    """Return the lines that these pieces make up: those that lie on each other's way are one."""
    lines: list[_Line] = []
    for piece in sorted(pieces, key=lambda piece: piece.first - piece.last):
        for number, line in enumerate(lines):
            if _on_the_way(line, piece):
                lines[number] = _both(line, piece)
                break
        else:
            lines.append(piece)
    return lines


def _on_the_way(line: _Line, piece: _Line) -> bool:
    ends = np.array([piece.first, piece.last])
    slope = float(np.diff(piece.middle(ends))[0]) / (piece.last - piece.first)
    along = float(np.diff(line.middle(np.array([line.first, line.last])))[0]) / (line.last - line.first)
    if abs(slope - along) > _TURNED:
        return False
    # Beyond its ends a line goes on straight.
    nearest = ends.clip(line.first, line.last)
    expected = line.middle(nearest) + along * (ends - nearest)
    return float(np.abs(expected - piece.middle(ends)).min()) <= max(line.width, 3)


def _both(line: _Line, piece: _Line) -> _Line:
    points = np.concatenate([np.linspace(one.first, one.last, max(2, one.seen // 4)) for one in (line, piece)])
    rows = np.concatenate(
        [one.middle(np.linspace(one.first, one.last, max(2, one.seen // 4))) for one in (line, piece)]
    )
    return _Line(
        min(line.first, piece.first),
        max(line.last, piece.last),
        line.seen + piece.seen,
        line.width,
        np.polyfit(points, rows, 2),
    )


def _rules(lines: list[_Line], others: list[_Line], shape: tuple[int, ...]) -> list[_Line]:
    """Return those of `lines` that no digit has: right across the picture, of a family, of frames, or dividing these.

    `others` are upright.
    """
    height, width = shape
    family = [line for line in lines if line.seen >= _PARTLY * width]
    is_family = len(family) >= _FAMILY
    framing = [other for other in others if _in_frame(other, others, lines, (width, height))]
    rules = []
    for line in lines:
        length = line.last - line.first
        across = length >= _ACROSS * width and line.seen >= _COVERED * length
        ruled = is_family and length >= _HALF * width
        if across or ruled or _in_frame(line, lines, others, shape) or _divides(line, framing):
            rules.append(line)
    return rules


def _divides(line: _Line, framing: list[_Line]) -> bool:
    """Return whether a line goes from one side of a frame to another one, about as wide as these."""
    first, last = ([side for side in framing if _ends_on(line, at, side)] for at in (line.first, line.last))
    return any(_beside(one, other) for one in first for other in last)


def _ends_on(line: _Line, at: int, side: _Line) -> bool:
    """Return whether a line's end `at` is on an upright one that is about as wide."""
    across = float(line.middle(np.array(at)))
    reach = max(_NEAR_CORNER / 2 * (line.last - line.first), 3.0)
    return (
        _alike(line, side)
        and side.first < across < side.last
        and abs(float(side.middle(np.array(across))) - at) <= reach
    )


def _alike(one: _Line, other: _Line) -> bool:
    """Return whether both may have been drawn by the same pen."""
    return max(one.width, other.width) <= _THICKER * min(one.width, other.width)


def _in_frame(line: _Line, lines: list[_Line], others: list[_Line], shape: tuple[int, ...]) -> bool:
    """Return whether there is a line beside this one, and two of `others`, which are upright, at their ends.

    One side at least is long.
    """
    height, width = shape
    for beside in lines:
        if beside is line or not _beside(line, beside) or not _alike(line, beside):
            continue
        first, last = sorted(float(one.middle(np.array(one.first))) for one in (line, beside))
        if line.last - line.first < _LONG * width and last - first < _LONG * height:
            continue
        reach = max(_NEAR_CORNER * max(line.last - line.first, last - first), 4.0)
        upright = [other for other in others if abs(other.first - first) <= reach and abs(other.last - last) <= reach]
        if all(
            any(abs(float(other.middle(np.array(other.first))) - end) <= reach for other in upright)
            for end in (line.first, line.last)
        ):
            return True
    return False


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
    starts, ends = runs_of(mask)
    height, width = mask.shape
    return painted((height, width), starts, ends, ends - starts)


def _box(line: _Line) -> Box:
    rows = line.middle(np.array([line.first, line.last]))
    return line.first, max(int(rows.min()), 0), line.last, int(rows.max()) + 1
