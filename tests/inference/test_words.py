"""What models' answers come to in a few words."""

import numpy as np
import pytest

from digitdemo.inference.answers import Answer, Answers, answer_of
from digitdemo.inference.words import Words, words_of, words_of_each


def reads(digit: int, share: float = 0.99) -> Answer:
    """Return the answer of a model that gives `digit` that probability, and the others what is left."""
    probabilities = np.full(10, (1 - share) / 9)
    probabilities[digit] = share
    return answer_of(probabilities)


def of(*answers: Answer, any_digit: bool = True) -> Answers:
    return Answers(dict(zip("abcdefgh", answers, strict=False)), any_digit)


NO_DIGIT = "This doesn't look like a digit"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (of(reads(7)), Words("7", "It reads 7")),
        (of(reads(7), reads(7), reads(7, 0.4)), Words("7", "All 3 models read 7")),
        (of(reads(7, 0.5)), Words("7?", "It reads 7", "But it is not sure.")),
        (of(reads(7, 0.5), reads(7, 0.3)), Words("7?", "All 2 models read 7", "But none of them is sure.")),
        (of(reads(4), reads(9), reads(4)), Words("4", "2 of 3 models read 4", "They disagree. Model b: 9")),
        (of(reads(4), reads(9, 0.8)), Words("4?", "They disagree", "Model a: 4; Model b: 9")),
        (
            of(reads(1), any_digit=False),
            Words("?", "This doesn't look like a digit", "Yet a model can only answer 0 to 9."),
        ),
    ],
)
def test_agreement_doubt_disagreement_and_no_digit_have_words_of_their_own(found: Answers, words: Words):
    assert words_of(found, lambda name: f"Model {name}") == words


TWO = "Two digits: each is read on its own"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ((of(reads(7)),), Words("7", "It reads 7")),
        ((of(reads(0)), of(reads(1))), Words("0 1", TWO, "It reads 0 1")),
        ((of(reads(0), reads(0)), of(reads(1), reads(1))), Words("0 1", TWO, "All 2 models read 0 1")),
        ((of(reads(0)), of(reads(1, 0.4))), Words("0 1?", TWO, "It reads 0 1")),
        (
            (of(reads(0), reads(0), reads(0)), of(reads(1), reads(7), reads(1))),
            Words("0 1", TWO, "They disagree. Model b: 0 7"),
        ),
        (
            (of(reads(0)), of(reads(1), any_digit=False)),
            Words("0 ?", TWO, "Not all of them look like digits."),
        ),
        ((of(reads(1)),) * 3, Words("1 1 1", "3 digits: each is read on its own", "It reads 1 1 1")),
    ],
)
def test_several_digits_are_said_in_reading_order(found: tuple[Answers, ...], words: Words):
    assert words_of_each(found, lambda name: f"Model {name}") == words


def test_of_two_digits_with_as_many_models_the_more_probable_one_is_said():
    assert of(reads(9, 0.6), reads(4)).most == 4
    assert of(reads(4, 0.6), reads(9)).most == 9


def test_who_is_asked_why_is_the_model_that_is_wrong_or_else_the_least_sure():
    assert of(reads(7), reads(7, 0.9), reads(7)).doubtful() == "b"
    assert of(reads(7, 0.8), reads(7), reads(1)).doubtful() == "c"
    assert of(reads(7, 0.8), reads(7), reads(1)).doubtful(truth=1) == "b"
