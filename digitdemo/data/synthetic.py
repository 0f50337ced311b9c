"""Pictures drawn by the computer from `digitdemo.data.templates`, as training images beside MNIST."""

import functools

import numpy as np

from digitdemo.data.preprocessing import SIDE, preprocess_strokes
from digitdemo.data.templates import TRAINED_LETTERS, letter, pen_digit, scribble, sign

NO_DIGIT = 10  # label of what is none of the ten digits
_AREA = 100.0  # the unit of the templates


@functools.lru_cache(maxsize=2)
def pen_drawings(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return `count` images, uint8 (count, 28, 28), and their labels, uint8 (count,), 0 to 9 or `NO_DIGIT`.

    Of six images four are digits, in turn, one is a letter, and one a scribble or an invented sign. The same seed gives
    the same images, and a smaller count the first of them. Takes about a millisecond an image, but for the last two.
    """
    rng = np.random.default_rng([seed, 1_000_003])
    images, labels = np.empty((count, SIDE, SIDE), np.uint8), np.empty(count, np.uint8)
    for number in range(count):
        turn, digit = number % 6, number // 6 % 10
        labels[number] = digit if turn < 4 else NO_DIGIT
        if turn < 4:
            strokes = pen_digit(digit, rng)
        elif turn == 4:
            strokes = letter(TRAINED_LETTERS, rng)
        else:
            strokes = (scribble if digit % 2 else sign)(rng)
        steps = preprocess_strokes(strokes, _AREA)
        assert steps is not None
        images[number] = steps.image
    images.flags.writeable = labels.flags.writeable = False
    return images, labels
