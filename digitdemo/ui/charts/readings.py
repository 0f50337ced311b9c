"""What models read in other pictures than the test set's: grids of cells, lines over strengths, intervals in rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from digitdemo.analysis.intervals import Interval
from digitdemo.ui.charts.experiments import Series
from digitdemo.ui.charts.theme import CALM, GROUND, MARGIN, RUN_COLOURS, axis
from digitdemo.ui.escaping import escape_html

_SHADES = [[0, GROUND], [1, RUN_COLOURS[CALM]]]  # Plotly writes in it in black or white, whichever can be read
_AROUND = 70  # pixels of a grid or of rows beside the rows themselves
_CELL = 34  # pixels, the height of a grid's row
_ROW = 24  # pixels, the height of each mark in a row
_APART = 0.22  # of a row, between its marks


@dataclass(frozen=True)
class Cell:
    """One cell of a grid: what is written in it, how much of the colour it has (0 to 1), and what it says on hover."""

    text: str
    shade: float
    hover: str


def grid_chart(
    rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Cell]], title: str, *, above: bool = False
) -> go.Figure:
    """Return a grid of cells, a list of them a row, in the order in which one reads; `title` is that of the columns.

    `above` puts the columns' names above the cells.
    """
    grid = dict(
        type="heatmap",
        z=[[cell.shade for cell in row] for row in cells],
        x=[escape_html(name) for name in columns],
        y=[escape_html(name) for name in rows],
        text=[[escape_html(cell.text) for cell in row] for row in cells],
        customdata=[[escape_html(cell.hover) for cell in row] for row in cells],
        zmin=0,
        zmax=1,
        colorscale=_SHADES,
        showscale=False,
        xgap=2,
        ygap=2,
        texttemplate="%{text}",
        textfont=dict(size=14),
        hovertemplate="%{customdata}<extra></extra>",
    )
    common = dict(type="category", fixedrange=True, showgrid=False)
    layout = dict(
        margin=MARGIN,
        height=_AROUND + _CELL * len(rows),
        xaxis=axis(title, side="top" if above else "bottom", **common),
        yaxis=axis("", autorange="reversed", automargin=True, **common),
    )
    return go.Figure(dict(data=[grid], layout=layout))


def accuracy_by_level(series: Sequence[Series], title: str) -> go.Figure:
    """Return accuracy over strengths from 0, as they are numbered, with its intervals."""
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
        margin=MARGIN,
        height=330,
        showlegend=False,
        xaxis=axis(title, dtick=1),
        yaxis=axis("Read right", tickformat=".0%", rangemode="tozero"),
    )
    return go.Figure(dict(data=lines, layout=layout))


@dataclass(frozen=True, kw_only=True)
class Marks:
    """One kind of mark in the rows of a chart: its name, colour and shape; of each row its values, one or several.

    `intervals` has that of the one value of each row, None where there is none.
    """

    name: str
    colour: str
    symbol: str
    values: Sequence[Sequence[float]]
    intervals: Sequence[Interval | None] = ()


def rows_chart(rows: Sequence[str], marks: Sequence[Marks], title: str) -> go.Figure:
    """Return accuracies from left to right, a row for each of `rows`; in it the marks lie below each other."""
    drawn = []
    for number, each in enumerate(marks):
        low = _APART * (number - (len(marks) - 1) / 2)
        points = [(row + low, value) for row, values in enumerate(each.values) for value in values]
        around = dict(visible=False)
        if any(each.intervals):
            found = [
                (interval.low, interval.high) if interval else (values[0], values[0])
                for values, interval in zip(each.values, each.intervals, strict=True)
                if values
            ]
            around = dict(
                symmetric=False,
                array=[high - x for (_, x), (_, high) in zip(points, found, strict=True)],
                arrayminus=[x - low for (_, x), (low, _) in zip(points, found, strict=True)],
                thickness=2,
                width=4,
            )
        drawn.append(
            dict(
                type="scatter",
                mode="markers",
                x=[x for _, x in points],
                y=[y for y, _ in points],
                name=each.name,
                marker=dict(size=10, symbol=each.symbol, color=RUN_COLOURS[each.colour]),
                error_x=around,
                hovertemplate=f"%{{x:.1%}}<extra>{escape_html(each.name)}</extra>",
            )
        )
    layout = dict(
        margin=MARGIN,
        height=_AROUND + _ROW * len(rows) * max(2, len(marks)) // 2 + 12 * len(rows),
        showlegend=False,
        xaxis=axis(title, tickformat=".0%"),
        yaxis=axis(
            "",
            tickvals=list(range(len(rows))),
            ticktext=[escape_html(name) for name in rows],
            range=[len(rows) - 0.5, -0.5],
            automargin=True,
            fixedrange=True,
        ),
    )
    return go.Figure(dict(data=drawn, layout=layout))
