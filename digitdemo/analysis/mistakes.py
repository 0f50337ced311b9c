"""What a model gets wrong: which digits for which, which images, and what another model repaired or newly broke."""

from dataclasses import dataclass

import numpy as np

from digitdemo.analysis.intervals import Interval, paired_interval, show_points
from digitdemo.texts import mark, number, tr

SIGNIFICANCE_LEVEL = 0.05  # the customary one: from this p value on, a difference tells nothing


def confusion_matrix(labels: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Return how often each digit was read as each: int (10, 10), [true, predicted].

    `labels` and `predicted` are integers (n,) in 0 to 9.
    """
    return np.bincount(10 * labels.astype(np.int64) + predicted, minlength=100).reshape(10, 10)


@dataclass(frozen=True)
class DigitScore:
    """How well one digit is read; shares are fractions.

    `precision` is the share of the images read as this digit that are it, None where nothing was read as it; `recall`
    the share of this digit's `support` images that were read as it, None where there are none; `f1` the harmonic mean
    of both, None where it is neither there nor read.
    """

    digit: int
    precision: float | None
    recall: float | None
    f1: float | None
    support: int


def per_digit(matrix: np.ndarray) -> tuple[DigitScore, ...]:
    """Return the scores of the ten digits, in their order, from a confusion matrix (10, 10)."""
    scores = []
    for digit in range(10):
        right, support, read = (int(n) for n in (matrix[digit, digit], matrix[digit].sum(), matrix[:, digit].sum()))
        scores.append(
            DigitScore(
                digit,
                precision=right / read if read else None,
                recall=right / support if support else None,
                f1=2 * right / (support + read) if support + read else None,
                support=support,
            )
        )
    return tuple(scores)


@dataclass(frozen=True)
class Confusion:
    """One kind of mistake: a digit, what it was read as, and how often."""

    digit: int
    read_as: int
    count: int


def frequent_confusions(matrix: np.ndarray, most: int = 5) -> tuple[Confusion, ...]:
    """Return the cells beside the diagonal of a confusion matrix (10, 10) that count most, the largest first."""
    cells = [
        Confusion(digit, read_as, int(matrix[digit, read_as]))
        for digit in range(10)
        for read_as in range(10)
        if digit != read_as and matrix[digit, read_as]
    ]
    return tuple(sorted(cells, key=lambda cell: -cell.count)[:most])


def images_of_cell(
    labels: np.ndarray, probabilities: np.ndarray, digit: int | None = None, read_as: int | None = None
) -> np.ndarray:
    """Return the indices of the images of `digit` that were misread as `read_as`; None stands for any digit.

    The surest mistake comes first. Where both are the same digit it is the images that were read right, the least sure
    first. `labels` are integers (n,) in 0 to 9, `probabilities` float (n, 10).
    """
    predicted = probabilities.argmax(1)
    right = digit is not None and digit == read_as
    inside = (predicted == labels) == right
    if digit is not None:
        inside &= labels == digit
    if read_as is not None:
        inside &= predicted == read_as
    found = surest_first(np.flatnonzero(inside), probabilities)
    return found[::-1] if right else found


def surest_first(indices: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """Return `indices` into `probabilities`, float (n, 10), by the probability of the answer, the highest first."""
    return indices[np.argsort(-probabilities[indices].max(1), kind="stable")]


@dataclass(frozen=True)
class Changes:
    """What one model reads differently from another on the same images.

    `fixed` are the indices of the images that only the later one reads right, `broken` those that only the earlier one
    does. `difference` is the later accuracy minus the earlier one, a fraction, with its 95 % interval. `p_value` is
    that of McNemar's test: how often two models that are equally good would split the changed images at least this
    unevenly.
    """

    fixed: np.ndarray
    broken: np.ndarray
    images: int
    difference: float
    interval: Interval
    p_value: float


def changes(labels: np.ndarray, before: np.ndarray, after: np.ndarray) -> Changes:
    """Return what changed from the answers `before` to the answers `after`; all three are integers (n,) in 0 to 9.

    Raises:
        ValueError: there are no images.
    """
    n = len(labels)
    if not n:
        raise ValueError("labels: a comparison needs images")
    was_right, is_right = before == labels, after == labels
    fixed, broken = np.flatnonzero(is_right & ~was_right), np.flatnonzero(was_right & ~is_right)
    counts = len(fixed), len(broken)
    difference = (counts[0] - counts[1]) / n
    return Changes(fixed, broken, n, difference, paired_interval(*counts, n), mcnemar_p_value(*counts))


def mcnemar_p_value(fixed: int, broken: int) -> float:
    """Return the exact two-sided p value of McNemar's test, 0 to 1; without changed images it is 1.

    If neither model were better, each changed image would be fixed or broken with a probability of one half. Source:
    Q. McNemar, "Note on the sampling error of the difference between correlated proportions or percentages",
    Psychometrika 12, 1947; here with the binomial distribution itself.
    """
    changed = fixed + broken
    ways = total = 1  # in which the rarer of the two happens k times, and up to k times; exact, however many
    for k in range(min(fixed, broken)):
        ways = ways * (changed - k) // (k + 1)
        total += ways
    return min(1.0, 2 * total / 2**changed)


def changes_in_words(found: Changes) -> str:
    """Return what changed, with its uncertainty, in two or three sentences."""
    fixed, broken = len(found.fixed), len(found.broken)
    if not fixed + broken:
        return tr("Nothing fixed, nothing newly broken: both misread the same images.")
    gained = fixed - broken
    sentences = [
        tr(
            _MORE if gained > 0 else _FEWER if gained else _AS_MANY,
            fixed=fixed,
            broken=broken,
            gained=abs(gained),
            images=found.images,
            difference=show_points(found.difference, signed=gained != 0),
            low=show_points(found.interval.low),
            high=show_points(found.interval.high),
        ),
        tr(
            "A difference at least as large would come up in {share} of cases, if both were equally good.",
            share=_share_of_cases(found.p_value),
        ),
    ]
    if found.p_value >= SIGNIFICANCE_LEVEL:
        sentences.append(tr("So this cannot tell which is better."))
    return " ".join(sentences)


_MORE = mark(
    "{fixed:,} fixed, {broken:,} newly broken: {gained:,} more of the {images:,} images are right ({difference} "
    "points, 95% interval: {low} to {high})."
)
_FEWER = mark(
    "{fixed:,} fixed, {broken:,} newly broken: {gained:,} fewer of the {images:,} images are right ({difference} "
    "points, 95% interval: {low} to {high})."
)
_AS_MANY = mark(
    "{fixed:,} fixed, {broken:,} newly broken: as many of the {images:,} images as before are right ({difference} "
    "points, 95% interval: {low} to {high})."
)


def _share_of_cases(p_value: float) -> str:
    if p_value < 0.001:
        return tr("fewer than {share:.1%}", share=0.001)
    return number(p_value, ".0%") if p_value >= 0.1 else tr("{percent:.2g}%", percent=100 * p_value)
