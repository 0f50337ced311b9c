"""Data in, Plotly figure out: one layout, one list of run colours, train and test drawn alike everywhere."""

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from digitdemo.diagnosis import OVERFIT_GAP, UNDERFIT_TRAIN_ACCURACY
from digitdemo.evaluation import Interval
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


def plain(text: str) -> str:
    """Return `text` such that Plotly shows it as it is, which takes some tags for its own: for strangers' text."""
    return html.escape(text, quote=False)


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


def confusion_chart(matrix: np.ndarray, digit: int | None = None, read_as: int | None = None) -> go.Figure:
    """Return a confusion matrix, int (10, 10) [true, predicted], whose cells can be clicked.

    The chosen cell has a frame; with None for one of the two it is a row or a column, for both it is none.
    A heatmap cannot be selected in, so that 100 invisible points lie on its cells: the one nearest to a click is it.
    `clicked_cell` tells which.
    """
    digits, read = (axis.ravel() for axis in np.indices((10, 10)))
    counts, diagonal = matrix.ravel(), digits == read
    most = max(1, int(counts[~diagonal].max()))
    # By the root, so that a cell of three does not look like none beside one of a hundred.
    shades = np.select([diagonal, counts == 0], [_RIGHT, _NONE], np.sqrt(counts / most))
    cells = dict(
        type="heatmap",
        z=shades.reshape(10, 10).tolist(),
        zmin=-1,
        zmax=1,
        colorscale=_CELL_COLOURS,
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
    )
    points = dict(
        type="scatter",
        mode="markers+text",
        x=read.tolist(),
        y=digits.tolist(),
        text=[str(count) if count else "" for count in counts],
        textfont=dict(size=12, color=_CELL_TEXT),
        marker=dict(size=6, opacity=0, color=_PALE),
        unselected=dict(textfont=dict(color=_CELL_TEXT)),  # Plotly would all but hide it
        customdata=counts.tolist(),
        hovertemplate="a %{y} read as %{x}: %{customdata:,} images<extra></extra>",
    )
    chosen = (_sides(read_as), _sides(digit)) if (digit, read_as) != (None, None) else None
    frame = dict(type="rect", line=dict(color=RUN_COLOURS["blue"], width=3))
    common = dict(tickvals=_DIGITS, fixedrange=True, showgrid=False, zeroline=False)
    layout = dict(
        margin=dict(l=4, r=4, t=4, b=4),
        height=420,
        hovermode="closest",
        hoverdistance=-1,
        showlegend=False,
        xaxis=dict(title="Read as", side="top", range=[-0.5, 9.5], **common),
        yaxis=dict(title="It is", range=[9.5, -0.5], **common),
        shapes=[dict(x0=x0, x1=x1, y0=y0, y1=y1, **frame) for (x0, x1), (y0, y1) in ([chosen] if chosen else [])],
    )
    return go.Figure(dict(data=[cells, points], layout=layout))


_RIGHT, _NONE = -1.0, -0.5  # places on the scale of `_CELL_COLOURS` beside the shades, which are 0 to 1
# Opaque where a number stands, so that the same dark text can be read on a light and on a dark page.
_CELL_TEXT = "#262730"
_CELL_COLOURS = [
    [0.0, "rgb(195,200,209)"],
    [0.25, "rgba(127,135,148,0.1)"],
    [0.5, "rgb(247,217,220)"],
    [1.0, "rgb(234,119,128)"],
]


def _sides(place: int | None) -> tuple[float, float]:
    return (-0.5, 9.5) if place is None else (place - 0.5, place + 0.5)


def clicked_cell(points: Any) -> tuple[int, int] | None:
    """Return the true digit and what it was read as of the cell that was clicked in a `confusion_chart`, or None.

    `points` is what the browser says was selected, unchecked.
    """
    match points:
        case [{"point_index": int(number)}] if 0 <= number < 100:
            return divmod(number, 10)
    return None


@dataclass(frozen=True, kw_only=True)
class Point:
    """One run to draw as a point over `x`: its name, a short label, the name of its colour in `RUN_COLOURS`, its test
    accuracy and that one's 95 % interval, fractions.
    """

    name: str
    label: str
    colour: str
    x: float
    test: float
    interval: Interval


