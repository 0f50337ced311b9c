"""Which digits a drawing holds: strokes that belong to one, in reading order.

digitdemo/ui/components/live/clusters.js does the same while one draws.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from digitdemo.data.reading_order import in_reading_order
from digitdemo.data.strokes import Strokes

# All are shares of the tallest cluster's height. Of 633 drawings of one digit by other people all stay one, and of two
# or three such digits side by side, 0.15 or 0.08 of their height apart, 99 in 100 are told apart
# (`python -m digitdemo bench drawings` counts them).
_TOUCHING = 0.05  # what is as near belongs together whatever it is; the pen itself is wider
_FAR = 0.15  # parts of one digit are nearer: an open 4 comes nearest, with 0.09
_LOOPS = 0.25  # so are the two loops of an 8, above each other
_CLOSED = 0.5  # of its height: as far from its end does the line of a loop begin
_TALL = 0.4  # what is less tall is no digit beside another one, but a bar, a foot, a dot
_FLAT = 2.5  # widths of its height: no digit either, but the bar of a 5
_RAISED = 0.15  # how far above the foot of an open 4 its left half ends, at least
_LOW = 0.35  # the part of that half's height, from below, in which it comes nearest to the other half
_STEM = 0.3  # how far above its foot the loop of a 9 ends that is drawn apart from its stem
_NEAR = 0.1  # that loop is nearer to it
_FLOATING = 0.4  # what is less tall and farther away from all digits belongs to none: the bar of a 5 comes to 0.25
_DOT = 0.08  # a speck, if it is no longer and touches nothing
_MOST_STROKES = 20  # more are a scribble
# A digit that is dotted or dashed: so many strokes at least, as many of them straight, no one taller as a share of all.
_DASHES = 5
_MOSTLY = 0.8
_SHORT = 0.3
_STRAIGHT = 0.9  # of its length: so far are its ends apart
_STEP = 0.04  # between points of a stroke that are looked at
_MOST_STEPS = 100


@dataclass(frozen=True, eq=False)
class _Cluster:
    """Strokes that belong together: their numbers, some of their points, float (n, 2), and the box of these."""

    numbers: tuple[int, ...]
    points: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @property
    def height(self) -> float:
        return float(self.high[1] - self.low[1])


def split_digits(strokes: Strokes) -> tuple[tuple[np.ndarray, ...], ...]:
    """Return the pen strokes, float (n, 2), of each digit, in reading order: from left to right, lines downwards.

    Most drawings hold one digit: all strokes are its. Of several, specks between them are left out.
    """
    if not 1 < len(strokes) <= _MOST_STROKES or _is_dashed(strokes):
        return (tuple(strokes),)
    step = _STEP * max(float(stroke[:, 1].max() - stroke[:, 1].min()) for stroke in strokes)
    if not step:  # lines that are flat
        return (tuple(strokes),)
    clusters = _joined([_cluster((n,), _evenly(stroke, step)) for n, stroke in enumerate(strokes)])
    tallest = _tallest(clusters)
    digits = [cluster for cluster in clusters if _may_be_a_digit(cluster, tallest)]
    if len(digits) < 2:
        return (tuple(strokes),)
    pieces = [cluster for cluster in clusters if cluster not in digits]
    owned = [(_owner(piece, digits, tallest), piece) for piece in pieces]
    whole = [_united(digit, *(piece for owner, piece in owned if owner is digit)) for digit in digits]
    return tuple(tuple(strokes[n] for n in sorted(digit.numbers)) for digit in in_reading_order(whole, _edges))


def several_digits(strokes: Strokes) -> bool:
    """Return whether pen strokes, float (n, 2), look like more than one digit."""
    return len(split_digits(strokes)) > 1


def _is_dashed(strokes: Strokes) -> bool:
    """Return whether strokes are the dots or dashes of one line: short and, most of them, straight."""
    tops, bottoms = (np.array([of(stroke[:, 1]) for stroke in strokes]) for of in (np.min, np.max))
    height = bottoms.max() - tops.min()
    if len(strokes) < _DASHES or (bottoms - tops).max() > _SHORT * height:
        return False
    return sum(_is_straight(stroke, _DOT * height) for stroke in strokes) >= _MOSTLY * len(strokes)


def _is_straight(stroke: np.ndarray, dot: float) -> bool:
    """Return whether a stroke is straight, or no longer than a dot."""
    length = np.hypot(*(stroke[1:] - stroke[:-1]).T).sum()
    return bool(length <= dot or np.hypot(*(stroke[-1] - stroke[0])) >= _STRAIGHT * length)


def _evenly(stroke: np.ndarray, step: float) -> np.ndarray:
    """Return points on a stroke, float (n, 2), `step` apart or a little less: lines may cross between its own."""
    way = np.zeros(len(stroke))
    np.cumsum(np.hypot(*(stroke[1:] - stroke[:-1]).T), out=way[1:])
    steps = min(math.ceil(way[-1] / step), _MOST_STEPS)
    places = np.arange(steps + 1) * way[-1] / max(steps, 1)
    points = np.empty((steps + 1, 2))
    points[:, 0], points[:, 1] = np.interp(places, way, stroke[:, 0]), np.interp(places, way, stroke[:, 1])
    return points


def _may_be_a_digit(cluster: _Cluster, tallest: float) -> bool:
    width = float(cluster.high[0] - cluster.low[0])
    return cluster.height >= _TALL * tallest and width <= _FLAT * cluster.height


def _cluster(numbers: tuple[int, ...], points: np.ndarray) -> _Cluster:
    return _Cluster(numbers, points, points.min(0), points.max(0))


def _united(*clusters: _Cluster) -> _Cluster:
    numbers = tuple(itertools.chain.from_iterable(cluster.numbers for cluster in clusters))
    return _cluster(numbers, np.concatenate([cluster.points for cluster in clusters]))


def _tallest(clusters: list[_Cluster]) -> float:
    return max(cluster.height for cluster in clusters)


def _joined(clusters: list[_Cluster]) -> list[_Cluster]:
    """Return clusters of which no two belong to one digit: first joins what touches, then a digit in two pieces."""
    for belong in (_touch, _are_one_digit):
        while pair := _first_pair(clusters, belong):
            clusters = [*(cluster for cluster in clusters if cluster not in pair), _united(*pair)]
    return clusters


def _first_pair(
    clusters: list[_Cluster], belong: Callable[[_Cluster, _Cluster, float], bool]
) -> tuple[_Cluster, _Cluster] | None:
    tallest = _tallest(clusters)
    return next((pair for pair in itertools.combinations(clusters, 2) if belong(*pair, tallest)), None)


def _touch(one: _Cluster, other: _Cluster, tallest: float) -> bool:
    return _are_near(one, other, _TOUCHING * tallest)


def _are_one_digit(one: _Cluster, other: _Cluster, tallest: float) -> bool:
    """Return whether two tall clusters are near and stand above each other as in an 8, or as in an open 4."""
    if not (_may_be_a_digit(one, tallest) and _may_be_a_digit(other, tallest)):
        return False
    if not _are_near(one, other, _LOOPS * tallest):
        return False
    is_near = _distance(one, other) <= _FAR * tallest
    if _common(one, other, 1) < 0:
        return is_near or (_is_loop(one) and _is_loop(other))
    if not is_near:
        return False
    left, right = sorted((one, other), key=_across)
    return _is_open(left, right, tallest)


def _is_loop(cluster: _Cluster) -> bool:
    return bool(np.hypot(*(cluster.points[0] - cluster.points[-1])) <= _CLOSED * cluster.height)


def _is_open(left: _Cluster, right: _Cluster, tallest: float) -> bool:
    """Return whether the left cluster ends above the foot of the right one, as in an open 4 or a 9 in two pieces."""
    raised = (right.high[1] - left.high[1]) / tallest
    distances = _distances(left, right).min(1)
    nearest = left.points[distances.argmin()]
    is_low = left.high[1] - nearest[1] <= _LOW * left.height
    return bool((raised >= _RAISED and is_low) or (raised >= _STEM and distances.min() <= _NEAR * tallest))


def _owner(piece: _Cluster, digits: list[_Cluster], tallest: float) -> _Cluster | None:
    """Return the digit that a bar, a foot or a dot belongs to: a near one, rather one above or below than beside it."""

    def far(digit: _Cluster) -> float:
        return _distance(piece, digit) - max(0.0, _common(piece, digit, 0))

    digit = min(digits, key=far)
    is_dot = (piece.high - piece.low).max() <= _DOT * tallest
    return None if is_dot or _distance(piece, digit) > _FLOATING * tallest else digit


def _are_near(one: _Cluster, other: _Cluster, distance: float) -> bool:
    if min(_common(one, other, 0), _common(one, other, 1)) < -distance:  # their boxes say so, and sooner
        return False
    return _distance(one, other) <= distance


def _common(one: _Cluster, other: _Cluster, axis: int) -> float:
    """Return how far two boxes lie side by side along that axis; below 0 so far apart."""
    return float(min(one.high[axis], other.high[axis]) - max(one.low[axis], other.low[axis]))


def _distances(one: _Cluster, other: _Cluster) -> np.ndarray:
    return np.hypot(*(one.points[:, np.newaxis] - other.points).transpose(2, 0, 1))


def _distance(one: _Cluster, other: _Cluster) -> float:
    return float(_distances(one, other).min())


def _across(digit: _Cluster) -> float:
    return float(digit.low[0] + digit.high[0]) / 2


def _edges(digit: _Cluster) -> tuple[float, float, float, float]:
    return float(digit.low[0]), float(digit.low[1]), float(digit.high[0]), float(digit.high[1])
