"""What a cell of a sweep came to: means over the seeds with their intervals."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from digitdemo.analysis.intervals import Interval, mean_interval
from digitdemo.analysis.validation import validation_of
from digitdemo.runs.run import Run
from digitdemo.sweeps.found import FoundCell


@dataclass(frozen=True)
class Spread:
    """A value from each seed, fractions, their mean, and the 95 % interval of that; None from one seed."""

    values: tuple[float, ...]
    mean: float
    interval: Interval | None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A cell's accuracies over the seeds that were trained to their end, and how many of its seeds diverged.

    `gap` is train minus validation accuracy, as a fraction: points are a hundred times that. The three are None where
    no seed has come to its end.
    """

    found: FoundCell
    validation: Spread | None
    gap: Spread | None
    test: Spread | None
    diverged: int

    @property
    def whole(self) -> bool:
        """Whether every seed was trained to its end: only then it may be called the best."""
        return self.found.all_there and not self.diverged


def outcome_of(found: FoundCell) -> Outcome:
    """Return what that cell came to so far."""
    runs = found.finished
    return Outcome(
        found=found,
        validation=_spread([_validated(run) for run in runs], least=one_image(runs), low=0.0),
        gap=_spread([run.kept.train_accuracy - _validated(run) for run in runs], least=one_image(runs), low=-1.0),
        test=_spread([run.kept.test_accuracy for run in runs], least=one_image(runs), low=0.0),
        diverged=len(found.runs) - len(runs),
    )


def one_image(runs: Sequence[Run]) -> float:
    """Return what one validation image is of an accuracy, the coarsest of these runs; 0 without runs.

    No spread of seeds is taken for smaller: seeds that agree to the last image are not proof of more.
    """
    return max((1 / found.images for run in runs if (found := validation_of(run))), default=0.0)


def _validated(run: Run) -> float:
    found = validation_of(run)
    assert found is not None, run.id  # `tells` asks for it
    return found.accuracy


def _spread(values: Sequence[float], *, least: float, low: float) -> Spread | None:
    if not values:
        return None
    interval = mean_interval(values, least_deviation=least) if len(values) > 1 else None
    if interval is not None:
        interval = Interval(max(low, interval.low), min(1.0, interval.high))
    return Spread(tuple(values), statistics.mean(values), interval)
