"""Accuracy with its uncertainty, in numpy and the standard library only."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from digitdemo.texts import number

Z_95 = 1.959964  # two-sided 95 % quantile of the standard normal distribution
# Two-sided 95 % quantiles of Student's t distribution by degrees of freedom. Source: NIST/SEMATECH e-Handbook of
# Statistical Methods, table 1.3.6.7.2, column 0.975.
_T_95 = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Interval:
    """A 95 % interval, `low` to `high`, both fractions."""

    low: float
    high: float


def accuracy_interval(accuracy: float, n: int) -> Interval:
    """Return the Wilson 95 % interval of an accuracy measured on `n` images.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.

    Raises:
        ValueError: `n` is not positive or `accuracy` lies outside 0 to 1.
    """
    if n < 1 or not 0 <= accuracy <= 1:
        raise ValueError(f"accuracy {accuracy} of {n} images: need 0 to 1 of at least 1")
    z2 = Z_95**2
    centre = (accuracy + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 / (1 + z2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z2 / (4 * n * n))
    # Rounding must not put the accuracy outside its own interval.
    return Interval(max(0.0, min(accuracy, centre - half)), min(1.0, max(accuracy, centre + half)))


def gap_interval(train_accuracy: float, n_train: int, test_accuracy: float, n_test: int) -> Interval:
    """Return the 95 % interval of the generalization gap (train minus test accuracy).

    Newcombe's hybrid score interval for the difference of two independent proportions, built from the two
    Wilson intervals. Source: R. G. Newcombe, Statistics in Medicine 17, 1998, method 10.
    """
    train, test = accuracy_interval(train_accuracy, n_train), accuracy_interval(test_accuracy, n_test)
    gap = train_accuracy - test_accuracy
    return Interval(
        gap - math.hypot(train_accuracy - train.low, test.high - test_accuracy),
        gap + math.hypot(train.high - train_accuracy, test_accuracy - test.low),
    )


def paired_interval(gained: int, lost: int, n: int) -> Interval:
    """Return the 95 % interval of a difference of two accuracies on the same `n` images.

    `gained` are the images that are right only where the difference counts them up, `lost` those only where it counts
    them down. Wald's for paired proportions with continuity correction, which agrees with McNemar's exact test but for
    a few borderline cases. Source: R. G. Newcombe, "Improved confidence intervals for the difference between binomial
    proportions based on paired data", Statistics in Medicine 17, 1998, method 2.

    Raises:
        ValueError: there are fewer images than that, or none.
    """
    if n < max(1, gained + lost):
        raise ValueError(f"{gained} gained and {lost} lost of {n} images")
    difference, changed = (gained - lost) / n, gained + lost
    half = (Z_95 * math.sqrt(changed - (gained - lost) ** 2 / n) + 1) / n if changed else 0.0
    return Interval(max(-1.0, difference - half), min(1.0, difference + half))


def mean_interval(values: Sequence[float], *, least_deviation: float = 0.0) -> Interval:
    """Return the 95 % interval of the mean that more such values would have, by the t distribution.

    Differences between runs of the same seeds make it the interval of the paired comparison. Values that agree by
    accident count as if their standard deviation were `least_deviation`.

    Raises:
        ValueError: there are fewer than two values.
    """
    if len(values) < 2:
        raise ValueError(f"{len(values)} values: need at least 2")
    # Beyond the table the last quantile is too wide by 15 % at most.
    t = _T_95.get(len(values) - 1, _T_95[max(_T_95)])
    mean, half = statistics.mean(values), t * max(statistics.stdev(values), least_deviation) / math.sqrt(len(values))
    return Interval(mean - half, mean + half)


def show_points(fraction: float, *, signed: bool = False, decimals: int = 2) -> str:
    """Return a difference of fractions as percentage points in words, such as "0.25"; `signed` shows a plus, too."""
    points = round(100 * fraction, decimals) + 0.0  # no minus before a zero
    return number(points, f"{'+' if signed else ''}.{decimals}f").replace("-", _MINUS)
