import numpy as np

from digitdemo.analysis.voting import mean_answers, votes


def answers(*digits: int, sure: float = 0.6) -> np.ndarray:
    """Return one model's probabilities for as many images."""
    rows = np.full((len(digits), 10), (1 - sure) / 9)
    rows[np.arange(len(digits)), digits] = sure
    return rows


def test_most_models_win_and_a_tie_goes_to_who_is_surer():
    models = np.array([answers(1, 4, 7), answers(1, 4, 2, sure=0.9), answers(3, 9, 2, sure=0.7), answers(5, 9, 7)])
    assert votes(models).tolist() == [1, 4, 2]
    assert votes(models[::-1]).tolist() == [1, 4, 2]


def test_one_that_is_surer_does_not_outvote_two_but_may_win_the_mean():
    models = np.array([answers(1, sure=0.4), answers(1, sure=0.4), answers(3, sure=0.99)])
    assert votes(models).tolist() == [1]
    assert mean_answers(models).tolist() == [3]
