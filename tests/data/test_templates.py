import numpy as np
import pytest

from digitdemo.data.preprocessing import preprocess_strokes
from digitdemo.data.synthetic import NO_DIGIT, pen_drawings
from digitdemo.data.templates import DIGITS, LETTERS, TRAINED_LETTERS, UNSEEN_LETTERS, letter, pen_digit, scribble, sign
from digitdemo.inference.answers import looks_like_a_digit
from digitdemo.inference.shipped import shipped_classifiers

COUNT = 300


def images_of(draw, *arguments: object) -> np.ndarray:
    chance = np.random.default_rng(7)
    return np.stack([preprocess_strokes(draw(*arguments, chance), 100).image for _ in range(COUNT)])


@pytest.mark.parametrize("label", DIGITS)
def test_digits_of_every_style_are_read_by_the_best_model(label: int):
    read = shipped_classifiers()["best"].probabilities(images_of(pen_digit, label)).argmax(1)
    # Chance lays the upstroke of some a 1 so flat that it is a 7.
    assert (read == label).mean() > (0.92 if label == 1 else 0.98)


@pytest.mark.parametrize(
    ("draw", "arguments", "least"),
    [(scribble, (), 0.85), (sign, (), 0.75), (letter, (TRAINED_LETTERS,), 0.9), (letter, (UNSEEN_LETTERS,), 0.5)],
)
def test_what_is_no_digit_is_refused_by_the_best_model(draw, arguments: tuple, least: float):
    found = shipped_classifiers()["best"].probabilities(images_of(draw, *arguments))
    assert np.mean([not looks_like_a_digit(row) for row in found]) > least


def test_no_letter_is_both_learned_and_measured_with():
    assert not set(TRAINED_LETTERS) & set(UNSEEN_LETTERS)
    assert set(TRAINED_LETTERS) | set(UNSEEN_LETTERS) == set(LETTERS)


def test_pen_drawings_are_the_same_again_and_a_smaller_number_the_first_of_them():
    images, labels = pen_drawings(120, seed=3)
    assert (images.shape, images.dtype, labels.dtype) == ((120, 28, 28), np.uint8, np.uint8)
    assert np.bincount(labels).tolist() == [8] * 10 + [40]
    assert labels.max() == NO_DIGIT
    again, _ = pen_drawings(30, seed=3)
    assert np.array_equal(again, images[:30])
    assert not np.array_equal(pen_drawings(30, seed=4)[0], again)


def test_none_are_none():
    images, labels = pen_drawings(0, seed=0)
    assert images.shape == (0, 28, 28)
    assert len(labels) == 0
