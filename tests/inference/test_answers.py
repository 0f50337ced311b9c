import numpy as np
import pytest

from digitdemo.inference.answers import answer_of, looks_like_a_digit


def probabilities(**shares: float) -> np.ndarray:
    found = np.full(10, (1 - sum(shares.values())) / (10 - len(shares)))
    for name, share in shares.items():
        found[int(name.removeprefix("d"))] = share
    return found


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (probabilities(d7=0.987), "7, 98.7% sure"),
        (probabilities(d4=0.6, d9=0.35), "not sure, 4 (60%) or 9 (35%)"),
        (probabilities(d3=0.75), "3, 75.0% sure"),
        (probabilities(d3=0.99999), "3, over 99.9% sure"),
    ],
)
def test_an_answer_in_words(given: np.ndarray, words: str):
    assert answer_of(given).words == words


def test_a_doubt_between_two_digits_is_a_digit_and_a_doubt_among_all_is_none():
    assert looks_like_a_digit(probabilities(d4=0.52, d9=0.45))
    assert not looks_like_a_digit(np.full(10, 0.1))
