"""What experiments are about beside their curves: recall by digit, gradients by layer, accuracy by width."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from digitdemo.texts import tr
from digitdemo.ui.charts.theme import DIGITS, MARGIN, RUN_COLOURS, axis, figure
from digitdemo.ui.escaping import escape_html

_HEIGHT = 330  # pixels, that of the curves beside it
_HATCHES = ("/", "", "x")  # of bars: the colour is not all that tells them apart


@dataclass(frozen=True, kw_only=True)
class Series:
    """One line or row of bars to draw: its name, the name of its colour in `RUN_COLOURS`, its shape, its points.

    `low` and `high` end the 95 % interval of each `y`; where it has none, both are empty.
    """

    name: str
    colour: str
    symbol: str
    x: Sequence[float | str]
    y: Sequence[float]
    low: Sequence[float] = ()
    high: Sequence[float] = ()


def recall_chart(series: Sequence[Series]) -> go.Figure:
    """Return the accuracy on each digit, `x`, a bar of each series."""
    bars = [
        dict(
            type="bar",
            x=list(each.x),
            y=list(each.y),
            name=each.name,
            marker=dict(color=RUN_COLOURS[each.colour], pattern=dict(shape=shape, fgopacity=1)),
            hovertemplate=f"%{{x}}: %{{y:.1%}}<extra>{escape_html(each.name)}</extra>",
        )
        for each, shape in zip(series, _HATCHES, strict=False)
    ]
    return _figure(
        bars,
        xaxis=axis(tr("Digit"), tickvals=DIGITS),
        yaxis=axis(tr("Test accuracy"), tickformat=".0%", range=[0, 1]),
        barmode="group",
    )


def gradients_chart(series: Sequence[Series]) -> go.Figure:
    """Return how large each layer's gradient is beside its weights, on a logarithmic axis; `x` names the layers."""
    return _figure(
        lines_with_intervals(series, "%{x}: %{y:.2~g}"),
        xaxis=axis(tr("Layer, from the picture to the answer")),
        yaxis=axis(tr("Gradient / weights"), type="log", exponentformat="power", dtick=1),
    )


def accuracy_by(series: Sequence[Series], title: str) -> go.Figure:
    """Return test accuracy over a knob of that name, on an axis whose steps are factors of two."""
    stops = sorted({float(x) for each in series for x in each.x})
    return _figure(
        lines_with_intervals(series, "%{x:,}: %{y:.1%}"),
        xaxis=axis(title, type="log", tickvals=stops, tickformat=","),
        yaxis=axis(tr("Test accuracy"), tickformat=".0%"),
    )


def lines_with_intervals(series: Sequence[Series], shown: str, **bars: Any) -> list[dict[str, Any]]:
    """Return the lines as Plotly's traces; `shown` is their hover's text, `bars` how the intervals are drawn."""
    return [
        dict(
            type="scatter",
            x=list(each.x),
            y=list(each.y),
            name=each.name,
            mode="lines+markers",
            line=dict(color=RUN_COLOURS[each.colour], width=2),
            marker=dict(size=8, symbol=each.symbol),
            error_y=dict(
                symmetric=False,
                array=[high - y for y, high in zip(each.y, each.high, strict=bool(each.high))],
                arrayminus=[y - low for y, low in zip(each.y, each.low, strict=bool(each.low))],
                visible=bool(each.low),
                **bars,
            ),
            hovertemplate=f"{shown}<extra>{escape_html(each.name)}</extra>",
        )
        for each in series
    ]


def _figure(data: list[dict[str, Any]], **layout: Any) -> go.Figure:
    # No legend: the page names the colours in text, as beside the curves.
    return figure(data, dict(margin=MARGIN, height=_HEIGHT, showlegend=False, **layout))
