"""Grey-scale dilation and erosion by a square: the largest or smallest value around each pixel; what they leave out."""

import numpy as np


def extreme(values: np.ndarray, reach: int, of: np.ufunc) -> np.ndarray:
    """Return the largest or smallest value, which `of` two is, in the square around each pixel; edges are repeated."""
    side = 2 * reach + 1
    for axis in (0, 1):
        padding = [(0, 0), (0, 0)]
        padding[axis] = (reach, reach)
        values = np.moveaxis(np.pad(values, padding, "edge"), axis, 0)
        done = 1
        while done < side:  # the extreme of twice as many is that of two halves
            step = min(done, side - done)
            values = of(values[:-step], values[step:])
            done += step
        values = np.moveaxis(values, 0, axis)
    return values


def fine_lines(values: np.ndarray, reach: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Return how much larger each value is, and how much smaller, than those at both sides of a fine line through it.

    A line is up to 2 `reach` pixels wide: both are 0 on any wider area and along its edge, but at its corners.
    """
    opened = extreme(extreme(values, reach, np.minimum), reach, np.maximum)
    closed = extreme(extreme(values, reach, np.maximum), reach, np.minimum)
    return values - opened, closed - values
