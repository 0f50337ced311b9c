"""Shares over the strengths of what is done to pictures, a line for each model, with its name at the end."""

from collections.abc import Sequence

import plotly.graph_objects as go

from digitdemo.texts import number
from digitdemo.ui.charts.curve_axes import Scale
from digitdemo.ui.charts.ends import BELOW_PLOT, End, named_ends, room_for
from digitdemo.ui.charts.experiments import Series
from digitdemo.ui.charts.theme import GLYPHS, MARGIN, RUN_COLOURS, axis
from digitdemo.ui.escaping import escape_html

HEIGHT = 330  # pixels
_AIR = 0.03


def levels_figure(series: Sequence[Series], title: str, share: str, *, step: float = 1, top: float = 1.0) -> go.Figure:
    """Return shares over strengths, `Series.x`, with their intervals.

    `title` is that of the strengths, which are `step` apart; `share` that of the shares, which are at most `top`.
    """
    low, high = -_AIR * top, (1 + _AIR) * top
    scale = Scale(axis(share, tickformat=".0%", range=[low, high], dtick=top / 5), low, high, log=False)
    ends = [
        End(x=float(each.x[-1]), y=each.y[-1], text=f"{GLYPHS[each.symbol]} {each.name}", colour=each.colour)
        for each in series
    ]
    lines = [
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
                array=[high - y for y, high in zip(each.y, each.high, strict=True)],
                arrayminus=[y - low for y, low in zip(each.y, each.low, strict=True)],
                thickness=1,
                width=3,
            ),
            hovertemplate=f"%{{x}}: %{{y:.1%}}<extra>{escape_html(each.name)}</extra>",
        )
        for each in series
    ]
    layout = dict(
        margin={**MARGIN, "r": room_for(ends)},
        height=HEIGHT,
        hovermode="closest",
        showlegend=False,
        xaxis=axis(title, dtick=step, fixedrange=True),
        yaxis=scale.options,
        uirevision=title,
    )
    return go.Figure(dict(data=[*lines, *named_ends(ends, scale, HEIGHT - BELOW_PLOT)], layout=layout))


def levels_alt(series: Sequence[Series], title: str) -> str:
    """Return the figure in words, with all its figures."""
    parts = [f"{each.name}: {', '.join(number(y, '.1%') for y in each.y)}" for each in series]
    return f"{title}. {'; '.join(parts)}"
