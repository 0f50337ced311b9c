"""Accuracy and loss over epochs, train and test drawn alike everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from digitdemo.runs.metrics import EpochMetrics
from digitdemo.ui.charts.theme import MARGIN, RUN_COLOURS, axis
from digitdemo.ui.escaping import escape_html

CAPTION = (
    "Train (dotted) and test (solid) are measured in the same way after each epoch, with dropout off: train on up to "
    "10,000 of the images that the model learned from, test on 10,000 images that it never saw. Epoch 0 is the "
    "untrained model, measured on fewer of each. To choose between models, go by validation accuracy: whoever picks by "
    "test accuracy makes the test part of the training."
)
TOLD = (
    "Some training labels are wrong. As told: by the label that the model was told. True: by the digit in the image. "
    "Told far above true: it has learned wrong labels by heart."
)
HEIGHT = 330  # pixels of a chart


@dataclass(frozen=True)
class Curve:
    """One run to draw: its name, the name of its colour in `RUN_COLOURS`, the shape of its points, its
    records, and the epochs it will have.
    """

    name: str
    colour: str
    symbol: str
    history: Sequence[EpochMetrics]
    epochs: int

    @property
    def noisy(self) -> bool:
        """Whether some of the labels that it learned are wrong."""
        return any(record.true_train_accuracy is not None for record in self.history)


def legend(curves: Sequence[Curve]) -> str:
    """Return in words how the lines of each run are drawn."""
    if any(curve.noisy for curve in curves):
        return "dotted: train, as told; dash-dotted: train, true labels; solid: test"
    return "dotted: train, solid: test"


def accuracy_chart(curves: Sequence[Curve], *, whole_range: bool = False) -> go.Figure:
    """Return train and test accuracy over epochs, and where labels are wrong train accuracy by the true ones, too.

    The axis begins just below the lowest accuracy after epoch 0, where the gap can be seen; `whole_range` shows
    0 to 100 %.
    """
    trained = [
        accuracy
        for curve in curves
        for record in curve.history
        if record.epoch > 0
        for accuracy in (record.train_accuracy, record.test_accuracy, record.true_train_accuracy)
        if accuracy is not None
    ]
    low = 0.0 if whole_range or not trained else min(trained)
    margin = 0.06 * (1.0 - low)
    y = axis("Accuracy", tickformat=".1~%", range=[max(0.0, low - margin), 1.0 + margin / 2])
    return _curves(curves, "accuracy", y)


def loss_chart(curves: Sequence[Curve]) -> go.Figure:
    """Return train and test loss (mean cross-entropy, nats) over epochs, on a logarithmic axis."""
    return _curves(curves, "loss", axis("Loss (cross-entropy)", type="log", dtick="D2", tickformat="~g"))


@dataclass(frozen=True)
class _Line:
    split: str  # of the record's field
    name: str
    dash: str
    symbol: str  # what is added to the name of the run's shape


_TRAIN, _TEST = _Line("train", "train", "dot", "-open"), _Line("test", "test", "solid", "")
_AS_TOLD = _Line("train", "train, as told", "dot", "-open")
_TRUE = _Line("true_train", "train, true labels", "dashdot", "-open-dot")


def _lines(curve: Curve, quantity: str) -> tuple[_Line, ...]:
    if not curve.noisy:
        return _TRAIN, _TEST
    return (_AS_TOLD, _TRUE, _TEST) if quantity == "accuracy" else (_AS_TOLD, _TEST)


def _curves(curves: Sequence[Curve], quantity: str, y: dict[str, Any]) -> go.Figure:
    shown = "%{y:.2%}" if quantity == "accuracy" else "%{y:.4f}"
    lines = [
        dict(
            type="scatter",
            x=[record.epoch for record in curve.history],
            y=[getattr(record, f"{line.split}_{quantity}") for record in curve.history],
            name=f"{curve.name}, {line.name}",
            mode="lines+markers",
            line=dict(color=RUN_COLOURS[curve.colour], dash=line.dash, width=2),
            marker=dict(size=7, symbol=curve.symbol + line.symbol),
            hovertemplate=f"epoch %{{x}}: {shown}<extra>{escape_html(curve.name)}, {line.name}</extra>",
        )
        for curve in curves
        for line in _lines(curve, quantity)
    ]
    last = max((curve.epochs for curve in curves), default=1)
    layout = dict(
        margin=MARGIN,
        height=HEIGHT,
        hovermode="closest",
        # No legend: in a chart of this size that of six runs would leave no room; the page names the colours in text.
        showlegend=False,
        xaxis=axis("Epoch", range=[-0.02 * last, 1.02 * last], dtick=1 if last <= 12 else 5),
        yaxis=y,
    )
    # In one go: Plotly checks a figure anew at every change, and a running training's page is made twice a second.
    return go.Figure(dict(data=lines, layout=layout))
