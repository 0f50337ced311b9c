"""Accuracy and loss over epochs, train and test drawn alike everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from digitdemo.runs.metrics import EpochMetrics
from digitdemo.ui.charts.theme import MARGIN, RUN_COLOURS
from digitdemo.ui.escaping import escape_html

CAPTION = (
    "Train (dotted) and test (solid) are measured in the same way after each epoch, with dropout off: train on up to "
    "10,000 of the images that the model learned from, test on 10,000 images that it never saw. Epoch 0 is the "
    "untrained model, measured on fewer of each."
)


@dataclass(frozen=True)
class Curve:
    """One run to draw: its name, the name of its colour in `RUN_COLOURS`, its records, and the epochs it will have."""

    name: str
    colour: str
    history: Sequence[EpochMetrics]
    epochs: int


def accuracy_chart(curves: Sequence[Curve], *, whole_range: bool = False) -> go.Figure:
    """Return train and test accuracy over epochs.

    The axis begins just below the lowest accuracy after epoch 0, where the gap can be seen; `whole_range` shows
    0 to 100 %.
    """
    trained = [
        accuracy
        for curve in curves
        for record in curve.history
        if record.epoch > 0
        for accuracy in (record.train_accuracy, record.test_accuracy)
    ]
    low = 0.0 if whole_range or not trained else min(trained)
    margin = 0.06 * (1.0 - low)
    axis = dict(title="Accuracy", tickformat=".1~%", range=[max(0.0, low - margin), 1.0 + margin / 2])
    return _curves(curves, "accuracy", axis)


def loss_chart(curves: Sequence[Curve]) -> go.Figure:
    """Return train and test loss (mean cross-entropy, nats) over epochs, on a logarithmic axis."""
    return _curves(curves, "loss", dict(title="Loss (cross-entropy)", type="log", dtick="D2", tickformat="~g"))


def _curves(curves: Sequence[Curve], quantity: str, axis: dict[str, Any]) -> go.Figure:
    shown = "%{y:.2%}" if quantity == "accuracy" else "%{y:.4f}"
    lines = [
        dict(
            type="scatter",
            x=[record.epoch for record in curve.history],
            y=[getattr(record, f"{split}_{quantity}") for record in curve.history],
            name=f"{curve.name}, {split}",
            mode="lines+markers",
            line=dict(color=RUN_COLOURS[curve.colour], dash=dash, width=2),
            marker=dict(size=6, symbol="circle" if split == "test" else "circle-open"),
            hovertemplate=f"epoch %{{x}}: {shown}<extra>{escape_html(curve.name)}, {split}</extra>",
        )
        for curve in curves
        for split, dash in (("train", "dot"), ("test", "solid"))
    ]
    last = max((curve.epochs for curve in curves), default=1)
    layout = dict(
        margin=MARGIN,
        height=330,
        hovermode="closest",
        # No legend: in a chart of this size that of six runs would leave no room; the page names the colours in text.
        showlegend=False,
        xaxis=dict(title="Epoch", range=[-0.02 * last, 1.02 * last], dtick=1 if last <= 12 else 5),
        yaxis=axis,
    )
    # In one go: Plotly checks a figure anew at every change, and a running training's page is made twice a second.
    return go.Figure(dict(data=lines, layout=layout))
