"""Shares in rows, from left to right: several marks in a row, each a value with its interval, or some values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from digitdemo.analysis.intervals import Interval
from digitdemo.ui.charts.labels import in_lines
from digitdemo.ui.charts.theme import MARGIN, RUN_COLOURS, axis, figure
from digitdemo.ui.escaping import escape_html

_AROUND = 72  # pixels of the chart beside its rows
_ROW = 38  # pixels
_FILLED = 0.8  # of a row, by its kinds of marks


@dataclass(frozen=True, kw_only=True)
class Marks:
    """One kind of mark in the rows of a chart: its name, colour and shape; of each row its values, none to several.

    `intervals` has that of each value, None for a row without; it is empty where there are none at all.
    """

    name: str
    colour: str
    symbol: str
    values: Sequence[Sequence[float]]
    intervals: Sequence[Interval | None] = ()


def rows_chart(rows: Sequence[str], marks: Sequence[Marks], title: str, *, decimals: int = 0) -> go.Figure:
    """Return shares from left to right, a row for each of `rows`; several kinds of marks in it stand below each other.

    Ticks have so many `decimals`, in percent.
    """
    layout = dict(
        margin=MARGIN,
        height=_AROUND + _ROW * len(rows),
        hovermode="closest",
        showlegend=False,
        xaxis=axis(title, tickformat=f".{decimals}%"),
        yaxis=axis(
            "",
            tickvals=list(range(len(rows))),
            ticktext=[in_lines(name) for name in rows],
            range=[len(rows) - 0.4, -0.6],
            automargin=True,
            fixedrange=True,
        ),
        uirevision=title,
    )
    together = any(sum(map(bool, row)) > 1 for row in zip(*(each.values for each in marks), strict=True))
    apart = together * _FILLED / max(3, len(marks))
    heights = [apart * (number - (len(marks) - 1) / 2) for number in range(len(marks))]
    return figure([_points(each, low) for each, low in zip(marks, heights, strict=True)], layout)


def _points(marks: Marks, low: float) -> dict[str, Any]:
    """Return one kind of mark, `low` below the middle of each row."""
    placed = [(row + low, value) for row, values in enumerate(marks.values) for value in values]
    found = [interval for interval in marks.intervals if interval is not None]
    around: dict[str, Any] = dict(visible=False)
    if found:
        around = dict(
            symmetric=False,
            array=[interval.high - x for (_, x), interval in zip(placed, found, strict=True)],
            arrayminus=[x - interval.low for (_, x), interval in zip(placed, found, strict=True)],
            thickness=2,
            width=4,
        )
    return dict(
        type="scatter",
        mode="markers",
        x=[x for _, x in placed],
        y=[y for y, _ in placed],
        name=marks.name,
        marker=dict(size=10, symbol=marks.symbol, color=RUN_COLOURS[marks.colour]),
        error_x=around,
        hovertemplate=f"%{{x:.2%}}<extra>{escape_html(marks.name)}</extra>",
    )
