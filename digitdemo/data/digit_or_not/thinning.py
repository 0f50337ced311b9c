"""MNIST's digits drawn anew with a thin, even pen, as on the app's canvas, along the middle of their lines."""

import numpy as np

_INK = 100  # of 255: as wide as a line is seen
_REACH = 2  # pixels that a pen may reach to each side
_STRONGER = 1.35  # softening takes ink from thin lines


def thinned(images: np.ndarray) -> np.ndarray:
    """Return the middle of the lines in images, uint8 (n, 28, 28), as bool (n, 28, 28): one pixel wide.

    Source: T. Zhang, C. Suen, "A fast parallel algorithm for thinning digital patterns", CACM 27, 1984.
    """
    padded = np.pad(images > _INK, ((0, 0), (1, 1), (1, 1)))
    inside = padded[:, 1:-1, 1:-1]
    changed = True
    while changed:
        changed = False
        for corner in (0, 4):
            # Clockwise from above.
            p = [
                padded[:, 1 + down : padded.shape[1] - 1 + down, 1 + right : padded.shape[2] - 1 + right]
                for down, right in ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
            ]
            neighbours = np.sum(p, axis=0, dtype=np.int8)
            begins = np.sum([~p[i] & p[(i + 1) % 8] for i in range(8)], axis=0, dtype=np.int8)
            at_corner = ~(p[0] & p[2] & p[4]) & ~(p[2] & p[4] & p[6])
            if corner:
                at_corner = ~(p[0] & p[2] & p[6]) & ~(p[0] & p[4] & p[6])
            taken = inside & (neighbours >= 2) & (neighbours <= 6) & (begins == 1) & at_corner
            inside[taken] = False
            changed |= bool(taken.any())
    return inside.copy()


def redrawn(images: np.ndarray, width: float) -> np.ndarray:
    """Return images, uint8 (n, 28, 28), drawn anew with a pen of `width` pixels, up to 4: uint8 (n, 28, 28)."""
    lines = np.pad(thinned(images), ((0, 0), (_REACH, _REACH), (_REACH, _REACH)))
    height, across = images.shape[1:]
    drawn = np.zeros(images.shape, np.float32)
    for down in range(2 * _REACH + 1):
        for right in range(2 * _REACH + 1):
            ink = np.clip(width / 2 + 0.5 - np.hypot(down - _REACH, right - _REACH), 0, 1)
            if ink:
                np.maximum(drawn, ink * lines[:, down : down + height, right : right + across], out=drawn)
    return np.clip(255 * _STRONGER * _soft(_soft(drawn, 1), 2), 0, 255).astype(np.uint8)


def _soft(images: np.ndarray, axis: int) -> np.ndarray:
    around = [(0, 0)] * images.ndim
    around[axis] = (1, 1)
    before, here, after = (np.take(np.pad(images, around), range(i, i + images.shape[axis]), axis) for i in range(3))
    return np.asarray((before + 2 * here + after) / 4)
