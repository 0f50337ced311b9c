"""Shares over the strengths of what is done to pictures, a line for each model, with its name at the end."""

from collections.abc import Sequence

import plotly.graph_objects as go

from digitdemo.texts import number
from digitdemo.ui.charts.curve_axes import Scale
from digitdemo.ui.charts.ends import BELOW_PLOT, End, named_ends, room_for
from digitdemo.ui.charts.experiments import Series, lines_with_intervals
from digitdemo.ui.charts.theme import GLYPHS, MARGIN, axis, figure

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
    lines = lines_with_intervals(series, "%{x}: %{y:.1%}", thickness=1, width=3)
    layout = dict(
        margin={**MARGIN, "r": room_for(ends)},
        height=HEIGHT,
        hovermode="closest",
        showlegend=False,
        xaxis=axis(title, dtick=step, fixedrange=True),
        yaxis=scale.options,
        uirevision=title,
    )
    return figure([*lines, *named_ends(ends, scale, HEIGHT - BELOW_PLOT)], layout)


def levels_alt(series: Sequence[Series], title: str) -> str:
    """Return the figure in words, with all its figures."""
    parts = [f"{each.name}: {', '.join(number(y, '.1%') for y in each.y)}" for each in series]
    return f"{title}. {'; '.join(parts)}"
