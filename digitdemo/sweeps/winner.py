"""The best cell of a sweep, and how much of its lead is luck: the winner's curse."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from digitdemo.analysis.intervals import mean_interval
from digitdemo.analysis.validation import validation_of
from digitdemo.sweeps.outcome import Outcome, Spread, one_image

_STEPS, _REACH = 2000, 8.0  # of the integral below, and how far it goes: beyond 8 deviations is nothing
_FEWEST = 3  # seeds, from which an interval may say that a cell is worse: two may agree by accident


@dataclass(frozen=True, kw_only=True)
class Winner:
    """The cell with the highest mean validation accuracy of `among` cells that have all their seeds.

    `alike` are the cells that the seeds cannot tell from it; None where they are too few to tell. `luck` is how much
    better than it is the best of it and these looks, on average, if all are equally good: a fraction, about the most
    that choosing it may have flattered it by. What is surely worse could not have won by luck. `validation` has chosen
    it, and `test` had no say.
    """

    outcome: Outcome
    among: int
    luck: float
    alike: tuple[Outcome, ...] | None
    validation: Spread
    test: Spread

    @property
    def contenders(self) -> int:
        """How many cells may be equally good, itself among them: all where the seeds are too few to tell."""
        return self.among if self.alike is None else 1 + len(self.alike)


def winner_of(outcomes: Sequence[Outcome]) -> Winner | None:
    """Return the best of the cells, the first of equals.

    None as long as a seed of any cell is missing, which might yet be the best, and where fewer than two cells have had
    all their seeds trained to the end.
    """
    whole = [one for one in outcomes if one.whole]
    if len(whole) < 2 or not all(one.found.all_there for one in outcomes):
        return None
    best = max(whole, key=_mean)
    assert best.validation is not None
    assert best.test is not None
    alike = _alike(whole, best)
    contenders = whole if alike is None else [best, *alike]
    return Winner(
        outcome=best,
        among=len(whole),
        luck=_luck(contenders, best),
        alike=alike,
        validation=best.validation,
        test=best.test,
    )


def expected_maximum(count: int) -> float:
    """Return the mean of the largest of so many independent draws from the standard normal distribution.

    It is 0 of one, 0.56 of two, 1.54 of ten, 2.51 of a hundred. By the trapezoidal rule over
    x times the density of the maximum. Source: H. A. David, H. N. Nagaraja, "Order Statistics", 2003, section 3.1.

    Raises:
        ValueError: `count` is less than 1.
    """
    if count < 1:
        raise ValueError(f"{count} draws: need at least 1")
    normal, width = NormalDist(), 2 * _REACH / _STEPS
    points = [-_REACH + width * step for step in range(_STEPS + 1)]
    return width * sum(x * count * normal.pdf(x) * normal.cdf(x) ** (count - 1) for x in points)


def _mean(outcome: Outcome) -> float:
    assert outcome.validation is not None
    return outcome.validation.mean


def _values(outcome: Outcome) -> tuple[float, ...]:
    assert outcome.validation is not None
    return outcome.validation.values


def _luck(contenders: Sequence[Outcome], best: Outcome) -> float:
    if len(contenders) < 2:
        return 0.0
    return expected_maximum(len(contenders)) * _standard_error(contenders, best)


def _standard_error(whole: Sequence[Outcome], best: Outcome) -> float:
    """Return the standard error of a cell's mean by which cells of the same seeds are ranked.

    A seed has the same validation images in each cell, so that what it adds to all of them decides nothing: the spread
    is what remains of the table, cells by seeds, beside the means of its rows and columns. From one seed it is that of
    the images alone, as if each cell had its own, which is rather too much.
    """
    runs = [run for one in whole for run in one.found.finished]
    table = [_values(one) for one in whole]
    seeds = len(table[0])
    if seeds == 1:
        validation = validation_of(best.found.finished[0])
        assert validation is not None
        return math.sqrt(validation.accuracy * (1 - validation.accuracy) / validation.images)
    rows = [statistics.mean(row) for row in table]
    columns = [statistics.mean(column) for column in zip(*table, strict=True)]
    grand = statistics.mean(rows)
    squares = sum(
        (value - row - column + grand) ** 2
        for values, row in zip(table, rows, strict=True)
        for value, column in zip(values, columns, strict=True)
    )
    deviation = math.sqrt(squares / ((len(table) - 1) * (seeds - 1)))
    return max(deviation, one_image(runs)) / math.sqrt(seeds)


def _alike(whole: Sequence[Outcome], best: Outcome) -> tuple[Outcome, ...] | None:
    if len(_values(best)) < _FEWEST:
        return None
    least = one_image([run for one in whole for run in one.found.finished])

    def may_be_as_good(other: Outcome) -> bool:
        behind = [a - b for a, b in zip(_values(best), _values(other), strict=True)]
        return mean_interval(behind, least_deviation=least).low <= 0

    return tuple(other for other in whole if other is not best and may_be_as_good(other))
