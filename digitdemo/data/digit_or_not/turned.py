"""MNIST's digits turned, mirrored and put together: writing by real hands that is no digit."""

from collections.abc import Callable

import numpy as np

from digitdemo.data.digit_or_not.likeness import DIGIT_LIKE, digit_likeness

# Each way with the digits that are none afterwards: a mirrored 2 may be read as a 5, half a turn makes a 6 of a 9.
_WAYS: tuple[tuple[Callable[[np.ndarray], np.ndarray], tuple[int, ...]], ...] = (
    (np.fliplr, (3, 4, 6, 7, 9)),
    (np.flipud, (4, 6, 7, 9)),
    (lambda image: np.rot90(image, 1), (1, 2, 3, 4, 5, 6, 7, 8, 9)),
    (lambda image: np.rot90(image, -1), (1, 2, 3, 4, 5, 6, 7, 8, 9)),
    (lambda image: np.rot90(image, 2), (3, 4, 7)),
)
_SIDE_BY_SIDE = 0.6  # of those put together; the others lie upon each other
_APART = 6  # pixels, at most, that each of these is moved


class Turned:
    """Turns digits, `images` uint8 (n, 28, 28) with their `labels`, at random."""

    def __init__(self, images: np.ndarray, labels: np.ndarray) -> None:
        self._images = images
        self._of = {digit: np.flatnonzero(labels == digit) for digit in range(10)}

    def turned(self, rng: np.random.Generator) -> np.ndarray:
        """Return one of them turned or mirrored so that it is no digit, and not like one: uint8 (28, 28)."""
        while digit_likeness().of(turned := self._any(rng)) >= DIGIT_LIKE:
            pass
        return turned

    def joined(self, rng: np.random.Generator) -> np.ndarray:
        """Return two of them as one, both narrow and side by side, or upon each other: uint8 (28, 28)."""
        axis, one, other = int(rng.integers(2)), self._any(rng), self._any(rng)
        if rng.random() < _SIDE_BY_SIDE:
            return np.concatenate([_narrow(one, axis), _narrow(other, axis)], axis)
        moves = rng.integers(-_APART, _APART + 1, 2)
        return np.maximum(np.roll(one, moves[0], axis), np.roll(other, moves[1], 1 - axis))

    def _any(self, rng: np.random.Generator) -> np.ndarray:
        turn, digits = _WAYS[rng.integers(len(_WAYS))]
        return turn(self._images[rng.choice(self._of[int(rng.choice(digits))])])


def _narrow(image: np.ndarray, axis: int) -> np.ndarray:
    """Return half of an image's rows (or columns): of each two the darker pixels."""
    return np.maximum(image[::2], image[1::2]) if axis == 0 else np.maximum(image[:, ::2], image[:, 1::2])
