"""A quantity of each layer on a logarithmic axis, from the first to the last: every seed a dot, and a line."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import geometric_mean
from typing import Any

import plotly.graph_objects as go

from digitdemo.texts import number
from digitdemo.ui.charts.curve_axes import Scale
from digitdemo.ui.charts.ends import BELOW_PLOT, End, named_ends, room_for
from digitdemo.ui.charts.theme import GLYPHS, MARGIN, RUN_COLOURS, axis, figure
from digitdemo.ui.escaping import escape_html

HEIGHT = 360  # pixels
_AIR = 0.2  # decades


@dataclass(frozen=True, kw_only=True)
class Layered:
    """A series: its name, a short one for its end, its colour in `RUN_COLOURS`, its shape, and by seed the values of
    all layers, above 0."""

    name: str
    short: str
    colour: str
    symbol: str
    seeds: Sequence[Sequence[float]]

    @property
    def line(self) -> list[float]:
        """The geometric mean of each layer."""
        return [geometric_mean(layer) for layer in zip(*self.seeds, strict=True)]


def layers_figure(series: Sequence[Layered], title: str, y_title: str, *, among: Sequence[Layered] = ()) -> go.Figure:
    """Return the values of each layer; the axis has room for those `among` which they are chosen, too."""
    scale = _scale([*series, *among], y_title)
    layers = max(len(each.line) for each in series)
    whole = [each for each in series if len(each.line) == layers]
    ends = [End(x=layers, y=each.line[-1], text=_name(each), colour=each.colour) for each in whole]
    layout = dict(
        margin={**MARGIN, "r": room_for(ends)},
        height=HEIGHT,
        hovermode="closest",
        showlegend=False,
        xaxis=axis(title, tickvals=list(range(1, layers + 1)), range=[0.7, layers + 0.3]),
        yaxis=scale.options,
        uirevision=title,
    )
    data = [
        *(_line(each) for each in series),
        *(_dots(each) for each in series),
        *named_ends(ends, scale, HEIGHT - BELOW_PLOT),
        *(_named_start(each) for each in series if each not in whole),
    ]
    return figure(data, layout)


def layers_alt(series: Sequence[Layered], title: str) -> str:
    """Return the figure in words, with its means from the first layer to the last."""
    lines = [f"{each.name}: {', '.join(number(value, '.1g') for value in each.line)}" for each in series]
    return f"{title}. {'; '.join(lines)}"


def _scale(series: Sequence[Layered], title: str) -> Scale:
    values = [value for each in series for seed in each.seeds for value in seed]
    low, high = math.log10(min(values)) - _AIR, math.log10(max(values)) + _AIR
    return Scale(axis(title, type="log", dtick=1, exponentformat="power", range=[low, high]), low, high, log=True)


def _name(series: Layered) -> str:
    return f"{GLYPHS[series.symbol]} {series.short}"


def _named_start(series: Layered) -> dict[str, Any]:
    """Return the name of a line that ends amid the others, at its beginning."""
    return dict(
        type="scatter",
        x=[1],
        y=[series.line[0]],
        name="",
        mode="text",
        text=[f"\u2002{_name(series)}"],
        textposition="middle right",
        textfont=dict(color=RUN_COLOURS[series.colour]),
        hoverinfo="skip",
    )


def _line(series: Layered) -> dict[str, Any]:
    values = series.line
    return dict(
        type="scatter",
        x=list(range(1, len(values) + 1)),
        y=values,
        name=series.name,
        mode="lines",
        line=dict(color=RUN_COLOURS[series.colour], width=2),
        hoverinfo="skip",
    )


def _dots(series: Layered) -> dict[str, Any]:
    return dict(
        type="scatter",
        x=[layer for seed in series.seeds for layer in range(1, len(seed) + 1)],
        y=[value for seed in series.seeds for value in seed],
        name=series.name,
        mode="markers",
        opacity=0.6,
        marker=dict(size=7, symbol=series.symbol, color=RUN_COLOURS[series.colour]),
        hovertemplate=f"%{{x}}: %{{y:.2g}}<extra>{escape_html(series.name)}</extra>",
    )
