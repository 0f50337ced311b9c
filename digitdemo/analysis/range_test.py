"""What follows from a learning-rate range test: between which rates the loss falls, and which one to train with."""

import math
from dataclasses import dataclass

import numpy as np

from digitdemo.config.train_config import KNOBS
from digitdemo.texts import mark, tr

_SMOOTHING = 0.12  # decades of the rate, the standard deviation of the Gaussian by which losses are averaged
_CLEARLY = 0.1  # of the whole fall: by less the loss of one batch differs from that of the next
_FALLS = 0.1  # nats; a loss that falls by less has learned nothing


NO_RANGE = mark("The loss falls at no learning rate: this network does not learn so.")


@dataclass(frozen=True, kw_only=True)
class RangeCurve:
    """The training loss (nats) of each step of a range test, and the learning rate of that step, both (n,)."""

    rates: tuple[float, ...]
    losses: tuple[float, ...]

    @property
    def smoothed(self) -> tuple[float, ...]:
        """The losses without most of the noise of single batches: the mean of each and its neighbours, weighed by
        their distance on the logarithmic axis of rates."""
        places = np.log10(self.rates)
        weights = np.exp(-0.5 * ((places[:, None] - places) / _SMOOTHING) ** 2)
        return tuple((weights @ self.losses / weights.sum(axis=1)).tolist())


@dataclass(frozen=True, kw_only=True)
class LearningRange:
    """What a range test found.

    The loss falls clearly from the learning rate `begins` on, falls fastest at `steepest`, and is lowest at `lowest`;
    `suggested` is the rate to train with. `still_falling` says that it was lowest at the end of the test, so that
    larger rates may serve, too.
    """

    begins: float
    steepest: float
    lowest: float
    suggested: float
    still_falling: bool

    @property
    def sentence(self) -> str:
        """The range in words."""
        return tr(
            _STILL_FALLING if self.still_falling else _RISES_AGAIN,
            begins=self.begins,
            lowest=self.lowest,
            suggested=self.suggested,
        )


_RISES_AGAIN = mark(
    "The loss falls clearly from a learning rate of {begins:.1g} on and is lowest at {lowest:.1g}. Suggested: "
    "{suggested:g}."
)
_STILL_FALLING = mark(
    "The loss falls clearly from a learning rate of {begins:.1g} on and is lowest at {lowest:.1g}, where it is still "
    "falling. Suggested: {suggested:g}."
)


def learning_range(curve: RangeCurve) -> LearningRange | None:
    """Return between which learning rates the loss of a range test falls; None where it falls at none.

    It falls clearly from where its smoothed course has made the first tenth of the whole fall for good. Suggested is
    the knob's stop nearest to the middle, on the logarithmic axis, between the steepest and the lowest place: at the
    lowest one the steps have become too large to lower it further, and at the steepest they are safe, but smaller than
    they need to be. It is meant as the highest rate of a cycle. For the eight recipes, seeds 0 and 1, the middle is
    0.2 to 4.3 times the recipe's own rate: a test of 100 steps gives the order of magnitude, and no more.
    """
    smoothed = np.array(curve.smoothed)
    if len(smoothed) < 3:
        return None
    lowest = int(smoothed.argmin())
    start = float(smoothed[: max(1, len(smoothed) // 5)].mean())
    fall = start - smoothed[lowest]
    above = np.flatnonzero(smoothed[: lowest + 1] > start - _CLEARLY * fall)
    if fall < _FALLS or not above.size:
        return None
    begins = int(above[-1]) + 1
    slopes = np.diff(smoothed[begins - 1 : lowest + 1])
    steepest = begins + int(slopes.argmin())
    rates = np.array(curve.rates)
    return LearningRange(
        begins=float(rates[begins]),
        steepest=float(rates[steepest]),
        lowest=float(rates[lowest]),
        suggested=_nearest_stop(math.sqrt(rates[steepest] * rates[lowest])),
        still_falling=lowest == len(rates) - 1,
    )


def _nearest_stop(rate: float) -> float:
    return min(KNOBS["learning_rate"].choices, key=lambda stop: abs(math.log(stop / rate)))
