"""What a chart of curves is made of: a run's curve, and the lines that it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from digitdemo.runs.metrics import EpochMetrics, Probe
from digitdemo.texts import mark

Quantity = Literal["accuracy", "loss"]


@dataclass(frozen=True)
class Curve:
    """One run to draw: its name, the name of its colour in `RUN_COLOURS`, the shape of its points, its
    records, and the epochs it will have.

    `probes` are what was measured between epochs, in their order; `kept` is the epoch whose model was kept, if it is
    worth a mark; `faded` is a run that another one stands beside.
    """

    name: str
    colour: str
    symbol: str
    history: Sequence[EpochMetrics]
    epochs: int
    probes: Sequence[Probe] = ()
    kept: int | None = None
    faded: bool = False

    @property
    def noisy(self) -> bool:
        """Whether some of the labels that it learned are wrong."""
        return any(record.true_train_accuracy is not None for record in self.history)


@dataclass(frozen=True)
class Line:
    """How one of a run's lines is named and drawn."""

    split: str  # of the record's field
    name: str  # marked, as the next
    short: str  # its name at its end
    dash: str
    faded_dash: str
    symbol: str  # what is added to the name of the run's shape


TRAIN = Line("train", mark("train"), mark("train"), "dot", "longdashdot", "-open")
TEST = Line("test", mark("test"), mark("test"), "solid", "longdash", "")
AS_TOLD = Line("train", mark("train, as told"), mark("as told"), "dot", "longdashdot", "-open")
TRUE_LABELS = Line("true_train", mark("train, true labels"), mark("true labels"), "dashdot", "longdashdot", "-open-dot")


def lines_of(curve: Curve, quantity: Quantity) -> tuple[Line, ...]:
    """Return the lines of a run, those of train first."""
    if not curve.noisy:
        return TRAIN, TEST
    return (AS_TOLD, TRUE_LABELS, TEST) if quantity == "accuracy" else (AS_TOLD, TEST)


PROBED = TRAIN, TEST