def fit_map(points: Sequence[Point]) -> go.Figure:
    """Return test accuracy over train accuracy (`Point.x`), a point a run, and what each region of the map means.

    On the diagonal there is no gap; the regions end at the thresholds of the diagnosis.
    """
    lowest = min([_FIT_LOW, *(min(point.x, point.interval.low) for point in points)])
    low, high = max(0.0, lowest - 0.04 * (1 - lowest)), 1 + 0.08 * (1 - lowest)
    middle = (low + 1) / 2
    diagonal = dict(type="line", x0=low, y0=low, x1=1, y1=1, line=dict(color=RUN_COLOURS["gray"], dash="dash", width=1))
    no_gap = dict(x=middle, y=middle, text="no gap", showarrow=False, xanchor="right", yanchor="bottom", xshift=-4)
    names = [
        dict(text=text, xref="paper", yref="paper", showarrow=False, font=dict(color=RUN_COLOURS[colour]), **place)
        for text, colour, place in _REGIONS
    ]
    return _points(
        points,
        middle=middle,
        shown=".2%",
        shapes=[*_regions(low, high), diagonal],
        annotations=[*names, no_gap],
        xaxis=dict(title="Train accuracy", tickformat=".1~%", range=[low, high], zeroline=False),
        heights=[low, high],
    )


_FIT_LOW = 0.9  # all three regions are in sight
_REGIONS = [
    ("underfits: low on both", "yellow", dict(x=0.01, y=0.985, xanchor="left", yanchor="top")),
    ("good fit", "green", dict(x=0.99, y=0.985, xanchor="right", yanchor="top")),
    ("overfits: high on train, lower on test", "red", dict(x=0.99, y=0.015, xanchor="right", yanchor="bottom")),
]


def _regions(low: float, high: float) -> list[dict[str, Any]]:
    gap, corner = OVERFIT_GAP, UNDERFIT_TRAIN_ACCURACY
    corners = {
        "yellow": [(low, low - gap), (corner, corner - gap), (corner, high), (low, high)],
        "green": [(corner, corner - gap), (high, high - gap), (high, high), (corner, high)],
        "red": [(low, low - gap), (high, high - gap), (high, low - gap)],
    }
    return [
        dict(
            type="path",
            path="M " + " L ".join(f"{x} {y}" for x, y in around) + " Z",
            fillcolor=RUN_COLOURS[colour],
            opacity=0.1,
            line=dict(width=0),
            layer="below",
        )
        for colour, around in corners.items()
    ]


def accuracy_against(points: Sequence[Point], title: str) -> go.Figure:
    """Return test accuracy over a quantity of that name (`Point.x`), which is positive, on a logarithmic axis."""
    exponents = [math.log10(point.x) for point in points]
    left, right = min(exponents, default=0.0) - 0.3, max(exponents, default=1.0) + 0.3
    low = min((point.interval.low for point in points), default=0.0)
    return _points(
        points,
        middle=10 ** ((left + right) / 2),
        shown=",.0f",
        xaxis=dict(title=title, type="log", dtick="D2", tickformat="~s", range=[left, right]),
        heights=[max(0.0, low - 0.1 * (1 - low)), 1 + 0.05 * (1 - low)],
    )


def _points(points: Sequence[Point], *, middle: float, shown: str, heights: list[float], **layout: Any) -> go.Figure:
    """Return points labelled towards `middle`, their x shown in the format `shown`; `layout` has what differs."""
    marked = [
        dict(
            type="scatter",
            x=[point.x],
            y=[point.test],
            name=point.name,
            mode="markers+text",
            marker=dict(size=10, color=RUN_COLOURS[point.colour]),
            error_y=dict(
                array=[point.interval.high - point.test],
                arrayminus=[point.test - point.interval.low],
                color=RUN_COLOURS[point.colour],
                thickness=1.5,
            ),
            text=[plain(point.label)],
            # Neighbours in height alternately below and above.
            textposition=f"{('bottom', 'top')[number % 2]} {'left' if point.x > middle else 'right'}",
            textfont=dict(color=RUN_COLOURS[point.colour]),
            hovertemplate=f"%{{x:{shown}}}, test %{{y:.2%}} (95 %: {point.interval.low:.2%} to "
            f"{point.interval.high:.2%})<extra>{plain(point.name)}</extra>",
        )
        for number, point in enumerate(sorted(points, key=lambda point: point.test))
    ]
    common = dict(
        margin=dict(l=8, r=8, t=8, b=8),
        height=460,
        hovermode="closest",
        showlegend=False,
        yaxis=dict(title="Test accuracy", tickformat=".1~%", range=heights, zeroline=False),
    )
    return go.Figure(dict(data=marked, layout={**common, **layout}))


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


