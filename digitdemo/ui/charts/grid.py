"""A grid of cells, such as what each model reads in each of some pictures, with the pictures above."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from digitdemo.ui.charts.labels import in_lines
from digitdemo.ui.charts.pictures import data_url
from digitdemo.ui.charts.theme import CALM, GROUND, INK, MARGIN, RUN_COLOURS, STRONGEST, WARM, axis, figure
from digitdemo.ui.escaping import escape_html

HUES = (CALM, "green", WARM)
# Each hue from the ground to its full colour, above one another.
_SHADES = [
    stop
    for number, hue in enumerate(HUES)
    for stop in ([number / len(HUES), GROUND], [(number + 1) / len(HUES), RUN_COLOURS[hue]])
]
_CELL = 32  # pixels, the height of a row
_AROUND = 72  # pixels that short names of the columns and their title take
_UPRIGHT = 56  # pixels more that long names take where they stand upright, on a phone
_SHORT = 4  # letters
_PICTURE = 56  # pixels that a picture of 28 is drawn with
_FILLED = 0.92  # of its cell


@dataclass(frozen=True)
class Cell:
    """One cell: what is written in it, how much of its hue it has (0 to 1), what it says on hover, and the hue."""

    text: str
    shade: float
    hover: str
    hue: str = CALM  # one of `HUES`


@dataclass(frozen=True)
class Grid:
    """A grid: the names of its rows and columns, the title of the columns, and its cells, a list of them a row.

    `pictures`, uint8 (columns, 28, 28), stand above the first row, if there are any.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    title: str
    cells: Sequence[Sequence[Cell]]
    pictures: np.ndarray | None = None

    @property
    def height(self) -> int:
        """Return how high it is drawn, in pixels."""
        long = any(len(name) > _SHORT for name in self.columns)
        return _AROUND + long * _UPRIGHT + _CELL * (len(self.rows) + 2 * (self.pictures is not None))


def grid_chart(grid: Grid) -> go.Figure:
    """Return the grid, its rows in the order in which one reads."""
    cells = dict(
        type="heatmap",
        z=[[HUES.index(cell.hue) + STRONGEST * cell.shade for cell in row] for row in grid.cells],
        text=[[escape_html(cell.text) for cell in row] for row in grid.cells],
        customdata=[[escape_html(cell.hover) for cell in row] for row in grid.cells],
        zmin=0,
        zmax=len(HUES),
        colorscale=_SHADES,
        showscale=False,
        xgap=2,
        ygap=2,
        texttemplate="%{text}",
        textfont=dict(color=INK),
        hovertemplate="%{customdata}<extra></extra>",
    )
    above = -0.5 if grid.pictures is None else -2.5
    common = dict(fixedrange=True, showgrid=False)
    layout = dict(
        margin=MARGIN,
        height=grid.height,
        images=_images(grid.pictures) if grid.pictures is not None else [],
        xaxis=axis(
            grid.title,
            **_names(grid.columns, escape_html),
            range=[-0.5, len(grid.columns) - 0.5],
            autotickangles=[0, 90],  # slanted, the last ones would stand beyond the page
            **common,
        ),
        yaxis=axis("", **_names(grid.rows, in_lines), range=[len(grid.rows) - 0.5, above], automargin=True, **common),
    )
    return figure([cells], layout)


def _names(names: Sequence[str], written: Callable[[str], str]) -> dict:
    return dict(tickvals=list(range(len(names))), ticktext=[written(name) for name in names])


def _images(pictures: np.ndarray) -> list[dict]:
    """Return the pictures as Plotly's, two rows high above the first row."""
    return [
        dict(
            source=data_url(picture, _PICTURE),
            xref="x",
            yref="y",
            x=column,
            y=-1.5,
            xanchor="center",
            yanchor="middle",
            sizex=_FILLED,
            sizey=2 * _FILLED,
            sizing="contain",
        )
        for column, picture in enumerate(pictures)
    ]
