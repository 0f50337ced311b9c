import numpy as np
import pytest

from digitdemo.analysis.mistakes import (
    Changes,
    Confusion,
    DigitScore,
    changes,
    changes_in_words,
    confusion_matrix,
    frequent_confusions,
    images_of_cell,
    mcnemar_p_value,
    per_digit,
    surest_first,
)

LABELS = np.array([4, 4, 4, 9, 9, 0], np.uint8)
# The answers: right, 9, 9, right, 4, right.
SURE = [(4, 0.6), (9, 0.7), (9, 0.9), (9, 0.99), (4, 0.8), (0, 0.95)]


def probabilities(answers: list[tuple[int, float]] = SURE) -> np.ndarray:
    """Return probabilities of which each row has its answer as given, and the rest shared by the others."""
    rows = np.array([[(1 - sure) / 9] * 10 for _, sure in answers], np.float32)
    for row, (digit, sure) in zip(rows, answers, strict=True):
        row[digit] = sure
    return rows


def test_confusion_matrix_counts_true_digits_in_rows_and_answers_in_columns():
    matrix = confusion_matrix(LABELS, probabilities().argmax(1))
    expected = np.zeros((10, 10), int)
    expected[4, 4], expected[4, 9], expected[9, 9], expected[9, 4], expected[0, 0] = 1, 2, 1, 1, 1
    assert np.array_equal(matrix, expected)
    assert confusion_matrix(np.array([9], np.uint8), np.array([9]))[9, 9] == 1
    assert frequent_confusions(matrix) == (Confusion(4, 9, 2), Confusion(9, 4, 1))
    assert frequent_confusions(matrix, most=1) == (Confusion(4, 9, 2),)
    assert frequent_confusions(np.eye(10, dtype=int)) == ()


def test_scores_of_each_digit():
    scores = per_digit(confusion_matrix(LABELS, probabilities().argmax(1)))
    assert [score.digit for score in scores] == list(range(10))
    assert scores[4] == DigitScore(4, precision=1 / 2, recall=1 / 3, f1=2 / 5, support=3)
    assert scores[9] == DigitScore(9, precision=1 / 3, recall=1 / 2, f1=2 / 5, support=2)
    assert scores[0] == DigitScore(0, precision=1.0, recall=1.0, f1=1.0, support=1)
    assert scores[1] == DigitScore(1, precision=None, recall=None, f1=None, support=0)


def test_a_digit_that_is_never_read_has_no_precision():
    scores = per_digit(confusion_matrix(np.array([3, 3]), np.array([5, 5])))
    assert scores[3] == DigitScore(3, precision=None, recall=0.0, f1=0.0, support=2)
    assert scores[5] == DigitScore(5, precision=0.0, recall=None, f1=0.0, support=0)


@pytest.mark.parametrize(
    ("digit", "read_as", "expected"),
    [
        (None, None, [2, 4, 1]),  # all mistakes, the surest first
        (4, 9, [2, 1]),
        (4, None, [2, 1]),
        (None, 4, [4]),
        (9, 9, [3]),
        (4, 4, [0]),
        (0, 1, []),
        (1, None, []),
    ],
)
def test_images_of_a_cell(digit: int | None, read_as: int | None, expected: list[int]):
    assert images_of_cell(LABELS, probabilities(), digit, read_as).tolist() == expected


def test_the_images_of_a_cell_that_is_right_begin_with_the_least_sure():
    answers = probabilities([(7, 0.9), (7, 0.5), (7, 0.7)])
    assert images_of_cell(np.array([7, 7, 7]), answers, 7, 7).tolist() == [1, 2, 0]


def test_any_images_can_be_put_in_the_order_of_confidence():
    assert surest_first(np.array([0, 1, 5]), probabilities()).tolist() == [5, 1, 0]


