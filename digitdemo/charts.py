"""Data in, Plotly figure out: one layout, one list of run colours, train and test drawn alike everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from digitdemo.metrics import EpochMetrics

# Streamlit's name of a colour, for text, and its value, for charts; .streamlit/config.toml has the same values.
RUN_COLOURS = {
    "blue": "#2b79d1",
    "orange": "#c4670b",
    "green": "#278a4e",
    "red": "#d64550",
    "violet": "#9161e0",
    "yellow": "#967200",
    "gray": "#767e8b",
}
CAPTION = (
    "Train (dotted) and test (solid) are measured by the same function after each epoch, with dropout off: train on up "
    "to 10,000 of the images the model learned from, test on the 10,000 it never saw. Epoch 0 is the untrained model, "
    "on 2,000 of both."
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


@dataclass(frozen=True)
class Bars:
    """One model's answer to draw: its title, the name of its colour in `RUN_COLOURS`, its ten probabilities (10,)."""

    title: str
    colour: str
    probabilities: np.ndarray


def answers_chart(answers: Sequence[Bars]) -> go.Figure:
    """Return the probabilities of every model as bars, a row a model, the digits below each other.

    One figure with one pair of axes, whose rows are bars that stand on 0, 1, 2 ..., made in one go: a person waits for
    it. A browser needs some 30 ms for every figure and for every further pair of axes, and Plotly checks a figure anew
    at every change.
    """
    count = len(answers)
    bars = []
    for number, answer in enumerate(answers):
        top = int(np.argmax(answer.probabilities))
        shares = [float(probability) for probability in answer.probabilities]
        bars.append(
            dict(
                type="bar",
                x=_DIGITS,
                y=[_BAR * share for share in shares],
                base=count - 1 - number,
                customdata=shares,
                marker=dict(color=[RUN_COLOURS[answer.colour] if digit == top else _PALE for digit in _DIGITS]),
                hovertemplate="%{x}: %{customdata:.2%}<extra></extra>",
            )
        )
    titles = dict(
        type="scatter",
        mode="text",
        x=[-0.5] * count,
        y=[count - number - (1 - _BAR) / 2 for number in range(count)],
        text=[answer.title for answer in answers],
        textposition="middle right",
        textfont=dict(size=14, color=[RUN_COLOURS[answer.colour] for answer in answers]),
        hoverinfo="skip",
        cliponaxis=False,
    )
    layout = dict(
        margin=dict(l=4, r=4, t=4, b=24),
        height=76 * count + 28,
        barmode="overlay",
        bargap=0.2,
        showlegend=False,
        xaxis=dict(tickvals=_DIGITS, range=[-0.5, 9.5], fixedrange=True, zeroline=False),
        yaxis=dict(
            tickvals=list(range(count)), range=[0, count], showticklabels=False, fixedrange=True, zeroline=False
        ),
    )
    return go.Figure(dict(data=[*bars, titles], layout=layout))


_DIGITS = list(range(10))
_BAR = 0.62  # of a row's height, for a probability of 1; above it stands the title
_PALE = "rgba(127,135,148,0.45)"


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
            hovertemplate=f"epoch %{{x}}: {shown}<extra>{curve.name}, {split}</extra>",
        )
        for curve in curves
        for split, dash in (("train", "dot"), ("test", "solid"))
    ]
    last = max((curve.epochs for curve in curves), default=1)
    layout = dict(
        margin=dict(l=8, r=8, t=8, b=8),
        height=330,
        hovermode="closest",
        # No legend: in a chart of this size that of six runs would leave no room; the page names the colours in text.
        showlegend=False,
        xaxis=dict(title="Epoch", range=[-0.02 * last, 1.02 * last], dtick=1 if last <= 12 else 5),
        yaxis=axis,
    )
    # In one go: Plotly checks a figure anew at every change, and a running training's page is made twice a second.
    return go.Figure(dict(data=lines, layout=layout))
