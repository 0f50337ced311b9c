"""Pictures drawn by the computer from templates, as training images beside MNIST."""

import functools

import numpy as np

from digitdemo.data.hands import digit_by_hand
from digitdemo.data.preprocessing import SIDE, preprocess_strokes
from digitdemo.data.strokes import Strokes
from digitdemo.data.templates import TRAINED_LETTERS, letter, scribble, sign

NO_DIGIT = 10  # label of what is none of the ten digits
_AREA = 100.0  # the unit of the templates
_SEEDS_KEPT = 2


def pen_drawings(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return `count` images, uint8 (count, 28, 28), and their labels, uint8 (count,), 0 to 9 or `NO_DIGIT`.

    Of six images four are digits, in turn, one is a letter, and one a scribble or an invented sign. The same seed gives
    the same images, and a smaller count the first of them. Takes about a millisecond an image that was not drawn yet;
    those of the last two seeds are kept.
    """
    drawn = _drawn(seed)
    drawn.draw(count)
    images, labels = np.array(drawn.images[:count], np.uint8), np.array(drawn.labels[:count], np.uint8)
    return images.reshape(count, SIDE, SIDE), labels


def are_drawn(count: int, seed: int) -> bool:
    """Return whether so many images of that seed are there already."""
    return not count or len(_drawn(seed).images) >= count


@functools.lru_cache(maxsize=_SEEDS_KEPT)
def _drawn(seed: int) -> "_Drawings":
    return _Drawings(seed)


def drawn_image(strokes: Strokes) -> np.ndarray:
    """Return strokes in the unit of the templates, some ink at least, as the models read them: uint8 (28, 28)."""
    steps = preprocess_strokes(strokes, _AREA)
    assert steps is not None
    return steps.image


class _Drawings:
    """The images of one seed, as many as were asked for so far, and their labels."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng([seed, 1_000_003])
        self.images: list[np.ndarray] = []
        self.labels: list[int] = []

    def draw(self, count: int) -> None:
        """Draw what is missing to `count` images."""
        for number in range(len(self.images), count):
            turn, digit = number % 6, number // 6 % 10
            if turn < 4:
                strokes = digit_by_hand(digit, self._rng)
            elif turn == 4:
                strokes = letter(TRAINED_LETTERS, self._rng)
            else:
                strokes = (scribble if digit % 2 else sign)(self._rng)
            self.images.append(drawn_image(strokes))
            self.labels.append(digit if turn < 4 else NO_DIGIT)
