"""How many digits a drawing holds: strokes that lie close together belong to one.

digitdemo/ui/components/live/strokes.js does the same while one draws.
"""

import itertools

import numpy as np

from digitdemo.data.strokes import Strokes

# Both are shares of the tallest cluster's height. Of 633 drawings of one digit by other people none has two clusters
# that are so far apart and so tall: an open 4 comes nearest, with 0.11. The bar of a 5 floats farther away, but it is
# flat. Of two such digits side by side, 0.15 of their height apart, 99 in 100 are told to be two
# (`python -m digitdemo bench drawings` counts both).
_FAR = 0.15
_TALL = 0.5
_MOST_STROKES = 20  # more are a scribble
_MOST_POINTS = 100  # of a stroke that are looked at


def several_digits(strokes: Strokes) -> bool:
    """Return whether pen strokes, float (n, 2), look like more than one digit: clusters that are tall and far apart."""
    if not 1 < len(strokes) <= _MOST_STROKES:
        return False
    clusters = [stroke[:: -(-len(stroke) // _MOST_POINTS)] for stroke in strokes]
    tallest = max(map(_height, clusters))
    while near := _near_pair(clusters, _FAR * tallest):
        joined = np.concatenate([clusters[number] for number in near])
        clusters = [*(cluster for number, cluster in enumerate(clusters) if number not in near), joined]
        tallest = max(tallest, _height(joined))
    return sum(_height(cluster) >= _TALL * tallest for cluster in clusters) > 1


def _height(points: np.ndarray) -> float:
    return float(np.ptp(points[:, 1]))


def _near_pair(clusters: list[np.ndarray], distance: float) -> tuple[int, int] | None:
    """Return the numbers of two clusters that come as near as `distance`, or None where none do."""
    for (i, a), (j, b) in itertools.combinations(enumerate(clusters), 2):
        if np.hypot(*(a[:, np.newaxis] - b).transpose(2, 0, 1)).min() <= distance:
            return i, j
    return None
