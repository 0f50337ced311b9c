import numpy as np
import pytest

from digitdemo.data.preprocessing import preprocess_strokes
from digitdemo.data.templates import DIGITS, LETTERS, TRAINED_LETTERS, UNSEEN_LETTERS, letter, pen_digit, scribble, sign
from digitdemo.inference.shipped import shipped_classifiers, shipped_judge

COUNT = 300


def images_of(draw, *arguments: object) -> np.ndarray:
    rng = np.random.default_rng(7)
    return np.stack([preprocess_strokes(draw(*arguments, rng), 100).image for _ in range(COUNT)])


@pytest.mark.parametrize("label", DIGITS)
def test_digits_of_every_style_are_read_by_the_best_model(label: int):
    read = shipped_classifiers()["best"].probabilities(images_of(pen_digit, label)).argmax(1)
    # Chance lays the upstroke of some a 1 so flat that it is a 7.
    assert (read == label).mean() > (0.92 if label == 1 else 0.98)


@pytest.mark.parametrize(
    ("draw", "arguments", "least"),
    [(scribble, (), 0.85), (sign, (), 0.75), (letter, (TRAINED_LETTERS,), 0.9), (letter, (UNSEEN_LETTERS,), 0.7)],
)
def test_what_is_no_digit_is_refused_by_the_judge(draw, arguments: tuple, least: float):
    assert np.mean(~shipped_judge().sees_digits(images_of(draw, *arguments), drawn=True)) > least


def test_no_letter_is_both_learned_and_measured_with():
    assert not set(TRAINED_LETTERS) & set(UNSEEN_LETTERS)
    assert set(TRAINED_LETTERS) | set(UNSEEN_LETTERS) == set(LETTERS)
