"""Lines of a pen from the pixels in the middle of lines."""

import numpy as np

from digitdemo.data.digit_or_not.variation import Template

Pixel = tuple[int, int]  # row, column

_SPUR = 5  # pixels: a shorter line that ends beside another comes of thinning
_SMOOTHED = 5  # pixels that a point is the mean of
_APART = 0.6  # pixels, at most, of what is kept of a line from what is left out


def traced(lines: np.ndarray) -> Template:
    """Return what is one pixel wide in `lines`, bool (h, w), as strokes from end or crossing to end or crossing.

    Each is float (n, 2) in (x, y), pixels; a dot has the same point twice.
    """
    beside = _beside({(int(row), int(column)) for row, column in np.argwhere(lines)})
    ends = [pixel for pixel, others in beside.items() if len(others) != 2]
    passed: set[tuple[Pixel, Pixel]] = set()
    chains = []
    for pixel in [*ends, *beside]:  # what is left after the ends are rings
        if not beside[pixel]:
            chains.append([pixel, pixel])
        chains += [_chain(pixel, other, beside, passed) for other in beside[pixel] if (pixel, other) not in passed]
    return tuple(_smooth(chain) for chain in chains if not _is_a_spur(chain, beside))


def _beside(pixels: set[Pixel]) -> dict[Pixel, list[Pixel]]:
    """Return each pixel's neighbours: diagonal ones where no other leads there."""
    found = {}
    for row, column in pixels:
        near = [(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)]
        near = [pixel for pixel in near if pixel in pixels]
        for down in (-1, 1):
            for right in (-1, 1):
                over = (row + down, column), (row, column + right)
                if (row + down, column + right) in pixels and not pixels.intersection(over):
                    near.append((row + down, column + right))
        found[row, column] = near
    return found


def _chain(
    first: Pixel, second: Pixel, beside: dict[Pixel, list[Pixel]], passed: set[tuple[Pixel, Pixel]]
) -> list[Pixel]:
    """Return the pixels from the first by the second to the next end or crossing, or back; `passed` learns of them."""
    chain = [first, second]
    passed.update([(first, second), (second, first)])
    while len(others := beside[chain[-1]]) == 2 and chain[-1] != first:
        last = chain[-1]
        chain.append(others[0] if others[1] == chain[-2] else others[1])
        passed.update([(last, chain[-1]), (chain[-1], last)])
    return chain


def _is_a_spur(chain: list[Pixel], beside: dict[Pixel, list[Pixel]]) -> bool:
    ends = sorted((len(beside[chain[0]]), len(beside[chain[-1]])))
    return len(chain) < _SPUR and ends[0] == 1 and ends[1] > 2


def _smooth(chain: list[Pixel]) -> np.ndarray:
    points = np.array(chain, float)[:, ::-1]
    if len(points) < _SMOOTHED:
        return points
    half = _SMOOTHED // 2
    padded = np.pad(points, ((half, half), (0, 0)), mode="edge")
    smooth = np.mean([padded[first : first + len(points)] for first in range(_SMOOTHED)], axis=0)
    smooth[0], smooth[-1] = points[0], points[-1]
    return smooth[_telling(smooth)]


def _telling(points: np.ndarray) -> list[int]:
    """Return the points of a line, in order, between which it is as good as straight.

    Source: D. Douglas, T. Peucker, "Algorithms for the reduction of the number of points required to represent a
    digitized line", Cartographica 10, 1973.
    """
    kept, parts = {0, len(points) - 1}, [(0, len(points) - 1)]
    while parts:
        first, last = parts.pop()
        if last - first < 2:
            continue
        along, between = points[last] - points[first], points[first + 1 : last] - points[first]
        length = np.hypot(*along)
        # A ring ends where it begins.
        away = np.abs(between @ (along[1], -along[0])) / length if length else np.hypot(*between.T)
        if away.max() > _APART:
            farthest = first + 1 + int(away.argmax())
            kept.add(farthest)
            parts += [(first, farthest), (farthest, last)]
    return sorted(kept)
