import numpy as np

from digitdemo.data.digit_or_not.alphabets import character
from digitdemo.data.digit_or_not.likeness import DIGIT_LIKE, digit_likeness
from digitdemo.data.preprocessing import preprocess_strokes
from digitdemo.data.templates import pen_digit


def test_characters_differ_and_the_same_seed_draws_the_same():
    rng = np.random.default_rng(3)
    drawn = [character(rng) for _ in range(20)]
    assert np.array_equal(drawn[0], character(np.random.default_rng(3)))
    assert len({image.tobytes() for image in drawn}) == 20
    assert (drawn[0].shape, drawn[0].dtype) == ((28, 28), np.uint8)


def test_digits_are_like_digits_and_characters_are_not():
    likeness, rng = digit_likeness(), np.random.default_rng(4)
    digits = [preprocess_strokes(pen_digit(label, rng), 100.0) for label in range(10)]
    alike = [likeness.of(steps.image) for steps in digits if steps is not None]
    assert np.median(alike) > DIGIT_LIKE
    assert all(likeness.of(character(rng)) <= DIGIT_LIKE for _ in range(20))
