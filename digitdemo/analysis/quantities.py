"""What experiments measure of a run: each quantity with the way in which it is written."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from digitdemo.runs.run import Run

Unit = Literal["share", "points", "times", "count"]


@dataclass(frozen=True)
class Quantity:
    """What is measured of a run that was trained: its name on an axis, its unit and the function that measures it.

    A share is a fraction, shown in percent; points are a difference of fractions. Of times, a ratio, the function
    returns the natural logarithm, so that means and intervals are of ratios, too.
    """

    name: str
    unit: Unit
    of: Callable[[Run], float]


def quantity(name: str) -> Quantity:
    """Return the quantity of that name: one of `QUANTITIES`, or `recall_38`, the mean accuracy on the digits 3 and 8.

    Raises:
        KeyError: there is no such quantity.
    """
    prefix, _, digits = name.partition("recall_")
    if digits.isdecimal() and not prefix:
        return Quantity(
            f"test accuracy on the digits {' and '.join(digits)}", "share", lambda run: _recall(run, digits)
        )
    return QUANTITIES[name]


def _recall(run: Run, digits: str) -> float:
    return sum(run.kept.test_recall[int(digit)] for digit in digits) / len(digits)


def _last_gain(run: Run) -> float:
    return run.history[-1].train_accuracy - run.history[-2].train_accuracy


def _true_train(run: Run) -> float:
    """Return the share of its training images, of those that were measured, that it reads as what they truly are."""
    true = run.kept.true_train_accuracy
    return run.kept.train_accuracy if true is None else true


def _fading(run: Run) -> float:
    """Return the logarithm of how many times the last layer's gradient is that of the first, after epoch 1.

    Not in epoch 0: batch normalization knows no mean and variance yet.
    """
    first, *_, last = (layer.gradient or math.nan for layer in run.history[1].layers)
    return math.log(last / first)


QUANTITIES = {
    "test": Quantity("test accuracy", "share", lambda run: run.kept.test_accuracy),
    "train": Quantity("train accuracy", "share", lambda run: run.kept.train_accuracy),
    "true_train": Quantity("train accuracy, true labels", "share", _true_train),
    "validation": Quantity(
        "validation accuracy", "share", lambda run: math.nan if (it := run.kept.validation_accuracy) is None else it
    ),
    "gap": Quantity(
        "train minus test accuracy", "points", lambda run: run.kept.train_accuracy - run.kept.test_accuracy
    ),
    "best_test": Quantity(
        "highest test accuracy of all epochs", "share", lambda run: max(record.test_accuracy for record in run.history)
    ),
    "last_gain": Quantity("gain in train accuracy in the last epoch", "points", _last_gain),
    "fading": Quantity("gradient of the last layer beside that of the first", "times", _fading),
    "parameters": Quantity("weights", "count", lambda run: float(run.parameters or 0)),
    "steps": Quantity("steps", "count", lambda run: float(_steps(run))),
}


def _steps(run: Run) -> int:
    """Return how many steps a run took whose training images are all that its config says."""
    return (len(run.history) - 1) * math.ceil(run.config.train_size / run.config.batch_size)
