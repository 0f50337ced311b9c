"""Runs as points: an accuracy over train accuracy, parameters or training images."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from digitdemo.analysis.finding import UNDERFIT_TRAIN_ACCURACY
from digitdemo.analysis.findings import OVERFIT_GAP
from digitdemo.analysis.intervals import Interval
from digitdemo.texts import mark, number, tr
from digitdemo.ui.charts.clouds import Cloud, cloud_traces
from digitdemo.ui.charts.labels import spread
from digitdemo.ui.charts.theme import CALM, MARGIN, RUN_COLOURS, WARM, axis, figure
from digitdemo.ui.escaping import escape_html

_HEIGHT = 460  # pixels of the whole chart
_PLOT_HEIGHT = 380  # about what the axis leaves of it
_LINE = 15  # pixels from label to label
_AWAY = 24  # pixels from a point to its label
_FIT_LOW = 0.9  # all three regions are in sight
_MOST_NINES = 3.3  # 99.95 %: what misreads fewer than 5 of 10,000 images stands there
_FIT_TICKS = (0.1, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999)
# What each region means, the name of its colour, and the corner in which that is written.
_REGIONS = [
    (mark("underfits: low on both"), "gray", dict(x=0.01, y=0.985, xanchor="left", yanchor="top")),
    (mark("good fit"), CALM, dict(x=0.7, y=0.985, xanchor="right", yanchor="top")),
    (mark("overfits: high on train, lower on test"), WARM, dict(x=0.99, y=0.015, xanchor="right", yanchor="bottom")),
]


@dataclass(frozen=True, kw_only=True)
class Point:
    """One run to draw as a point over `x`: its name, a short label, the name of its colour in `RUN_COLOURS`, its
    shape, its accuracy, by default on test images, and that one's 95 % interval, fractions; and whether its label
    stands beside it. `says` is what the mouse hears, marked, with {x}, {accuracy}, {low} and {high}.
    """

    name: str
    label: str
    colour: str
    symbol: str
    x: float
    accuracy: float
    interval: Interval
    labelled: bool = True
    says: str = mark("{x}, test {accuracy:.2%} (95% interval: {low:.2%} to {high:.2%})")


def fit_map(points: Sequence[Point], behind: Sequence[Cloud] = ()) -> go.Figure:
    """Return test accuracy over train accuracy (`Point.x`), a point a run, and what each region of the map means.

    Both axes are logarithmic in the error, so that 99 and 99.5 % are as far apart as 90 and 95 %. On the diagonal
    there is no gap; the regions end at the thresholds of the diagnosis.
    """
    lowest = min(
        [
            _FIT_LOW,
            *(min(point.x, point.interval.low) for point in points),
            *(min(*cloud.x, *cloud.accuracies) for cloud in behind),
        ]
    )
    low, high = nines(lowest) - 0.1, nines(1.0) + 0.1
    ticks = [accuracy for accuracy in _FIT_TICKS if nines(accuracy) >= low]
    ticked = dict(
        range=[low, high],
        tickvals=[nines(accuracy) for accuracy in ticks],
        ticktext=[tr("{percent:g}%", percent=100 * accuracy) for accuracy in ticks],
    )
    diagonal = dict(type="line", x0=low, y0=low, x1=high, y1=high)
    no_gap = dict(
        x=low + 0.3 * (high - low),
        y=low + 0.3 * (high - low),
        text=tr("no gap"),
        showarrow=False,
        font=dict(color=RUN_COLOURS["gray"]),
        xanchor="right",
        yanchor="bottom",
        xshift=-4,
    )
    names = [
        dict(text=tr(text), xref="paper", yref="paper", showarrow=False, font=dict(color=RUN_COLOURS[colour]), **corner)
        for text, colour, corner in _REGIONS
    ]
    return _points(
        points,
        behind,
        place=nines,
        shown=".2%",
        shapes=[*_regions(low, high), {**diagonal, "line": dict(color=RUN_COLOURS["gray"], dash="dash", width=1)}],
        notes=[*names, no_gap],
        xaxis=axis(tr("Train accuracy"), **ticked),
        yaxis=axis(tr("Test accuracy"), **ticked),
        height_of=nines,
    )


def nines(accuracy: float) -> float:
    """Return how far up an accuracy is on the fit map: 1 for 90 %, 2 for 99 %, at most `_MOST_NINES`."""
    return -math.log10(max(1 - accuracy, 10**-_MOST_NINES))


def _regions(low: float, high: float) -> list[dict[str, Any]]:
    corner = nines(UNDERFIT_TRAIN_ACCURACY)
    # Where the gap is just as wide as is allowed: a curve, as the axes are logarithmic.
    edge = [(x, nines(1 - 10**-x - OVERFIT_GAP)) for x in (low + step * (high - low) / 60 for step in range(61))]
    left = [(x, y) for x, y in edge if x <= corner]
    right = [(corner, nines(UNDERFIT_TRAIN_ACCURACY - OVERFIT_GAP)), *((x, y) for x, y in edge if x > corner)]
    corners = {
        "gray": [*left, right[0], (corner, high), (low, high)],
        CALM: [*right, (high, high), (corner, high)],
        WARM: [*edge, (high, low), (low, low)],
    }
    return [
        dict(
            type="path",
            path="M " + " L ".join(f"{x:.4f} {y:.4f}" for x, y in around) + " Z",
            fillcolor=RUN_COLOURS[colour],
            opacity=0.1,
            line=dict(width=0),
            layer="below",
        )
        for colour, around in corners.items()
    ]


def accuracy_against(
    points: Sequence[Point], title: str, accuracy: str | None = None, behind: Sequence[Cloud] = ()
) -> go.Figure:
    """Return accuracy over a quantity of that name (`Point.x`), which is positive, on a logarithmic axis.

    It is called `accuracy`, by default test accuracy.
    """
    exponents = [math.log10(x) for x in (*(point.x for point in points), *(x for cloud in behind for x in cloud.x))]
    left, right = min(exponents, default=0.0) - 0.3, max(exponents, default=1.0) + 0.3
    lows = (*(point.interval.low for point in points), *(low for cloud in behind for low in cloud.accuracies))
    low = min(lows, default=0.0)
    heights = [max(0.0, low - 0.1 * (1 - low)), 1 + 0.05 * (1 - low)]
    return _points(
        points,
        behind,
        place=math.log10,
        shown=",.0f",
        notes=[],
        xaxis=axis(title, type="log", dtick="D2", tickformat="~s", range=[left, right]),
        yaxis=axis(accuracy or tr("Test accuracy"), tickformat=".1~%", range=heights),
    )


def _points(
    points: Sequence[Point],
    behind: Sequence[Cloud],
    *,
    place: Callable[[float], float],
    shown: str,
    notes: list[dict[str, Any]],
    xaxis: dict[str, Any],
    yaxis: dict[str, Any],
    height_of: Callable[[float], float] = float,
    **layout: Any,
) -> go.Figure:
    """Return points with their labels, their x shown in the format `shown`; `layout` has what differs.

    `place` and `height_of` say where on the axes' `range` an x and an accuracy are.
    """
    on_log_axis = xaxis.get("type") == "log"  # which takes the numbers themselves
    marked = [
        dict(
            type="scatter",
            x=[point.x if on_log_axis else place(point.x)],
            y=[height_of(point.accuracy)],
            name=escape_html(point.name),
            mode="markers",
            marker=dict(size=11, symbol=point.symbol, color=RUN_COLOURS[point.colour]),
            error_y=dict(
                array=[height_of(point.interval.high) - height_of(point.accuracy)],
                arrayminus=[height_of(point.accuracy) - height_of(point.interval.low)],
                color=RUN_COLOURS[point.colour],
                thickness=1.5,
            ),
            text=[escape_html(point.label)],
            hovertemplate=_hovered(point, shown),
        )
        for point in points
    ]
    common = dict(
        margin=MARGIN,
        height=_HEIGHT,
        annotations=[*notes, *_labels([p for p in points if p.labelled], place, height_of, xaxis, yaxis)],
        xaxis=xaxis,
        hovermode="closest",
        showlegend=False,
        yaxis=yaxis,
    )
    quiet = cloud_traces(behind, float if on_log_axis else place, height_of)
    return figure([*quiet, *marked], {**common, **layout})


def _hovered(point: Point, shown: str) -> str:
    says = tr(
        point.says,
        x=number(point.x, shown),
        accuracy=point.accuracy,
        low=point.interval.low,
        high=point.interval.high,
    )
    return f"{says}<extra>{escape_html(point.name)}</extra>"


def _labels(
    points: Sequence[Point],
    place: Callable[[float], float],
    height_of: Callable[[float], float],
    xaxis: dict[str, Any],
    yaxis: dict[str, Any],
) -> list[dict[str, Any]]:
    """Return the points' names beside them, towards the middle, each on a height of its own, with a line to each."""
    middle, (bottom, top) = sum(xaxis["range"]) / 2, yaxis["range"]
    highest_first = sorted(points, key=lambda point: -point.accuracy)
    own = [_PLOT_HEIGHT * (top - height_of(point.accuracy)) / (top - bottom) for point in highest_first]
    labels = []
    for point, own_y, y in zip(highest_first, own, spread(own, _LINE, _PLOT_HEIGHT), strict=True):
        left = place(point.x) > middle
        labels.append(
            dict(
                x=place(point.x),
                y=height_of(point.accuracy),
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
        )
    return labels
