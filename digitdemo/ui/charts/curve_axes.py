"""The axes of curves over epochs: while a training goes on they may widen, in few and round steps, and never narrow."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from digitdemo.texts import tr
from digitdemo.ui.charts.theme import axis

# Where an accuracy axis may begin, and the distance of its ticks.
_FLOORS = {0.99: 0.002, 0.98: 0.005, 0.95: 0.01, 0.9: 0.02, 0.8: 0.05, 0.6: 0.1, 0.4: 0.1, 0.0: 0.2}
_LIVE_FLOOR = 0.9  # of a training that goes on, at its beginning: nobody knows yet how far it will get
_AIR = 0.03  # of the range, between the lowest value and the floor, and above 100 %
_LOSS_STEP = 0.5  # decades: 1, 0.3, 0.1, 0.03 ...
_LIVE_LOSSES = 0.1, 3.0  # an untrained network's loss is about ln 10 = 2.3
_DENSE_DECADES = 2.0  # up to here a loss axis has ticks at 2 and 5, too


@dataclass(frozen=True)
class Scale:
    """One y axis: what Plotly is told, its ends as shares of the chart know them, and whether it is logarithmic."""

    options: dict[str, Any]
    low: float
    high: float
    log: bool

    def share(self, value: float) -> float:
        """Return how far down a value is: 0 at the top, 1 at the bottom."""
        place = math.log10(value) if self.log else value
        return (self.high - place) / (self.high - self.low)

    def value(self, share: float) -> float:
        """Return the value that is so far down."""
        place = self.high - share * (self.high - self.low)
        return 10**place if self.log else place


def accuracy_scale(values: Iterable[float], *, live: bool, whole_range: bool) -> Scale:
    """Return an axis for accuracies, fractions; those of the untrained model are not among `values`.

    It begins at a round number below the lowest of them, so that the gap is seen and the curve enters from below; with
    `whole_range`, or without values, at 0. While a training is `live` it begins at 90 % or lower.
    """
    low = min(values, default=1.0 if live else 0.0)
    floors = [floor for floor in _FLOORS if not live or floor <= _LIVE_FLOOR]
    floor = 0.0 if whole_range else next((one for one in floors if low >= one + _AIR * (1 - one)), 0.0)
    top = 1 + _AIR * (1 - floor)
    options = axis(tr("Accuracy"), tickformat=".1~%", range=[floor, top], tick0=floor, dtick=_FLOORS[floor])
    return Scale(options, floor, top, log=False)


def loss_scale(values: Iterable[float], *, live: bool) -> Scale:
    """Return a logarithmic axis for losses, in half decades; what is no positive finite number has no place on it.

    While a training is `live` it goes from 0.1 or lower to 3 or higher.
    """
    drawn = [value for value in values if 0 < value < math.inf] + list(_LIVE_LOSSES if live else ())
    low = _LOSS_STEP * math.floor(math.log10(min(drawn, default=_LIVE_LOSSES[0])) / _LOSS_STEP + 1e-9)
    high = _LOSS_STEP * math.ceil(math.log10(max(drawn, default=_LIVE_LOSSES[1])) / _LOSS_STEP - 1e-9)
    high = max(high, low + _LOSS_STEP)
    dtick = "D2" if high - low <= _DENSE_DECADES else 1
    options = axis(tr("Loss (cross-entropy)"), type="log", dtick=dtick, tickformat="~g", range=[low, high])
    return Scale(options, low, high, log=True)