def shifts_chart(probability: np.ndarray, shifts: Sequence[int], digit: int) -> go.Figure:
    """Return the probability (down, right), fractions, of `digit` over shifts in pixels as a heat map."""
    cells = dict(
        type="heatmap",
        z=probability,
        x=list(shifts),
        y=list(shifts),
        zmin=0,
        zmax=1,
        colorscale=_SHADES,
        colorbar=dict(title=f"Probability of {digit}", tickformat=".0%", thickness=12),
        hovertemplate="%{x} right, %{y} down: %{z:.1%}<extra></extra>",
    )
    layout = dict(
        **_SQUARE,
        xaxis=dict(title="Pixels to the right", dtick=2, constrain="domain", showgrid=False, zeroline=False),
        yaxis=dict(
            title="Pixels down",
            dtick=2,
            autorange="reversed",
            scaleanchor="x",
            constrain="domain",
            showgrid=False,
            zeroline=False,
        ),
    )
    return go.Figure(dict(data=[cells], layout=layout))


def epochs_chart(probabilities: np.ndarray, epochs: Sequence[int]) -> go.Figure:
    """Return probabilities (epochs, 10), fractions, as a heat map: a column an epoch, a row a digit."""
    cells = dict(
        type="heatmap",
        z=probabilities.T,
        x=[str(epoch) for epoch in epochs],
        y=_DIGITS,
        zmin=0,
        zmax=1,
        colorscale=_SHADES,
        colorbar=dict(title="Probability", tickformat=".0%", thickness=12),
        text=[[f"{share:.0%}" if share >= _WORTH_SAYING else "" for share in row] for row in probabilities.T],
        texttemplate="%{text}",
        hovertemplate="epoch %{x}, digit %{y}: %{z:.1%}<extra></extra>",
    )
    layout = dict(
        **_SQUARE,
        xaxis=dict(title="Epoch (0: untrained)", type="category", showgrid=False),
        yaxis=dict(title="Digit", dtick=1, autorange="reversed", showgrid=False, zeroline=False),
    )
    return go.Figure(dict(data=[cells], layout=layout))


def changes_chart(probabilities: np.ndarray, changes: Sequence[float], title: str, digits: Sequence[int]) -> go.Figure:
    """Return the probabilities (changes, 10), fractions, of some digits as curves over a change of the picture."""
    lines = [
        dict(
            type="scatter",
            mode="lines+markers",
            x=list(changes),
            y=probabilities[:, digit],
            line=dict(color=colour, width=2),
            name=str(digit),
            hovertemplate=f"%{{x}}: {digit} with %{{y:.1%}}<extra></extra>",
        )
        for digit, colour in zip(digits, RUN_COLOURS.values(), strict=False)
    ]
    layout = dict(
        margin=dict(l=8, r=8, t=8, b=8),
        height=260,
        showlegend=True,
        legend=dict(title="Digit"),
        xaxis=dict(title=title, zeroline=False),
        yaxis=dict(title="Probability", tickformat=".0%", range=[-0.03, 1.03], zeroline=False),
    )
    return go.Figure(dict(data=lines, layout=layout))


_SHADES = [[0, "#e9eef5"], [1, "#1f5fae"]]  # not see-through: the text in it has to be read on a dark page, too
_SQUARE = dict(margin=dict(l=8, r=8, t=8, b=8), height=380)
_WORTH_SAYING = 0.05


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
            hovertemplate=f"epoch %{{x}}: {shown}<extra>{plain(curve.name)}, {split}</extra>",
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
