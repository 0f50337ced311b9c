"""How much a picture is like others: what comes out like a digit is not to be learned as no digit."""

import functools
import itertools
from collections.abc import Iterable

import numpy as np

from digitdemo.data.hands import HANDS, in_some_hand
from digitdemo.data.mnist import load_training_digits
from digitdemo.data.synthetic import drawn_image
from digitdemo.data.templates import UNSEEN_LETTERS, letter, pen_digit

_WRITTEN, _DRAWN, _IN_SOME_HAND = 3000, 600, 600  # digits
DIGIT_LIKE = 0.975  # as much as three in five digits are like the nearest of these
_OF_EACH_UNSEEN, _UNSEEN_LIKE = 6, 0.93  # drawings of each letter that has to stay unknown
_HALF = 14  # pixels of a side: as much as shapes are compared by


class Likeness:
    """Tells how much pictures are like the nearest of `known`, each uint8 (28, 28)."""

    def __init__(self, known: Iterable[np.ndarray]) -> None:
        self._known = np.array([_softened(image) for image in known], np.float32)

    def of(self, image: np.ndarray) -> float:
        """Return the cosine of `image`, uint8 (28, 28), and the nearest, both softened: 0 to 1."""
        return float((self._known @ _softened(image)).max())


@functools.cache
def digit_likeness() -> Likeness:
    """Return how much a picture is like a digit: some of MNIST's training images, and pen drawings in all styles.

    Raises:
        DataError: as `load_training_digits`.
    """
    rng = np.random.default_rng(0)
    rare = itertools.islice(itertools.cycle(HANDS), _IN_SOME_HAND)
    strokes = [
        *(pen_digit(number % 10, rng) for number in range(_DRAWN)),
        *(in_some_hand(label, rng) for label in rare),
    ]
    images, _ = load_training_digits()
    load_training_digits.cache_clear()  # these would take 47 MB of whichever process draws
    return Likeness([*images[:_WRITTEN], *map(drawn_image, strokes)])


def may_be_learned(character: np.ndarray) -> bool:
    """Return whether a character, uint8 (28, 28), is like no digit and like no letter that has to stay unknown.

    By those letters the benchmark of confidence tells what the judge says of what it has never seen.
    """
    return digit_likeness().of(character) <= DIGIT_LIKE and _unseen_likeness().of(character) <= _UNSEEN_LIKE


@functools.cache
def _unseen_likeness() -> Likeness:
    rng = np.random.default_rng(1)
    return Likeness(drawn_image(letter((name,), rng)) for name in UNSEEN_LETTERS for _ in range(_OF_EACH_UNSEEN))


def _softened(image: np.ndarray) -> np.ndarray:
    """Return a picture at half its size, softened, as a vector of length 1: float32 (196,)."""
    small = image.reshape(_HALF, 2, _HALF, 2).mean(axis=(1, 3))
    padded = np.pad(small, 1)
    soft = np.sum([padded[i : i + _HALF, j : j + _HALF] for i in range(3) for j in range(3)], axis=0).ravel()
    return np.asarray(soft / np.linalg.norm(soft), np.float32)
