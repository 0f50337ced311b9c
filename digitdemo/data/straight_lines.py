"""Straight lines in a picture's ink that are nearly horizontal: pieces of even width, and those on each other's way."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from digitdemo.data.components import Box, components_of, painted, runs_of

BRIDGED = 0.03  # of the longer side: what crosses a line is no wider, or the line goes on as another piece
COVERED = 0.35  # of a line's length: the rest may be too faint, or crossed
_WIDEST = 0.016  # of the longer side: a line's width
_SHORTEST = 0.08  # of the longer side: a piece
_STEEPEST = 0.12
_LEVEL = 3  # times as long as it is high is every piece of a line
_TURNED = 0.03  # between the slopes of two pieces of one line
_BINS = 24  # along a piece, in each of which it has one place
_MOST_PIECES = 60


@dataclass(frozen=True, eq=False)
class Line:
    """A line that is nearly horizontal: where it begins and ends, how much is seen, its width, the curve of its middle.

    `curve` is a polynomial, as `np.polyval` takes it. `parts` are the pieces that it was made of, if they were several.
    """

    first: int
    last: int
    seen: int
    width: float
    curve: np.ndarray
    parts: tuple[Line, ...] = ()

    @property
    def length(self) -> int:
        """Return how far it goes across."""
        return self.last - self.first

    @property
    def slope(self) -> float:
        """Return how far down it goes for each pixel across, from end to end."""
        return (self.ends[1] - self.ends[0]) / self.length

    @functools.cached_property
    def ends(self) -> tuple[float, float]:
        """Return how far down it begins and ends."""
        first, last = self.middle(np.array([self.first, self.last]))
        return float(first), float(last)

    @property
    def box(self) -> Box:
        """Return the box around its middle."""
        return self.first, max(int(min(self.ends)), 0), self.last, int(max(self.ends)) + 1

    def middle(self, across: np.ndarray) -> np.ndarray:
        """Return how far down its middle is at those places across."""
        return np.polyval(self.curve, across)


def lines_in(mask: np.ndarray, widest: float = _WIDEST) -> list[Line]:
    """Return the nearly horizontal lines in `mask` that are thin: no wider than that share of its longer side."""
    side = max(mask.shape)
    tall, wide = run_lengths(mask.T).T, run_lengths(mask)
    thin = mask & (tall <= max(2, round(widest * side))) & (wide >= _LEVEL * tall)
    reach = max(1, round(BRIDGED * side / 2))
    found = components_of(_spread(_spread(thin, reach, 1), 1, 0))
    lengths = found.boxes[:, 2] - found.boxes[:, 0]
    numbers = np.argsort(-lengths, kind="stable")[:_MOST_PIECES]
    pieces = []
    for number in numbers[lengths[numbers] >= _SHORTEST * side]:
        left, top, right, bottom = found.boxes[number]
        part = thin[top:bottom, left:right] & (found.numbers[top:bottom, left:right] == number + 1)
        rows, columns = np.nonzero(part)
        line = _fitted(columns + left, rows + top, tall[rows + top, columns + left])
        if line is not None and line.length >= _SHORTEST * side:
            pieces.append(line)
    return _continued(pieces)


def run_lengths(mask: np.ndarray) -> np.ndarray:
    """Return for each pixel of `mask` how many there are of its run along the row, int32 (height, width); 0 outside."""
    starts, ends = runs_of(mask)
    height, width = mask.shape
    return painted((height, width), starts, ends, ends - starts)


def _spread(mask: np.ndarray, reach: int, axis: int) -> np.ndarray:
    """Return `mask` with every pixel spread that far both ways along `axis`."""
    padding = [(0, 0), (0, 0)]
    padding[axis] = (reach + 1, reach)
    sums = np.moveaxis(np.pad(mask, padding).cumsum(axis, dtype=np.int32), axis, 0)
    return np.moveaxis(sums[2 * reach + 1 :] > sums[: -2 * reach - 1], 0, axis)


def _fitted(columns: np.ndarray, rows: np.ndarray, widths: np.ndarray) -> Line | None:
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
    if not len(covered) or len(covered) < COVERED * np.ptp(covered):
        return None
    # Most of the columns may lie in a stroke that runs along the line.
    width = float(np.quantile(widths[near][firsts], 0.4))
    return Line(int(covered[0]), int(covered[-1]) + 1, len(covered), width, curve)


def _continued(pieces: list[Line]) -> list[Line]:
    """Return the lines that these pieces make up: those that lie on each other's way are one."""
    lines: list[Line] = []
    for piece in sorted(pieces, key=lambda piece: -piece.length):
        for number, line in enumerate(lines):
            if _on_the_way(line, piece):
                lines[number] = _both(line, piece)
                break
        else:
            lines.append(piece)
    return lines


def _on_the_way(line: Line, piece: Line) -> bool:
    if abs(piece.slope - line.slope) > _TURNED:
        return False
    # Beyond its ends a line goes on straight.
    ends = np.array([piece.first, piece.last])
    nearest = ends.clip(line.first, line.last)
    expected = line.middle(nearest) + line.slope * (ends - nearest)
    return float(np.abs(expected - piece.ends).min()) <= max(line.width, 3)


def _both(line: Line, piece: Line) -> Line:
    both = line, piece
    places = [np.linspace(one.first, one.last, max(2, one.seen // 4)) for one in both]
    rows = [one.middle(across) for one, across in zip(both, places, strict=True)]
    return Line(
        min(line.first, piece.first),
        max(line.last, piece.last),
        line.seen + piece.seen,
        line.width,
        np.polyfit(np.concatenate(places), np.concatenate(rows), 2),
        (*(line.parts or (line,)), piece),
    )
