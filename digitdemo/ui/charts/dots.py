"""Errors over a knob: every seed a dot, a line through the means, a name at its end."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from digitdemo.texts import number, tr
from digitdemo.ui.charts.curve_axes import Scale
from digitdemo.ui.charts.ends import BELOW_PLOT, End, named_ends, room_for
from digitdemo.ui.charts.theme import GLYPHS, MARGIN, RUN_COLOURS, axis, figure
from digitdemo.ui.escaping import escape_html

HEIGHT = 360  # pixels
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2)  # between ticks of a linear axis
_MOST_TICKS = 6
_AIR = 0.03  # of the range


@dataclass(frozen=True, kw_only=True)
class Dots:
    """A series: its name, a short one for its end, the name of its colour in `RUN_COLOURS`, the shape of its dots, the
    dash of its line, and x and error, a fraction, of every dot; `line` has the means by x, none if there is no line.

    `large` dots are to be seen before the others.
    """

    name: str
    short: str
    colour: str
    symbol: str
    dash: str
    dots: Sequence[tuple[float, float]]
    line: dict[float, float]
    large: bool = False


def dots_figure(
    series: Sequence[Dots], *, title: str, y_title: str, stops: Sequence[float], log: bool = False
) -> go.Figure:
    """Return errors over a knob of that title, on a logarithmic axis with ticks at `stops`; `log` makes theirs so."""
    scale = _log_scale(series, y_title) if log else _scale(series, y_title)
    ends = [_end(each) for each in series if each.line]
    layout = dict(
        margin={**MARGIN, "r": room_for(ends)},
        height=HEIGHT,
        hovermode="closest",
        showlegend=False,
        xaxis=axis(
            title,
            type="log",
            range=[math.log10(min(stops)) - 0.06, math.log10(max(stops)) + 0.06],
            tickvals=list(stops),
            ticktext=[number(stop, ",.0f") for stop in stops],
        ),
        yaxis=scale.options,
        uirevision=title,
    )
    data = [
        *(_means(each) for each in series if each.line),
        *(_dots(each) for each in series),
        *named_ends(ends, scale, HEIGHT - BELOW_PLOT),
    ]
    return figure(data, layout)


def dots_alt(series: Sequence[Dots], title: str) -> str:
    """Return the figure in words, with its means; of what has no line, each dot."""
    parts = []
    for each in series:
        shown = each.line or dict(each.dots)
        figures = ", ".join(
            tr("{x}: {error}", x=number(x, ",.0f"), error=number(error, ".1%")) for x, error in shown.items()
        )
        parts.append(f"{each.name}: {figures}")
    return f"{title}. {'; '.join(parts)}"


def _end(series: Dots) -> End:
    x, y = max(series.line.items())
    text = f"{GLYPHS[series.symbol.removesuffix('-open')]} {series.short} {number(y, '.1%')}"
    return End(x=x, y=y, text=text, colour=series.colour)


def _means(series: Dots) -> dict[str, Any]:
    return dict(
        type="scatter",
        x=list(series.line),
        y=list(series.line.values()),
        name=series.name,
        mode="lines",
        line=dict(color=RUN_COLOURS[series.colour], dash=series.dash, width=2),
        hoverinfo="skip",
    )


def _dots(series: Dots) -> dict[str, Any]:
    return dict(
        type="scatter",
        x=[x for x, _ in series.dots],
        y=[error for _, error in series.dots],
        name=series.name,
        mode="markers",
        opacity=1 if series.large else 0.6,
        marker=dict(
            size=13 if series.large else 7,
            symbol=series.symbol,
            color=RUN_COLOURS[series.colour],
            line=dict(color=RUN_COLOURS[series.colour], width=1),
        ),
        hovertemplate=f"%{{x:,}}: %{{y:.2%}}<extra>{escape_html(series.name)}</extra>",
    )


def _errors(series: Sequence[Dots]) -> list[float]:
    return [error for each in series for _, error in each.dots] + [y for each in series for y in each.line.values()]


def _scale(series: Sequence[Dots], title: str) -> Scale:
    top = max(_errors(series))
    step = next((step for step in _STEPS if top / step <= _MOST_TICKS), _STEPS[-1])
    high = (1 + _AIR) * step * math.ceil(top / step)
    low = -_AIR * high
    return Scale(axis(title, tickformat=".0%", range=[low, high], tick0=0, dtick=step), low, high, log=False)


def _log_scale(series: Sequence[Dots], title: str) -> Scale:
    errors = [error for error in _errors(series) if error > 0]
    low, high = math.log10(min(errors)) - _AIR, math.log10(max(errors)) + _AIR
    return Scale(axis(title, type="log", tickformat=".1~%", dtick="D2", range=[low, high]), low, high, log=True)
