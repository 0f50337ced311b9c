import numpy as np
import pytest

from digitdemo.data.digit_or_not.likeness import DIGIT_LIKE, digit_likeness
from digitdemo.data.hands import HANDS, in_some_hand
from digitdemo.data.preprocessing import preprocess_strokes


@pytest.mark.parametrize("label", HANDS)
def test_a_digit_in_some_rare_hand_is_not_learned_as_none(label: int):
    rng = np.random.default_rng(7)
    drawn = [preprocess_strokes(in_some_hand(label, rng), 100.0) for _ in range(30)]
    assert np.mean([digit_likeness().of(steps.image) >= DIGIT_LIKE for steps in drawn if steps is not None]) > 0.6


def test_a_cross_is_like_none():
    strokes = [np.array([[0.0, 0.0], [100.0, 100.0]]), np.array([[0.0, 100.0], [100.0, 0.0]])]
    steps = preprocess_strokes(strokes, 100.0)
    assert steps is not None
    assert digit_likeness().of(steps.image) < DIGIT_LIKE
