"""`Bank`: images of one kind to take at random from, the hard ones more often once it is known which these are."""

from collections.abc import Callable

import numpy as np

NO_DIGIT = 10
"""The label of what is none."""
_EASY = 0.05  # how often what is told apart for sure is taken, beside what is taken for the other for sure


class Bank:
    """Images, uint8 (n, 28, 28), with their labels, int (n,), of which `NO_DIGIT` is none."""

    def __init__(self, images: np.ndarray, labels: np.ndarray | None = None) -> None:
        self._images = images
        self._labels = np.full(len(images), NO_DIGIT, np.int32) if labels is None else labels
        self._until = np.linspace(1 / len(images), 1, len(images))  # the shares that images have, summed up

    def some(self, count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return `count` of them, one perhaps more than once, and their labels."""
        chosen = np.searchsorted(self._until, rng.random(count) * self._until[-1])
        return self._images[chosen], self._labels[chosen]

    def prefer_hard(self, scores: Callable[[np.ndarray], np.ndarray]) -> None:
        """Take those more often that `scores` takes for the other: float (n,), how much each of images is a digit.

        Source: A. Shrivastava, A. Gupta, R. Girshick, "Training region-based object detectors with online hard example
        mining", CVPR 2016.
        """
        wrong = np.where(self._labels == NO_DIGIT, 1, -1) * scores(self._images)
        self._until = np.cumsum(_EASY + 1 / (1 + np.exp(-wrong)))
