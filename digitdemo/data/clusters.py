"""Strokes of a drawing that belong together: first those that touch, then the parts of a digit in pieces.

digitdemo/ui/components/live/clusters.js does the same while one draws.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from digitdemo.data.strokes import Strokes, points_at, way_along

# All are shares of the tallest cluster's height. Of 633 drawings of one digit by other people all stay one, and of two
# or three such digits side by side, 0.15 or 0.08 of their height apart, 99 in 100 are told apart
# (`python -m digitdemo bench drawings` counts them).
_TOUCHING = 0.05  # what is as near belongs together whatever it is; the pen itself is wider
_FAR = 0.15  # parts of one digit are nearer: an open 4 comes nearest, with 0.09
_LOOPS = 0.25  # so are the two loops of an 8, above each other
_CLOSED = 0.5  # of its height: as far from its end does the line of a loop begin
_TALL = 0.4  # what is less tall is no digit beside another one, but a bar, a foot, a dot
FLAT = 2.5  # widths of its height: no digit either, but the bar of a 5
_RAISED = 0.15  # how far above the foot of an open 4 its left half ends, at least
_LOW = 0.35  # the part of that half's height, from below, in which it comes nearest to the other half
_STEM = 0.3  # how far above its foot the loop of a 9 ends that is drawn apart from its stem
_NEAR = 0.1  # that loop is nearer to it
_STEP = 0.04  # between points of a stroke that are looked at
_MOST_STEPS = 100


@dataclass(frozen=True, eq=False)
class Cluster:
    """Strokes that belong together: their numbers, some of their points, float (n, 2), and the box of these."""

    numbers: tuple[int, ...]
    points: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @property
    def width(self) -> float:
        """Return the width of its box."""
        return float(self.high[0] - self.low[0])

    @property
    def height(self) -> float:
        """Return the height of its box."""
        return float(self.high[1] - self.low[1])

    @property
    def size(self) -> float:
        """Return the longer side of its box."""
        return max(self.width, self.height)

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of its box."""
        return float(self.low[0]), float(self.low[1]), float(self.high[0]), float(self.high[1])


def each_alone(strokes: Strokes) -> list[Cluster]:
    """Return a cluster for each of the strokes, float (n, 2); none where all of them are flat."""
    step = _STEP * max(float(stroke[:, 1].max() - stroke[:, 1].min()) for stroke in strokes)
    return [_cluster((n,), _evenly(stroke, step)) for n, stroke in enumerate(strokes)] if step else []


def joined_where_touching(clusters: list[Cluster]) -> list[Cluster]:
    """Return clusters of which no two touch."""
    return _joined(clusters, _touch)


def with_parts_joined(clusters: list[Cluster]) -> list[Cluster]:
    """Return clusters of which no two are parts of one digit."""
    return _joined(clusters, _are_one_digit)


def united(*clusters: Cluster) -> Cluster:
    """Return clusters as one."""
    numbers = tuple(itertools.chain.from_iterable(cluster.numbers for cluster in clusters))
    return _cluster(numbers, np.concatenate([cluster.points for cluster in clusters]))


def tallest_of(clusters: list[Cluster]) -> float:
    """Return the height of the tallest cluster."""
    return max(cluster.height for cluster in clusters)


def may_be_a_digit(cluster: Cluster, tallest: float) -> bool:
    """Return whether a cluster is tall enough to be a digit beside one of height `tallest`."""
    return cluster.height >= _TALL * tallest and cluster.width <= FLAT * cluster.height


def distance_of(one: Cluster, other: Cluster) -> float:
    """Return how far apart two clusters' points are that are nearest to each other."""
    return float(_distances(one, other).min())


def common_of(one: Cluster, other: Cluster, axis: int) -> float:
    """Return how far two boxes lie side by side along that axis; below 0 so far apart."""
    return float(min(one.high[axis], other.high[axis]) - max(one.low[axis], other.low[axis]))


def _cluster(numbers: tuple[int, ...], points: np.ndarray) -> Cluster:
    return Cluster(numbers, points, points.min(0), points.max(0))


def _evenly(stroke: np.ndarray, step: float) -> np.ndarray:
    """Return points on a stroke, float (n, 2), `step` apart or a little less: lines may cross between its own."""
    way = way_along(stroke)
    steps = min(math.ceil(way[-1] / step), _MOST_STEPS)
    return points_at(np.arange(steps + 1) * way[-1] / max(steps, 1), stroke, way)


def _joined(clusters: list[Cluster], belong: Callable[[Cluster, Cluster, float], bool]) -> list[Cluster]:
    while clusters and (pair := _first_pair(clusters, belong)):
        clusters = [*(cluster for cluster in clusters if cluster not in pair), united(*pair)]
    return clusters


def _first_pair(
    clusters: list[Cluster], belong: Callable[[Cluster, Cluster, float], bool]
) -> tuple[Cluster, Cluster] | None:
    tallest = tallest_of(clusters)
    return next((pair for pair in itertools.combinations(clusters, 2) if belong(*pair, tallest)), None)


def _touch(one: Cluster, other: Cluster, tallest: float) -> bool:
    return _are_near(one, other, _TOUCHING * tallest)


def _are_one_digit(one: Cluster, other: Cluster, tallest: float) -> bool:
    """Return whether two tall clusters are near and stand above each other as in an 8, or as in an open 4."""
    if not (may_be_a_digit(one, tallest) and may_be_a_digit(other, tallest)):
        return False
    if not _are_near(one, other, _LOOPS * tallest):
        return False
    is_near = distance_of(one, other) <= _FAR * tallest
    if common_of(one, other, 1) < 0:
        return is_near or (_is_loop(one) and _is_loop(other))
    if not is_near:
        return False
    left, right = sorted((one, other), key=_across)
    return _is_open(left, right, tallest)


def _is_loop(cluster: Cluster) -> bool:
    return bool(np.hypot(*(cluster.points[0] - cluster.points[-1])) <= _CLOSED * cluster.height)


def _is_open(left: Cluster, right: Cluster, tallest: float) -> bool:
    """Return whether the left cluster ends above the foot of the right one, as in an open 4 or a 9 in two pieces."""
    raised = (right.high[1] - left.high[1]) / tallest
    distances = _distances(left, right).min(1)
    nearest = left.points[distances.argmin()]
    is_low = left.high[1] - nearest[1] <= _LOW * left.height
    return bool((raised >= _RAISED and is_low) or (raised >= _STEM and distances.min() <= _NEAR * tallest))


def _are_near(one: Cluster, other: Cluster, distance: float) -> bool:
    if min(common_of(one, other, 0), common_of(one, other, 1)) < -distance:  # their boxes say so, and sooner
        return False
    return distance_of(one, other) <= distance


def _distances(one: Cluster, other: Cluster) -> np.ndarray:
    return np.hypot(*(one.points[:, np.newaxis] - other.points).transpose(2, 0, 1))


def _across(cluster: Cluster) -> float:
    return float(cluster.low[0] + cluster.high[0]) / 2
