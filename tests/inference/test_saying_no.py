import numpy as np

from digitdemo.inference.saying_no import drawn_signs, saying_no
from digitdemo.inference.shipped import shipped_classifiers


def test_no_digit_and_certainty_are_counted_and_the_surest_comes_first():
    between = np.array([0.6, 0.2] + [0.025] * 8)
    found = saying_no(np.stack([np.full(10, 0.1), between, np.eye(10)[3]]))
    assert (found.signs, found.refused, found.certain, found.surest) == (3, 1, 1, (2, 1, 0))


def test_a_model_that_learned_from_letters_says_no_and_one_that_did_not_does_not():
    signs, models = drawn_signs(), shipped_classifiers()
    assert np.array_equal(signs, drawn_signs())
    best, fast = (saying_no(models[name].probabilities(signs)) for name in ("best", "fast"))
    assert 2 * best.refused > best.signs
    assert 2 * fast.refused < fast.signs
    assert best.certain < fast.certain
