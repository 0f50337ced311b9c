"""The way from one picture to another: their pixels mixed, a little more of the second at each step."""

import numpy as np

WAY_STEPS = 11  # the two pictures among them: a tenth more of the second at each


def between(first: np.ndarray, second: np.ndarray, steps: int = WAY_STEPS) -> np.ndarray:
    """Return pictures from `first` to `second`, uint8 (steps, ..., 28, 28); both are uint8 (..., 28, 28).

    The pixels are mixed in equal steps; the ends are the two pictures themselves.
    """
    shares = np.linspace(0, 1, steps).reshape(-1, *(1,) * first.ndim)
    return np.rint((1 - shares) * first + shares * second).astype(np.uint8)
