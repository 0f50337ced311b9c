"""`Bank`: images of one kind, to take at random from."""

import numpy as np

from digitdemo.data.synthetic import NO_DIGIT


class Bank:
    """Images, uint8 (n, 28, 28), with their labels, int (n,), of which `NO_DIGIT` is none."""

    def __init__(self, images: np.ndarray, labels: np.ndarray | None = None) -> None:
        self._images = images
        self._labels = np.full(len(images), NO_DIGIT) if labels is None else labels

    def some(self, count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return `count` of them, one perhaps more than once, and their labels."""
        chosen = (rng.random(count) * len(self._images)).astype(int)
        return self._images[chosen], self._labels[chosen]
