"""Runs as points: test accuracy over train accuracy, parameters or training images."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from digitdemo.analysis.finding import UNDERFIT_TRAIN_ACCURACY
from digitdemo.analysis.findings import OVERFIT_GAP
from digitdemo.analysis.intervals import Interval
from digitdemo.ui.charts.labels import spread
from digitdemo.ui.charts.theme import CALM, MARGIN, RUN_COLOURS, WARM, axis
from digitdemo.ui.escaping import escape_html

_HEIGHT = 460  # pixels of the whole chart
_PLOT_HEIGHT = 380  # about what the axis leaves of it
_LINE = 15  # pixels from label to label
_AWAY = 24  # pixels from a point to its label
_FIT_LOW = 0.9  # all three regions are in sight
# What each region means, the name of its colour, and the corner in which that is written.
_REGIONS = [
    ("underfits: low on both", "gray", dict(x=0.01, y=0.985, xanchor="left", yanchor="top")),
    ("good fit", CALM, dict(x=0.99, y=0.985, xanchor="right", yanchor="top")),
    ("overfits: high on train, lower on test", WARM, dict(x=0.99, y=0.015, xanchor="right", yanchor="bottom")),
]


@dataclass(frozen=True, kw_only=True)
class Point:
    """One run to draw as a point over `x`: its name, a short label, the name of its colour in `RUN_COLOURS`, its
    shape, its test accuracy and that one's 95 % interval, fractions.
    """

    name: str
    label: str
    colour: str
    symbol: str
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
    no_gap = dict(
        x=middle,
        y=middle,
        text="no gap",
        showarrow=False,
        font=dict(color=RUN_COLOURS["gray"]),
        xanchor="right",
        yanchor="bottom",
        xshift=-4,
    )
    names = [
        dict(text=text, xref="paper", yref="paper", showarrow=False, font=dict(color=RUN_COLOURS[colour]), **corner)
        for text, colour, corner in _REGIONS
    ]
    return _points(
        points,
        middle=middle,
        shown=".2%",
        shapes=[*_regions(low, high), diagonal],
        notes=[*names, no_gap],
        xaxis=axis("Train accuracy", tickformat=".1~%", range=[low, high]),
        heights=[low, high],
    )


def _regions(low: float, high: float) -> list[dict[str, Any]]:
    gap, corner = OVERFIT_GAP, UNDERFIT_TRAIN_ACCURACY
    corners = {
        "gray": [(low, low - gap), (corner, corner - gap), (corner, high), (low, high)],
        CALM: [(corner, corner - gap), (high, high - gap), (high, high), (corner, high)],
        WARM: [(low, low - gap), (high, high - gap), (high, low - gap)],
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
        notes=[],
        xaxis=axis(title, type="log", dtick="D2", tickformat="~s", range=[left, right]),
        heights=[max(0.0, low - 0.1 * (1 - low)), 1 + 0.05 * (1 - low)],
    )


def _points(
    points: Sequence[Point],
    *,
    middle: float,
    shown: str,
    heights: list[float],
    notes: list[dict[str, Any]],
    xaxis: dict[str, Any],
    **layout: Any,
) -> go.Figure:
    """Return points labelled towards `middle`, their x shown in the format `shown`; `layout` has what differs."""
    marked = [
        dict(
            type="scatter",
            x=[point.x],
            y=[point.test],
            name=point.name,
            mode="markers",
            marker=dict(size=11, symbol=point.symbol, color=RUN_COLOURS[point.colour]),
            error_y=dict(
                array=[point.interval.high - point.test],
                arrayminus=[point.test - point.interval.low],
                color=RUN_COLOURS[point.colour],
                thickness=1.5,
            ),
            text=[escape_html(point.label)],
            hovertemplate=f"%{{x:{shown}}}, test %{{y:.2%}} (95% interval: {point.interval.low:.2%} to "
            f"{point.interval.high:.2%})<extra>{escape_html(point.name)}</extra>",
        )
        for point in points
    ]
    labels = [
        label
        for left in (True, False)
        for label in _labels([p for p in points if (p.x > middle) == left], left, heights, xaxis.get("type") == "log")
    ]
    common = dict(
        margin=MARGIN,
        height=_HEIGHT,
        annotations=[*notes, *labels],
        xaxis=xaxis,
        hovermode="closest",
        showlegend=False,
        yaxis=axis("Test accuracy", tickformat=".1~%", range=heights),
    )
    return go.Figure(dict(data=marked, layout={**common, **layout}))


def _labels(points: Sequence[Point], left: bool, heights: list[float], log: bool) -> list[dict[str, Any]]:
    """Return the points' names beside them, moved up and down as far as it takes to be read, with a line to each."""
    highest_first = sorted(points, key=lambda point: -point.test)
    own = [_PLOT_HEIGHT * (heights[1] - point.test) / (heights[1] - heights[0]) for point in highest_first]
    moved = spread(own, _LINE, _PLOT_HEIGHT)
    return [
        dict(
            x=math.log10(point.x) if log else point.x,
            y=point.test,
            ax=-_AWAY if left else _AWAY,
            ay=y - own_y,
            xanchor="right" if left else "left",
            text=escape_html(point.label),
            font=dict(color=RUN_COLOURS[point.colour]),
            arrowhead=0,
            arrowwidth=1,
            arrowcolor=RUN_COLOURS[point.colour],
            standoff=6,
        )
        for point, own_y, y in zip(highest_first, own, moved, strict=True)
    ]
