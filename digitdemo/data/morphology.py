"""Grey-scale dilation and erosion by a square, opening and closing: the extreme values around each pixel."""

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


def opened(values: np.ndarray, reach: int) -> np.ndarray:
    """Return values without what is larger than around it and up to 2 `reach` pixels wide: of a mask, what is wider."""
    return extreme(extreme(values, reach, np.minimum), reach, np.maximum)


def closed(values: np.ndarray, reach: int) -> np.ndarray:
    """Return values without what is smaller than around it and up to 2 `reach` pixels wide: of a mask, gaps filled."""
    return extreme(extreme(values, reach, np.maximum), reach, np.minimum)


def fine_lines(values: np.ndarray, reach: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Return how much larger each value is, and how much smaller, than those at both sides of a fine line through it.

    A line is up to 2 `reach` pixels wide: both are 0 on any wider area and along its edge, but at its corners.
    """
    return values - opened(values, reach), closed(values, reach) - values
