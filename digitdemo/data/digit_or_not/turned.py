"""MNIST's training digits turned and mirrored: writing by real hands that is no digit."""

from collections.abc import Callable

import numpy as np

from digitdemo.data.mnist import load_training_digits

# Each way with the digits that are none afterwards: a mirrored 2 may be read as a 5, half a turn makes a 6 of a 9.
_WAYS: tuple[tuple[Callable[[np.ndarray], np.ndarray], tuple[int, ...]], ...] = (
    (np.fliplr, (3, 4, 6, 7, 9)),
    (np.flipud, (4, 6, 7, 9)),
    (lambda image: np.rot90(image, 1), (1, 2, 3, 4, 5, 6, 7, 8, 9)),
    (lambda image: np.rot90(image, -1), (1, 2, 3, 4, 5, 6, 7, 8, 9)),
    (lambda image: np.rot90(image, 2), (3, 4, 7)),
)


def turned_digits(count: int, rng: np.random.Generator) -> np.ndarray:
    """Return `count` of MNIST's training images, turned or mirrored so that they are no digits: uint8 (count, 28, 28).

    Raises:
        DataError: as `load_training_digits`.
    """
    images, labels = load_training_digits()
    load_training_digits.cache_clear()  # these would take 47 MB of whichever process draws
    of = {digit: np.flatnonzero(labels == digit) for digit in range(10)}
    found = np.empty((count, *images.shape[1:]), np.uint8)
    for number in range(count):
        turn, digits = _WAYS[rng.integers(len(_WAYS))]
        found[number] = turn(images[rng.choice(of[int(rng.choice(digits))])])
    return found
