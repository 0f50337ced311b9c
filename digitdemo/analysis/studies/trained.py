"""Trainings over a knob: what is recorded of each of them, and means over the seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from digitdemo.runs.metrics import Count, Fraction, Whole
from digitdemo.runs.run import Run

SEEDS = (0, 1, 2, 3, 4)
NEW_SEED = len(SEEDS)  # of a visitor's own trainings: another draw than the recorded ones

_DIGITS = 5  # after the point: MNIST's test set has 10,000 images


@dataclass(frozen=True, kw_only=True)
class Trained:
    """One training: the value of the knob that is varied, its seed, and its errors at the end, fractions.

    `train_error` is by the labels as they were told, on up to 10,000 of its images, `test_error` on 10,000 images.
    """

    x: Count
    seed: Whole
    train_error: Fraction
    test_error: Fraction


Measured = Callable[[Trained], float]


def trained(run: Run, x: int) -> Trained:
    """Return what is recorded of a run at that value of the knob that is varied."""
    return Trained(
        x=x,
        seed=run.config.seed,
        train_error=round(1 - run.kept.train_accuracy, _DIGITS),
        test_error=round(1 - run.kept.test_accuracy, _DIGITS),
    )


def on_train(one: Trained) -> float:
    """Return the share of its own training images that it does not read as it was told."""
    return one.train_error


def on_test(one: Trained) -> float:
    """Return the share of test images that it misreads."""
    return one.test_error


def means(trainings: Iterable[Trained], of: Measured) -> dict[int, float]:
    """Return the mean over the seeds at each value of the knob, in its order."""
    found: dict[int, list[float]] = {}
    for one in trainings:
        found.setdefault(one.x, []).append(of(one))
    return {x: mean(found[x]) for x in sorted(found)}


def by_seed(trainings: Sequence[Trained], of: Measured) -> list[dict[int, float]]:
    """Return the same of each seed alone, in the order of the seeds."""
    return [
        means([one for one in trainings if one.seed == seed], of) for seed in sorted({one.seed for one in trainings})
    ]
