"""What experiments measure of a run: each quantity with the way in which it is written."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from digitdemo.runs.run import Run
from digitdemo.texts import mark, tr
from digitdemo.texts.said import Said

Unit = Literal["share", "points", "times", "count"]


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """What is measured of a run that was trained: its name on an axis, its unit and the function that measures it.

    A share is a fraction, shown in percent; points are a difference of fractions. Of times, a ratio, the function
    returns the natural logarithm, so that means and intervals are of ratios, too.
    """

    name: Said = Said()
    unit: Unit
    of: Callable[[Run], float]


def quantity(name: str) -> Quantity:
    """Return the quantity of that name: one of `QUANTITIES`, or `recall_38`, the mean accuracy on the digits 3 and 8.

    Raises:
        KeyError: there is no such quantity.
    """
    prefix, _, digits = name.partition("recall_")
    if digits.isdecimal() and not prefix:
        name = tr("test accuracy on the digits {digits}", digits=tr(" and ").join(digits))
        return Quantity(name=name, unit="share", of=lambda run: _recall(run, digits))
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
    "test": Quantity(name=mark("test accuracy"), unit="share", of=lambda run: run.kept.test_accuracy),
    "train": Quantity(name=mark("train accuracy"), unit="share", of=lambda run: run.kept.train_accuracy),
    "true_train": Quantity(name=mark("train accuracy, true labels"), unit="share", of=_true_train),
    "validation": Quantity(
        name=mark("validation accuracy"),
        unit="share",
        of=lambda run: math.nan if (it := run.kept.validation_accuracy) is None else it,
    ),
    "gap": Quantity(
        name=mark("train minus test accuracy"),
        unit="points",
        of=lambda run: run.kept.train_accuracy - run.kept.test_accuracy,
    ),
    "best_test": Quantity(
        name=mark("highest test accuracy of all epochs"),
        unit="share",
        of=lambda run: max(record.test_accuracy for record in run.history),
    ),
    "last_gain": Quantity(name=mark("gain in train accuracy in the last epoch"), unit="points", of=_last_gain),
    "fading": Quantity(name=mark("gradient of the last layer beside that of the first"), unit="times", of=_fading),
    "parameters": Quantity(name=mark("weights"), unit="count", of=lambda run: float(run.parameters or 0)),
    "steps": Quantity(name=mark("steps"), unit="count", of=lambda run: float(_steps(run))),
}


def _steps(run: Run) -> int:
    """Return how many steps a run took whose training images are all that its config says."""
    return (len(run.history) - 1) * math.ceil(run.config.train_size / run.config.batch_size)