@pytest.mark.parametrize(
    ("fixed", "broken", "expected"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),  # 2 / 2
        (5, 0, 2 / 32),
        (6, 0, 2 / 64),
        (3, 3, 1.0),
        (2, 8, 2 * (1 + 10 + 45) / 1024),
        (8, 2, 2 * (1 + 10 + 45) / 1024),
        (3, 2, 1.0),  # 2 * (1 + 5 + 10) / 32
        (30, 12, 0.0079159),  # this and the next also by the logarithms of the gamma function
        (5000, 4700, 0.0023966),
    ],
)
def test_mcnemar_is_exact(fixed: int, broken: int, expected: float):
    assert mcnemar_p_value(fixed, broken) == pytest.approx(expected, rel=1e-4)


def test_many_changes_have_a_p_value_that_is_no_error():
    assert mcnemar_p_value(9000, 100) == 0.0


def changed(fixed: int, broken: int, both_wrong: int = 100, images: int = 10_000) -> Changes:
    """Return the changes between two models that differ as told."""
    labels = np.zeros(images, np.uint8)
    before, after = labels.copy(), labels.copy()
    before[:fixed] = 1
    after[fixed : fixed + broken] = 2
    before[-both_wrong:], after[-both_wrong:] = 3, 4  # wrong otherwise, and still wrong
    return changes(labels, before, after)


def test_changes_are_the_images_that_one_of_the_two_misreads():
    found = changed(30, 12)
    assert found.fixed.tolist() == list(range(30))
    assert found.broken.tolist() == list(range(30, 42))
    assert found.difference == pytest.approx(0.0018)
    # 18 -/+ (1.959964 * sqrt(42 - 18**2 / 10000) + 1) images of 10,000.
    assert found.interval.low == pytest.approx(0.000430, abs=1e-6)
    assert found.interval.high == pytest.approx(0.003170, abs=1e-6)
    assert found.p_value == pytest.approx(0.0079159, rel=1e-4)


def test_without_changes_there_is_no_difference():
    found = changed(0, 0)
    assert (found.difference, found.interval.low, found.interval.high, found.p_value) == (0, 0, 0, 1)
    with pytest.raises(ValueError, match="needs images"):
        changes(np.array([], int), np.array([], int), np.array([], int))


@pytest.mark.parametrize("fixed", range(0, 60, 3))
@pytest.mark.parametrize("broken", range(0, 60, 4))
def test_the_interval_and_the_test_agree_on_what_is_clear(fixed: int, broken: int):
    found = changed(fixed, broken)
    without_nothing = found.interval.low > 0 or found.interval.high < 0
    assert without_nothing == (found.p_value < 0.05) or found.p_value == pytest.approx(0.05, abs=0.01)


@pytest.mark.parametrize(
    ("fixed", "broken", "words"),
    [
        (
            30,
            12,
            "30 fixed, 12 newly broken: 18 more of the 10,000 images are right (+0.18 points, 95% interval: 0.04 to "
            "0.32). A difference at least as large would come up in 0.79% of cases, if both were equally good.",
        ),
        (
            12,
            30,
            "12 fixed, 30 newly broken: 18 fewer of the 10,000 images are right (−0.18 points, 95% interval: "  # noqa: RUF001
            "−0.32 to −0.04). A difference at least as large would come up in 0.79% of cases, if both "  # noqa: RUF001
            "were equally good.",
        ),
        (
            5,
            3,
            "5 fixed, 3 newly broken: 2 more of the 10,000 images are right (+0.02 points, 95% interval: −0.05 to "  # noqa: RUF001
            "0.09). A difference at least as large would come up in 73% of cases, if both were equally good. So this "
            "cannot tell which is better.",
        ),
        (
            4,
            4,
            "4 fixed, 4 newly broken: as many of the 10,000 images as before are right (0.00 points, 95% interval: "
            "−0.07 to 0.07). A difference at least as large would come up in 100% of cases, if both were "  # noqa: RUF001
            "equally good. So this cannot tell which is better.",
        ),
        (
            1200,
            100,
            "1,200 fixed, 100 newly broken: 1,100 more of the 10,000 images are right (+11.00 points, 95% interval: "
            "10.32 to 11.68). A difference at least as large would come up in fewer than 0.1% of cases, if both were "
            "equally good.",
        ),
        (0, 0, "Nothing fixed, nothing newly broken: both misread the same images."),
    ],
)
def test_changes_in_words(fixed: int, broken: int, words: str):
    assert changes_in_words(changed(fixed, broken)) == words
